"""Finding customers by what stands in the house's own fields.

A filter is rare or common. Of a rare one the customers are looked up by its index and then put in
order; a common one is asked of each customer as the list is walked in its own order, and a page is
full soon. So neither grows with the house.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from urllib.parse import quote, unquote

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from nahbar.core.folding import fold
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, OwnField, OwnValue
from nahbar.customers.models.own_fields import LISTED, LONGEST_KEY, NUMBERS, OwnKind
from nahbar.customers.own_fields.definitions import Definitions, manner_here
from nahbar.customers.own_fields.kinds import BY_NUMBER, read, show
from nahbar.customers.own_fields.words import Listed

RARE = 5_000
MOST_FILTERS = 5
LONGEST_VALUE = 200
PARTS = 4


class How(StrEnum):
    """How a field is compared."""

    IS = "is"
    CONTAINS = "contains"
    BETWEEN = "between"
    EMPTY = "empty"
    FILLED = "filled"


HOWS = frozenset(how.value for how in How)


@dataclass(frozen=True)
class OwnFilter:
    """One comparison, as an address holds it: `key~how~value~to`, each part escaped."""

    key: str
    how: How
    value: str = ""
    to: str = ""

    def __str__(self) -> str:
        parts = (self.key, self.how.value, self.value, self.to)
        return "~".join(quote(part, safe="").replace("~", "%7E") for part in parts).rstrip("~")

    @classmethod
    def parse(cls, text: str) -> "OwnFilter | None":
        """The comparison that a text holds; None for what makes no sense."""
        parts = [unquote(part) for part in text.split("~")][:PARTS]
        key, how, value, to = (*parts, "", "", "", "")[:PARTS]
        return cls.of(key, how, value, to)

    @classmethod
    def of(cls, key: str, how: str, value: str, to: str) -> "OwnFilter | None":
        """The same from a form's parts."""
        if not key or how not in HOWS:
            return None
        value, to = (text.strip()[:LONGEST_VALUE] for text in (value, to))
        is_bare = how in {How.EMPTY, How.FILLED}
        if not is_bare and not value and not (how == How.BETWEEN and to):
            return None
        return cls(key[:40], How(how), "" if is_bare else value, to if how == How.BETWEEN else "")


def hows_of(field: OwnField) -> list[tuple[str, str]]:
    """The comparisons that fit a field's kind, in words."""
    words = {
        How.IS: _("is"),
        How.CONTAINS: _("contains"),
        How.BETWEEN: _("is between"),
        How.EMPTY: _("is empty"),
        How.FILLED: _("is filled in"),
    }
    if field.kind in NUMBERS or field.kind == OwnKind.DATE:
        fitting = [How.IS, How.BETWEEN]
    elif field.kind in LISTED or field.kind == OwnKind.YES_NO:
        fitting = [How.IS]
    else:
        fitting = [How.CONTAINS, How.IS]
    return [(how.value, words[how]) for how in (*fitting, How.EMPTY, How.FILLED)]


@dataclass(frozen=True)
class Told:
    """A filter in words, or why it cannot be meant."""

    filter: OwnFilter
    words: str
    wrong: str = ""


def understood(
    filters: Sequence[OwnFilter], fields: Definitions
) -> tuple[list[tuple[OwnFilter, "Q | None"]], list[Told]]:
    """Each filter with its condition on `OwnValue` (None: that there is nothing), and all in words.

    Those that cannot be meant have no condition; those of fields that there are not are left out.
    """
    meant: list[tuple[OwnFilter, Q | None]] = []
    told: list[Told] = []
    hows: Mapping[str, str]
    for one in filters[:MOST_FILTERS]:
        if (field := fields.by_key.get(one.key)) is None:
            continue
        hows = dict(hows_of(field))
        how = one.how if one.how in hows else How(next(iter(hows)))
        one = OwnFilter(one.key, how, one.value, one.to)  # noqa: PLW2901  # what it asks is what the field allows
        try:
            condition, value = _condition(field, one)
        except Refused as refusal:
            told.append(Told(one, f"{field.called} {hows[how]} {one.value}".strip(), str(refusal)))
            continue
        meant.append((one, condition))
        told.append(Told(one, f"{field.called} {hows[how]} {value}".strip()))
    return meant, told


def narrow(
    customers: QuerySet[Customer], meant: Sequence[tuple[OwnFilter, "Q | None"]]
) -> QuerySet[Customer]:
    """Those of the customers who meet all of the conditions."""
    rarest: list[int] | None = None
    common: list[Q] = []
    for one, condition in meant:
        if condition is None:
            continue
        is_empty = one.how == How.EMPTY
        few = _few_empty(condition) if is_empty else _few(condition)
        if few is None:
            common.append(~_has(condition) if is_empty else _has(condition))
        else:
            rarest = few if rarest is None else sorted(set(rarest).intersection(few))
    if rarest is not None:
        customers = customers.filter(pk__in=rarest)
    for each in common:
        customers = customers.filter(each)
    return customers


def _few(condition: Q) -> list[int] | None:
    """The customers who meet the condition; None where they are many."""
    found = OwnValue.objects.filter(condition).order_by()
    rows = list(found.values_list("customer_id", flat=True)[: RARE + 1])
    return None if len(rows) > RARE else sorted(set(rows))


def _few_empty(condition: Q) -> list[int] | None:
    """The customers who have nothing there; None where they are many, as where few have anything."""
    if _few(condition) is not None:
        return None
    filled = OwnValue.objects.filter(condition).values("customer_id")
    rows = Customer.objects.exclude(pk__in=filled).order_by().values_list("pk", flat=True)
    found = list(rows[: RARE + 1])
    return None if len(found) > RARE else found


def _has(condition: Q) -> Q:
    return Q(Exists(OwnValue.objects.filter(condition, customer=OuterRef("pk"))))


def _condition(field: OwnField, one: OwnFilter) -> tuple[Q, str]:
    """On `OwnValue`, and the value in words. Raises Refused."""
    of_field = Q(field=field.pk)
    if one.how in {How.EMPTY, How.FILLED}:
        return of_field, ""
    if one.how == How.CONTAINS:
        return of_field & _holds(field, one.value), f"“{one.value}”"
    words = Listed(field.choice_list_id, also_retired=True)
    bare = _unbounded(field)
    if one.how == How.BETWEEN:
        ends = [
            str(read(bare, end, words=words, manner=manner_here())) for end in (one.value, one.to)
        ]
        shown = [show(field, end) if end else "…" for end in ends]
        return of_field & _between(field, *ends), " – ".join(shown)
    said = read(bare, one.value, words=words, manner=manner_here())
    text = show(field, said, words=words)
    return of_field & _equals(field, said if isinstance(said, str) else said[0]), text


def _unbounded(field: OwnField) -> OwnField:
    """The field without its checks: one may look for what may no longer be written."""
    return OwnField(pk=field.pk, kind=field.kind, choice_list_id=field.choice_list_id)


def _equals(field: OwnField, said: str) -> Q:
    if field.kind in LISTED:
        found = BY_NUMBER.fullmatch(said)
        return Q(choice=int(found[1]) if found else 0)
    if field.kind in NUMBERS:
        return Q(number=Decimal(said))
    if field.kind == OwnKind.YES_NO:
        return Q(number=Decimal(said == "yes"))
    if field.kind == OwnKind.DATE:
        return Q(day=said)
    return Q(folded=_folded(field, said))


def _between(field: OwnField, least: str, most: str) -> Q:
    column = "day" if field.kind == OwnKind.DATE else "number"
    ends = {f"{column}__gte": least, f"{column}__lte": most}
    bounds = {name: end for name, end in ends.items() if end}
    if column == "number":
        return Q(**{name: Decimal(end) for name, end in bounds.items()})
    return Q(**bounds)


def _holds(field: OwnField, text: str) -> Q:
    return Q(folded__contains=_folded(field, text)) if _folded(field, text) else Q(pk=None)


def _folded(field: OwnField, text: str) -> str:
    is_phone = field.kind == OwnKind.PHONE
    key = "".join(filter(str.isdigit, text)).lstrip("0") if is_phone else fold(text)
    return key[:LONGEST_KEY]
