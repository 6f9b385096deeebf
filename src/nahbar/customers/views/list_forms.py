"""The pages on which a list is put together: its filter and its columns. Both live in the address."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.facts import facts_for
from nahbar.core.refusals import Refused
from nahbar.customers.lists.choosing import choose
from nahbar.customers.lists.conditions import IN_DAYS, meant, typed
from nahbar.customers.lists.filter_page import asked_for, facts_to_pick, place_from, shown
from nahbar.customers.lists.filters import as_text, parse_filter, with_node
from nahbar.customers.lists.listing import counted
from nahbar.customers.lists.query import MOST_COLUMNS
from nahbar.customers.lists.saved import list_or_404
from nahbar.customers.lists.wanted import Wanted

PAGE = "customers_filter"


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customers_filter(request: HttpRequest) -> HttpResponse:
    """The filter as a tree, and a form for one more condition at one of its places."""
    person = person_in(request)
    facts = facts_for(person)
    place, picked = place_from(request.GET.get("at", "")), facts.get(request.GET.get("fact", ""))
    wanted, wrong, count = Wanted(), "", ""
    try:
        wanted = Wanted.read(request.GET, facts)
        if picked and "how" in request.GET:
            how = request.GET["how"]
            values = request.GET.getlist("days" if how in IN_DAYS else "value")
            node = typed(picked, how, values, request.GET.get("to", ""))
            meant(node, picked)
            changed = with_node(wanted.query.filter, place, node)
            parse_filter(as_text(changed))  # not larger than may be kept
            query = replace(wanted.query, filter=changed)
            return redirect(replace(wanted, query=query, after=None, before=None).url(PAGE))
    except Refused as refusal:
        wrong = str(refusal)
    try:
        group = list_or_404(person, wanted.group) if wanted.group else None
        count = counted(choose(person, wanted.query.filter, group=group, facts=facts).count)
    except Refused as refusal:
        wrong = wrong or str(refusal)
    context = {
        "wanted": wanted,
        "hidden": wanted.parameters(),
        "root": shown(wanted, facts, PAGE),
        "at": ".".join(map(str, place)),
        "asked": asked_for(picked) if picked else None,
        "sent": request.GET,
        "facts": facts_to_pick(facts),
        "count": count,
        "list_url": wanted.url(),
        "wrong": wrong,
    }
    return render(request, "customers/list_filter.html", context, status=422 if wrong else 200)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def customers_columns(request: HttpRequest) -> HttpResponse:
    """Which columns the list has, and in which order."""
    person = person_in(request)
    facts = facts_for(person)
    try:
        wanted = Wanted.read(request.GET, facts)
    except Refused:
        return redirect("customers")
    if "column" in request.GET:
        chosen = [key for key in request.GET.getlist("column") if key in facts]
        ranks = {
            key: _rank(request.GET.get(f"rank_{key}", ""), at) for at, key in enumerate(chosen)
        }
        ordered = sorted(dict.fromkeys(chosen), key=lambda key: ranks[key])
        return redirect(wanted.changed(columns=tuple(ordered[:MOST_COLUMNS])).url())
    columns = [fact.key for fact in wanted.columns(facts)]
    offered = [
        (
            room,
            [
                (key, label, columns.index(key) + 1 if key in columns else 0)
                for key, label in several
            ],
        )
        for room, several in facts_to_pick(facts)
    ]
    context = {
        "wanted": wanted,
        "hidden": {name: value for name, value in wanted.parameters().items() if name != "c"},
        "offered": offered,
        "most": MOST_COLUMNS,
        "list_url": wanted.url(),
    }
    return render(request, "customers/list_columns.html", context)


def _rank(text: str, at: int) -> tuple[int, int]:
    is_number = text.isascii() and text.isdecimal() and len(text) < 4
    return (int(text) if is_number else 999, at)
