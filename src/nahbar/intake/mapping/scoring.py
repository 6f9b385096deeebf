"""How well values fit a field, and which fields values alone suggest."""

from nahbar.intake.mapping.fields import ValueType as T
from nahbar.intake.mapping.order_kinds import WORDS_OF_ORDERS
from nahbar.intake.mapping.profiles import ColumnProfile

ENOUGH = 3  # sampled cells from which on values may contradict a header
_SURE = 0.8


def fit(profile: ColumnProfile, kind_of_value: T) -> float:
    """0 (these values cannot be that) … 1 (they look just like it); 0.5 where looks say nothing."""
    share = profile.share
    whole = share("digits") + share("number")
    date = share("date")
    lettered = max(0.0, share("lettered") - share("email") - share("url") - date)
    by_type = {
        T.EMAIL: share("email"),
        T.PHONE: max(share("phone"), min(0.6, share("digits"))) if date < 0.5 else 0.0,
        T.DATE: max(date, 0.7 * share("serial")),
        T.DATETIME: max(date, 0.7 * share("serial")),
        T.TIME: share("clock"),
        T.DECIMAL: min(1.0, whole),
        T.MONEY: min(1.0, whole) if whole else 0.9 * share("money_sign"),
        T.DISCOUNT: 0.0 if lettered > _SURE or date > _SURE else 0.5,
        T.INTEGER: max(share("digits"), 0.8 * whole if profile.has_integral_floats else 0.0),
        T.CURRENCY: share("currency"),
        T.COUNTRY: share("country"),
        T.LANGUAGE: share("language"),
        T.POSTCODE: max(share("postcode"), 0.6 * share("code")),
        T.KEY: _key_fit(profile),
        T.SALUTATION: share("salutation"),
        T.NAME: lettered,
        T.FULL_NAME: lettered,
        T.STAGE: 0.5 if profile.distinct < 30 else 0.1,
        T.PERSON_KIND: max(share("person_kind"), 0.4 if profile.distinct < 12 else 0.0),
        T.ORDER_KIND: max(share("order_kind"), 0.4 if profile.distinct < 40 else 0.0),
    }
    obvious = max(share("email"), date if date == 1 else 0.0)
    return by_type.get(kind_of_value, 0.1 if obvious > _SURE else 0.5)


def _key_fit(profile: ColumnProfile) -> float:
    share = profile.share
    if share("date") > _SURE or share("email") > _SURE:
        # A key of eight digits can look like a date, an address can name a customer.
        return 0.3 if share("digits") > _SURE or share("email") > _SURE else 0.0
    if profile.has_integral_floats:
        return 0.9
    return max(share("code"), share("digits"), 0.4 * share("word"), 0.2)


# Shapes that show what a column is whatever its header says; digits and words do not.
_TELLING = {"email", "phone", "date", "url", "country", "currency", "salutation", "organisation",
            "first_given", "name", "order_kind"}  # fmt: skip


def suggestions(profile: ColumnProfile, kind: str, *, named: bool) -> list[tuple[str, str, float]]:
    """Fields that values alone suggest: (field, shape that says so, confidence), best first.

    `named`: the column has a header of its own that means no field; then only telling shapes
    count. A column "Rabatt" is not taken for the price because it holds numbers.
    """
    if profile.sampled < ENOUGH:
        return []
    of_kind = {"customers": _customer, "orders": _order, "encounters": _encounter}[kind]
    found = [*_anyone(profile, kind), *of_kind(profile)]
    fitting = [each for each in found if not named or each[1] in _TELLING]
    return sorted(fitting, key=lambda each: -each[2])


def _anyone(profile: ColumnProfile, kind: str) -> list[tuple[str, str, float]]:
    share = profile.share
    customers = kind == "customers"
    found: list[tuple[str, str, float]] = []

    def add(field: str, shape: str, confidence: float, *, least: float = _SURE) -> None:
        if share(shape) >= least:
            found.append((field, shape, confidence * share(shape)))

    add("email" if customers else "customer_email", "email", 0.75)
    if share("date") < 0.5:
        add("phone", "phone", 0.6)
    if kind != "encounters" and profile.uniqueness < 0.95:
        add("country", "country", 0.6)
        add("street", "street", 0.4)
        if share("digits") > _SURE or customers:
            add("postcode", "postcode", 0.35)
    if profile.distinct <= 12:
        if kind != "encounters":
            add("salutation", "salutation", 0.6)
        if not customers:
            add("currency", "currency", 0.65)
    add("organisation", "organisation", 0.6, least=0.4)
    if share("first_given") > 0.3 and share("word") > _SURE:
        found.append(("first_name", "first_given", 0.5))
    given = max(share("first_given"), share("last_given"))
    if given > 0.25 and share("name") > 0.6:
        found.append(("full_name" if customers else "customer_name", "name", 0.55))
    return found


def _customer(profile: ColumnProfile) -> list[tuple[str, str, float]]:
    share = profile.share
    found: list[tuple[str, str, float]] = []
    if share("date") > _SURE:
        old = sum(_is_long_ago(cell) for cell in profile.examples) > len(profile.examples) / 2
        found.append(("birthday" if old else "since", "date", 0.5))
    if share("url") > _SURE:
        found.append(("website", "url", 0.6))
    if share("code") > 0.9 and profile.uniqueness > 0.97 and share("phone") < 0.5:
        found.append(("customer_number", "code", 0.4))
    if share("word") > _SURE and share("first_given") < 0.2 and profile.distinct > 20:
        found.append(("last_name", "word", 0.25))
    return found


def _is_long_ago(cell: str) -> bool:
    years = [part for part in cell.replace("-", ".").replace("/", ".").split(".") if len(part) == 4]
    return bool(years) and years[0] < "2008"


def _order(profile: ColumnProfile) -> list[tuple[str, str, float]]:
    share = profile.share
    found: list[tuple[str, str, float]] = []
    if share("date") > _SURE and share("digits") < 0.5:
        found.append(("ordered_at", "date", 0.6 if share("time_of_day") < 0.5 else 0.65))
    numeric = share("digits") + share("number")
    is_key = share("code") > 0.9 and share("date") < _SURE
    if profile.has_integral_floats or (is_key and profile.nulls > 0 and profile.distinct > 30):
        found.append(("customer_number", "code", 0.35))
    if share("number") > 0.5 and not profile.has_integral_floats and share("date") < 0.5:
        found.append(("unit_price", "number", 0.4))
        found.append(("line_amount", "number", 0.35))
    if share("digits") > 0.95 and (share("negative") or profile.longest <= 4) and numeric:
        found.append(("quantity", "digits", 0.45))
    if is_key and profile.nulls == 0 and profile.longest > 3:
        found.append(("order_number", "code", 0.34))
        found.append(("sku", "code", 0.3))
    if share("sentence") > 0.5:
        found.append(("product_name", "sentence", 0.3))
    if share("order_kind") > _SURE and profile.distinct <= len(WORDS_OF_ORDERS):
        found.append(("line_kind", "order_kind", 0.4))
    return found


def _encounter(profile: ColumnProfile) -> list[tuple[str, str, float]]:
    share = profile.share
    found: list[tuple[str, str, float]] = []
    if share("date") > _SURE and share("digits") < 0.5:
        found.append(("occurred_at", "date", 0.6))
    if share("code") > 0.9 and share("date") < _SURE and profile.longest > 3:
        found.append(("customer_number", "code", 0.3))
    if share("sentence") > 0.5 and profile.longest > 60:
        found.append(("text", "sentence", 0.4))
    return found
