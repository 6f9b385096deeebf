"""The ways from one page of the list of customers to others: pages, orders, filters."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.own_fields.narrowing import OwnFilter, Told
from nahbar.desk.customer_list import BY_VALUE, Listed, Wanted
from nahbar.desk.links import Link
from nahbar.value.models import ValueClass


def pages_for(wanted: Wanted, listed: Listed) -> dict[str, str]:
    """Where the pages before and after are; by value one gets back only to the beginning."""
    before = _url(wanted, before=listed.before) if listed.before else ""
    if wanted.order == BY_VALUE and wanted.after:
        before = _url(wanted)
    return {"before": before, "after": _url(wanted, after=listed.after) if listed.after else ""}


def orders_for(wanted: Wanted) -> list[Link]:
    """By name, by value."""
    by_value = wanted.order == BY_VALUE
    return [
        Link(_("By name"), _url(Wanted()), not by_value),
        Link(_("By value"), _url(Wanted(order=BY_VALUE)), by_value and not wanted.value_class),
    ]


def filters_for(wanted: Wanted, *, shows_classes: bool) -> list[tuple[str, list[Link]]]:
    """The filters that fit the order, each with its name."""
    if wanted.order == BY_VALUE and not shows_classes:
        return []
    if wanted.order == BY_VALUE:
        return [(_("Value class"), _choices(wanted, "value_class", ValueClass.choices))]
    stages, kinds = Stage.choices, Kind.choices
    return [
        (_("Where they stand with us"), _choices(wanted, "stage", stages)),
        (_("What they are"), _choices(wanted, "kind", kinds)),
    ]


@dataclass(frozen=True)
class Active:
    """A filter by one of the house's own fields, in words, and the way to the list without it."""

    filter: OwnFilter
    words: str
    wrong: str
    url: str


def without_form(wanted: Wanted, told: Sequence[Told]) -> str:
    """The list as it is narrowed now, with no filter asked for."""
    return _url(replace(wanted, own=tuple(one.filter for one in told if not one.wrong)))


def own_filters_of(wanted: Wanted, told: Sequence[Told]) -> list[Active]:
    """The filters by own fields that hold, or that could not be meant."""
    rest = {one.filter: tuple(o.filter for o in told if o is not one) for one in told}
    return [
        Active(one.filter, one.words, one.wrong, _url(replace(wanted, own=rest[one.filter])))
        for one in told
    ]


def _choices(wanted: Wanted, name: str, choices: Sequence[tuple[str, object]]) -> list[Link]:
    chosen = getattr(wanted, name)
    everybody: dict[str, Any] = {name: ""}
    return [
        Link(_("All"), _url(replace(wanted, **everybody)), not chosen),
        *(
            Link(str(label), _url(replace(wanted, **{**everybody, name: value})), chosen == value)
            for value, label in choices
        ),
    ]


def _url(wanted: Wanted, **keys: object) -> str:
    asked = {
        "q": wanted.text,
        "stage": wanted.stage,
        "kind": wanted.kind,
        "order": wanted.order,
        "class": wanted.value_class,
        "own": [str(one) for one in wanted.own],
        **keys,
    }
    said = {name: value for name, value in asked.items() if value}
    return reverse("customers") + (f"?{urlencode(said, doseq=True)}" if said else "")
