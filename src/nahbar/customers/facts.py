"""What this room knows of customers, as facts to cut lists by."""

from collections.abc import Callable, Iterator, Sequence

import polars as pl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.fact_columns import day_number, house_day
from nahbar.core.facts import Fact, FactKind, Options
from nahbar.core.models import User
from nahbar.customers.models import Choice, OwnField, Tag
from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.models.own_fields import LISTED, NUMBERS, OwnKind
from nahbar.customers.own_fields.definitions import definitions
from nahbar.team.models import Branch

ROOM = _("The customer")
OWN_ROOM = _("Own fields")
SCHEMA = {"customer": pl.Int64, "value": pl.Int64}
TEXT = {"customer": pl.Int64, "value": pl.String}
KIND_OF = {
    **dict.fromkeys(NUMBERS, FactKind.NUMBER),
    OwnKind.MONEY: FactKind.MONEY,
    OwnKind.DATE: FactKind.DAY,
    OwnKind.YES_NO: FactKind.CHOICE,
    OwnKind.CHOICE: FactKind.CHOICE,
    OwnKind.CHOICES: FactKind.CHOICES,
}
NO, YES = 0, 1_000_000  # a yes or no of an own field, in the millionths of its column


def everybody(customers: Ids) -> pl.DataFrame:
    """Who there is."""
    return _read("SELECT id, 1 FROM customers_customer WHERE id IN {keys}", customers)


def kinds(customers: Ids) -> pl.DataFrame:
    """What they are, by the place of the kind among all."""
    return _coded("kind", Kind.values, customers)


def stages(customers: Ids) -> pl.DataFrame:
    """Where they stand, by the place of the stage among all."""
    return _coded("stage", Stage.values, customers)


def branches(customers: Ids) -> pl.DataFrame:
    """In which branch they are at home."""
    return _column("branch_id", customers)


def carers(customers: Ids) -> pl.DataFrame:
    """Who cares for them."""
    return _column("cared_for_by_id", customers)


def places(customers: Ids) -> pl.DataFrame:
    """Where they live, by the newest address that holds."""
    return _of_address("city", customers)


def postcodes(customers: Ids) -> pl.DataFrame:
    """The postcode of the newest address that holds."""
    return _of_address("postcode", customers)


def tags(customers: Ids) -> pl.DataFrame:
    """Words that hang on them."""
    query = "SELECT customer_id, tag_id FROM customers_tagging WHERE customer_id IN {keys}"
    return _read(query, customers)


def mails(customers: Ids) -> pl.DataFrame:
    """Who can be reached by mail."""
    return _reached("'email'", customers)


def phones(customers: Ids) -> pl.DataFrame:
    """Who can be called."""
    return _reached("'phone', 'mobile'", customers)


def created(customers: Ids) -> pl.DataFrame:
    """Since when the house knows them."""
    rows = read_matching(
        "SELECT id, created_at FROM customers_customer WHERE id IN {keys}",
        customers.tolist(),
        schema={"customer": pl.Int64, "at": pl.Datetime("us")},
    )
    return rows.select("customer", house_day("at").alias("value"))


def since(customers: Ids) -> pl.DataFrame:
    """Since when they are customers."""
    rows = read_matching(
        "SELECT id, since FROM customers_customer WHERE since IS NOT NULL AND id IN {keys}",
        customers.tolist(),
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    return rows.select("customer", day_number("day").alias("value"))


def birthdays(customers: Ids) -> pl.DataFrame:
    """Day and month of birth."""
    return _read(
        "SELECT customer_id, MAX(month * 100 + day) FROM customers_importantday"
        " WHERE valid_until IS NULL AND kind = 'birthday' AND customer_id IN {keys}"
        " GROUP BY customer_id",
        customers,
    )


def own_facts() -> Iterator[Fact]:
    """The house's own fields."""
    for field in definitions().fields:
        yield Fact(
            key=field.said_as,
            label=field.called,
            kind=KIND_OF.get(OwnKind(field.kind), FactKind.TEXT),
            read=_own_reader(field),
            room=OWN_ROOM,
            options=_own_options(field),
            unit=field.currency,
            is_exact=field.kind in NUMBERS,
            is_usual=field.on_list,
            roles=frozenset(field.seen_by or ()),
        )


def _own_reader(field: OwnField) -> Callable[[Ids], pl.DataFrame]:
    column = "text"
    if field.kind in NUMBERS or field.kind == OwnKind.YES_NO:
        column = "number"
    elif field.kind in LISTED:
        column = "choice_id"
    elif field.kind == OwnKind.DATE:
        column = "day"

    def read(customers: Ids) -> pl.DataFrame:
        query = (
            f"SELECT customer_id, {column} FROM customers_ownvalue WHERE field_id = {field.pk:d}"
            f" AND {column} IS NOT NULL AND customer_id IN {{keys}}"
        )
        if column == "day":
            schema = {"customer": pl.Int64, "day": pl.Date}
            rows = read_matching(query, customers.tolist(), schema=schema)
            return rows.select("customer", day_number("day").alias("value"))
        return read_matching(query, customers.tolist(), schema=TEXT if column == "text" else SCHEMA)

    return read


def _own_options(field: OwnField) -> Callable[[], Options] | None:
    if field.kind == OwnKind.YES_NO:
        return lambda: [(YES, str(_("yes"))), (NO, str(_("no")))]
    if field.kind not in LISTED:
        return None
    words = Choice.objects.filter(choice_list=field.choice_list_id, merged_into=None)
    return lambda: [(one.pk, one.called) for one in words.order_by("position", "pk")]


def _options_of_branches() -> Options:
    return list(Branch.objects.order_by("name").values_list("pk", "name"))


def _options_of_carers() -> Options:
    return [(one.pk, str(one)) for one in User.objects.order_by("name", "pk")]


def _options_of_tags() -> Options:
    words = Tag.objects.filter(merged_into=None).order_by("name")
    return list(words.values_list("pk", "name"))


def _coded(column: str, values: list[str], customers: Ids) -> pl.DataFrame:
    cases = " ".join(f"WHEN '{value}' THEN {place}" for place, value in enumerate(values) if value)
    query = f"SELECT id, CASE {column} {cases} END FROM customers_customer WHERE id IN {{keys}}"
    return _read(query, customers)


def _column(column: str, customers: Ids) -> pl.DataFrame:
    query = (
        f"SELECT id, {column} FROM customers_customer WHERE {column} IS NOT NULL AND id IN {{keys}}"
    )
    return _read(query, customers)


def _of_address(column: str, customers: Ids) -> pl.DataFrame:
    rows = read_matching(
        f"SELECT customer_id, {column}, id FROM customers_postaladdress"
        f" WHERE valid_until IS NULL AND {column} <> '' AND customer_id IN {{keys}}",
        customers.tolist(),
        schema={**TEXT, "row": pl.Int64},
    )
    newest = rows.sort("row").unique("customer", keep="last", maintain_order=True)
    return newest.select("customer", "value")


def _reached(kinds: str, customers: Ids) -> pl.DataFrame:
    return _read(
        "SELECT DISTINCT customer_id, 1 FROM customers_contactpoint WHERE valid_until IS NULL"
        f" AND kind IN ({kinds}) AND customer_id IN {{keys}}",
        customers,
    )


def _read(query: str, customers: Ids) -> pl.DataFrame:
    return read_matching(query, customers.tolist(), schema=SCHEMA)


def _choices(choices: Sequence[tuple[str, str | Promise]]) -> Callable[[], Options]:
    return lambda: [(place, str(label)) for place, (_value, label) in enumerate(choices)]


HERE = "nahbar.customers.facts"
KIND = Fact("kind", _("What they are"), FactKind.CHOICE, f"{HERE}.kinds", ROOM,
            options=_choices(Kind.choices))  # fmt: skip
STAGE = Fact("stage", _("Where they stand with us"), FactKind.CHOICE, f"{HERE}.stages", ROOM,
             options=_choices(Stage.choices))  # fmt: skip
BRANCH = Fact("branch", _("Branch"), FactKind.CHOICE, f"{HERE}.branches", ROOM,
              options=_options_of_branches)  # fmt: skip
CARER = Fact("carer", _("Cared for by"), FactKind.CHOICE, f"{HERE}.carers", ROOM,
             options=_options_of_carers)  # fmt: skip
FACTS = (
    STAGE,
    KIND,
    BRANCH,
    CARER,
    Fact("place", _("Place"), FactKind.TEXT, f"{HERE}.places", ROOM, is_place=True, is_usual=True),
    Fact("postcode", _("Postcode"), FactKind.TEXT, f"{HERE}.postcodes", ROOM),
    Fact("tags", _("Tags"), FactKind.CHOICES, f"{HERE}.tags", ROOM, options=_options_of_tags),
    Fact("has_mail", _("Has a mail address"), FactKind.YES, f"{HERE}.mails", ROOM),
    Fact("has_phone", _("Has a telephone number"), FactKind.YES, f"{HERE}.phones", ROOM),
    Fact("birthday", _("Birthday"), FactKind.DAY_OF_YEAR, f"{HERE}.birthdays", ROOM),
    Fact("since", _("Customer since"), FactKind.DAY, f"{HERE}.since", ROOM),
    Fact("created", _("Known to us since"), FactKind.DAY, f"{HERE}.created", ROOM),
)
