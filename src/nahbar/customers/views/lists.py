"""The list of customers: whom a filter means, in an order, in one of several shapes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.facts import Fact, FactKind, facts_for
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.lists.boards import board_of, boards
from nahbar.customers.lists.filter_page import in_words, shown
from nahbar.customers.lists.listing import Listed, count_in_words, list_customers, rows_of
from nahbar.customers.lists.map import map_of
from nahbar.customers.lists.query import BY_NAME, Shape
from nahbar.customers.lists.saved import list_or_404, lists_for, may_change
from nahbar.customers.lists.wanted import SORTED, Wanted
from nahbar.customers.models import SavedList
from nahbar.customers.queries import visible_customers

NOTHING: dict[str, Any] = {
    "board": None,
    "map": None,
    "rows": [],
    "headings": [],
    "count": "",
    "waiting": 0,
    "pages": {"before": "", "after": ""},
    "has_any": False,
}
SHAPES = {
    Shape.ROWS: lazy("Rows"),
    Shape.TABLE: lazy("Table"),
    Shape.CARDS: lazy("Cards"),
    Shape.BOARD: lazy("Board"),
    Shape.MAP: lazy("Map"),
}


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customers(request: HttpRequest) -> HttpResponse:
    """Up to fifty customers, found by key; or a board, or a map of all."""
    person = person_in(request)
    facts = facts_for(person)
    wrong = ""
    try:
        wanted = Wanted.read(request.GET, facts)
        group = list_or_404(person, wanted.group) if wanted.group else None
        context = _answer(request, person, wanted, facts, group)
    except Refused as refusal:
        wanted, group, wrong = Wanted(), None, str(refusal)
        context = {}
    context = NOTHING | context | _around(person, wanted, facts) | {"group": group, "wrong": wrong}
    context["is_empty_house"] = (
        not wrong and wanted.is_plain and not context["has_any"] and not _is_anybody_here(person)
    )
    return render(request, "customers/list.html", context, status=422 if wrong else 200)


def _answer(
    request: HttpRequest,
    person: User,
    wanted: Wanted,
    facts: Mapping[str, Fact],
    group: SavedList | None,
) -> dict[str, Any]:
    columns = wanted.columns(facts)
    if wanted.query.shape == Shape.BOARD and not wanted.text:
        board = board_of(person, wanted, facts, group)
        return {"board": board, "count": board.count, "has_any": board.has_any}
    if wanted.query.shape == Shape.MAP and not wanted.text:
        drawn = map_of(person, wanted, group)
        return {"map": drawn, "count": drawn.count, "has_any": drawn.has_any}
    listed = list_customers(person, wanted, facts, group)
    return {
        "rows": rows_of(listed.customers, columns, listed.reasons),
        "count": count_in_words(listed) if listed.customers else "",
        "has_any": bool(listed.customers),
        "pages": _pages(wanted, listed),
        "headings": _headings(wanted, columns),
        "waiting": listed.waiting,
    }


def _around(person: User, wanted: Wanted, facts: Mapping[str, Fact]) -> dict[str, Any]:
    """What stands above every list."""
    kept = lists_for(person).filter(public_id=wanted.kept).first() if wanted.kept else None
    is_changed = kept is not None and kept.query != wanted.query.as_data()
    root = shown(wanted, facts, "customers")
    return {
        "wanted": wanted,
        "hidden": wanted.parameters(),
        "conditions": root.nodes if root.nodes and wanted.query.filter.held == "all" else (),
        "filter_words": in_words(wanted.query.filter, facts),
        "filter_url": wanted.url("customers_filter"),
        "columns_url": wanted.url("customers_columns"),
        "all_url": reverse("customers"),
        "saved": list(lists_for(person)[:200]),
        "kept": kept,
        "is_changed": is_changed,
        "may_change_kept": kept is not None and may_change(person, kept),
        "save_url": wanted.url("list_save"),
        "shapes": [
            {
                "label": label,
                "url": wanted.changed(shape=shape).url(),
                "is_current": wanted.query.shape == shape,
            }
            for shape, label in SHAPES.items()
        ],
        "boards": boards(facts),
        "orders": [] if wanted.query.shape == Shape.TABLE else _orders(wanted, facts),
        "may_edit": may(person, Ability.EDIT_CUSTOMERS),
        "may_export": may(person, Ability.EXPORT_CUSTOMERS),
        "may_change_many": may(person, Ability.CHANGE_MANY),
        "may_share": may(person, Ability.SHARE_LISTS),
        "import_url": reverse("imports") if may(person, Ability.RUN_IMPORTS) else "",
    }


def _pages(wanted: Wanted, listed: Listed) -> dict[str, str]:
    """Where the pages before and after are."""
    here = replace(wanted, after=None, before=None)
    return {
        "before": here.url(before=listed.before) if listed.before else "",
        "after": here.url(after=listed.after) if listed.after else "",
    }


def _headings(wanted: Wanted, columns: list[Fact]) -> list[dict[str, Any]]:
    """The columns of the table; a tap on one sorts by it, a second turns it around."""
    named = [(BY_NAME, _("Name"), FactKind.TEXT, True)]
    named += [(fact.key, str(fact.label), fact.kind, fact.kind in SORTED) for fact in columns]
    return [_heading(wanted, *one) for one in named]


def _heading(
    wanted: Wanted, key: str, label: str, kind: FactKind, is_sorted: bool
) -> dict[str, Any]:
    is_current, is_down = wanted.query.order == key, wanted.query.is_descending
    starts_down = kind in {FactKind.MONEY, FactKind.NUMBER, FactKind.DAY}
    turned = not is_down if is_current else starts_down
    heading: dict[str, Any] = {"label": label}
    if kind in {FactKind.MONEY, FactKind.NUMBER}:
        heading["kind"] = "num"
    if is_sorted and not wanted.text:
        heading["url"] = wanted.changed(order=key, is_descending=turned).url()
    if is_current and not wanted.text:
        heading["sort"] = "descending" if is_down else "ascending"
    return heading


def _orders(wanted: Wanted, facts: Mapping[str, Fact]) -> list[dict[str, Any]]:
    """The orders of shapes that have no columns to tap on."""
    keys = [(BY_NAME, _("Name"))]
    keys += [(fact.key, str(fact.label)) for fact in facts.values() if fact.kind in SORTED]
    return [
        {
            "label": label,
            "url": wanted.changed(order=key, is_descending=key != BY_NAME).url(),
            "is_current": wanted.query.order == key,
        }
        for key, label in keys
    ]


def _is_anybody_here(person: User) -> bool:
    return visible_customers(person).exists()
