"""The list of customers narrowed by the house's own fields: read from the address, told, asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from nahbar.customers.models import OwnField
from nahbar.customers.models.own_fields import LISTED, NUMBERS, OwnKind
from nahbar.customers.own_fields.definitions import Definitions, definitions_in, short_lists
from nahbar.customers.own_fields.narrowing import (
    MOST_FILTERS,
    How,
    OwnFilter,
    Told,
    hows_of,
)
from nahbar.customers.own_fields.values import values_of

WIDEST = 60  # characters of a value that a row of the list has room for


@dataclass(frozen=True)
class Asked:
    """The form for one more filter, on the field that was picked."""

    field: OwnField
    hows: Sequence[tuple[str, str]]
    choices: Sequence[tuple[str, str]]
    control: str

    @property
    def has_range(self) -> bool:
        """Whether an end is asked for beside the beginning."""
        return any(how == How.BETWEEN for how, _words in self.hows)


def own_filters_in(query: QueryDict) -> tuple[OwnFilter, ...]:
    """The filters that an address asks for, each once: those it holds, and the one just sent."""
    held = [OwnFilter.parse(text) for text in query.getlist("own")[:MOST_FILTERS]]
    sent = OwnFilter.of(*(query.get(name, "") for name in ("field", "how", "value", "to")))
    return tuple(dict.fromkeys(one for one in (*held, sent) if one))[:MOST_FILTERS]


def asked_for(request: HttpRequest, told: Sequence[Told]) -> Asked | None:
    """The form for the field that the address picks; after a value that cannot be meant, again."""
    fields = definitions_in(request)
    wrong = next((one.filter.key for one in told if one.wrong), "")
    field = fields.by_key.get(request.GET.get("by", "") or wrong)
    if field is None:
        return None
    return Asked(field, hows_of(field), _choices(field), _control(field))


def fields_to_filter(fields: Definitions) -> list[tuple[str, str]]:
    """What can be picked."""
    return [(field.key, field.called) for field in fields.fields]


def own_lines(customers: Sequence[int], fields: Definitions) -> dict[int, str]:
    """What the fields of the list say of each of these customers (primary keys), in one line."""
    found = values_of(customers, fields.on_list)
    return {
        customer: " · ".join(f"{one.field.called}: {_cut(one.text)}" for one in shown.values())
        for customer, shown in found.items()
    }


def _choices(field: OwnField) -> list[tuple[str, str]]:
    if field.kind == OwnKind.YES_NO:
        return [("yes", _("yes")), ("no", _("no"))]
    offered = short_lists([field.choice_list_id]).get(field.choice_list_id or 0, [])
    return [(f"#{one.pk}", one.called) for one in offered] if field.kind in LISTED else []


def _control(field: OwnField) -> str:
    if field.kind == OwnKind.DATE:
        return "date"
    return "decimal" if field.kind in NUMBERS else "text"


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"
