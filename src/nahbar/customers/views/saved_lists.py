"""Lists under a name: keeping, sharing, removing them; the page of all groups, and of one."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.facts import Fact, facts_for
from nahbar.core.formats import date, number
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.finders import find_customers
from nahbar.customers.lists.choosing import choose
from nahbar.customers.lists.filter_page import in_words
from nahbar.customers.lists.listing import ROWS, counted, customers_of, rows_of
from nahbar.customers.lists.pages import page_of
from nahbar.customers.lists.query import Query
from nahbar.customers.lists.saved import list_or_404, lists_for, may_change
from nahbar.customers.lists.sizes import sizes_of
from nahbar.customers.lists.wanted import Wanted
from nahbar.customers.models import HandPick, SavedList
from nahbar.customers.models.lists import SharedWith
from nahbar.customers.names import face_of_customer
from nahbar.customers.operations.pick_many import let_filter_decide, pick
from nahbar.customers.operations.saved_lists import (
    bring_list_back,
    change_list,
    remove_list,
    save_list,
)
from nahbar.customers.queries import numbers_of, of_visible, visible_customers
from nahbar.team.scopes import sees_the_house

MOST_PICKS = 200
BEST = 5


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SEE_CUSTOMERS)
def list_save(request: HttpRequest) -> HttpResponse:
    """Keep the list of this address under a name."""
    person = person_in(request)
    facts = facts_for(person)
    try:
        wanted = Wanted.read(request.GET, facts)
    except Refused:
        return redirect("customers")
    wrong = ""
    if request.method == "POST":
        try:
            kept = save_list(
                request.POST.get("name", ""),
                wanted.query,
                shared_with=request.POST.get("shared_with", SharedWith.MINE),
                is_group=request.POST.get("is_group") == "yes",
                by=person,
                at=clock.now(),
            )
        except NotAllowed:
            raise
        except Refused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("“%(name)s” is kept.") % {"name": kept.name})
            return redirect(url_of(kept))
    context = {
        "wanted": wanted,
        "words": in_words(wanted.query.filter, facts),
        "shares": _shares() if may(person, Ability.SHARE_LISTS) else [],
        "sent": request.POST,
        "list_url": wanted.url(),
        "wrong": wrong,
    }
    return render(request, "customers/list_save.html", context, status=422 if wrong else 200)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def saved_list(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A list by its name: the list itself, as it was kept; of a group, its page."""
    kept = list_or_404(person_in(request), public_id)
    return redirect(url_of(kept))


@require_POST
@door(Ability.SEE_CUSTOMERS)
def list_change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the question of this address under the list's name from now on, or call it otherwise."""
    person = person_in(request)
    kept = list_or_404(person, public_id)
    query = None
    try:
        if "query" in request.POST:
            query = Wanted.read(request.GET, facts_for(person)).query
        kept = change_list(
            kept,
            name=request.POST.get("name"),
            shared_with=request.POST.get("shared_with"),
            query=query,
            by=person,
            at=clock.now(),
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    return redirect(url_of(kept))


@require_POST
@door(Ability.SEE_CUSTOMERS)
def list_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a list away."""
    person = person_in(request)
    kept = list_or_404(person, public_id)
    remove_list(kept, by=person, at=clock.now())
    return redirect(f"{reverse('groups')}?removed={kept.public_id}")


@require_POST
@door(Ability.SEE_CUSTOMERS)
def list_back(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Have a list again that was taken away."""
    person = person_in(request)
    removed = SavedList.objects.select_related("owner").filter(removed_at__isnull=False)
    kept = get_object_or_404(removed, public_id=public_id)
    if not may_change(person, kept):
        raise NotAllowed
    return redirect(url_of(bring_list_back(kept, by=person, at=clock.now())))


@require_safe
@door(Ability.SEE_CUSTOMERS)
def groups(request: HttpRequest) -> HttpResponse:
    """All groups and lists that somebody finds."""
    person = person_in(request)
    kept = list(lists_for(person))
    facts = facts_for(person)
    rows = [(one, url_of(one), _words(one, facts), one.owner) for one in kept]
    context = {
        "groups": [row for row in rows if row[0].is_group],
        "lists": [row for row in rows if not row[0].is_group],
        "removed": _removed(person, request.GET.get("removed", "")),
        "may_share": may(person, Ability.SHARE_LISTS),
        "new_url": Wanted().url("customers_filter"),
    }
    return render(request, "customers/groups.html", context)


@require_safe
@door(Ability.SEE_CUSTOMERS)
def group(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A group: by what one belongs to it, how many do, who was put in or taken out by hand."""
    return _group_page(request, list_or_404(person_in(request), public_id))


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def group_pick(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put somebody in or take them out by hand; where the words mean several, ask which."""
    person = person_in(request)
    kept = list_or_404(person, public_id)
    text, picked = request.POST.get("who", ""), request.POST.get("customer", "")
    visible = visible_customers(person)
    if picked:
        found = list(visible.filter(public_id=_uuid(picked)))
    else:
        found = [one.customer for one in find_customers(visible, text, limit=BEST)]
    if len(found) != 1:
        return _group_page(
            request, kept, found=found, wrong="" if found else _("Nobody is found by this.")
        )
    try:
        is_in = request.POST.get("is_in", "yes") == "yes"
        pick(
            kept,
            found[0],
            is_in=is_in,
            reason=request.POST.get("reason", ""),
            by=person,
            at=clock.now(),
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return _group_page(request, kept, found=found, wrong=str(refusal))
    return redirect("group", public_id)


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def group_unpick(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Let the filter alone decide on somebody again."""
    person = person_in(request)
    kept = list_or_404(person, public_id)
    picks = HandPick.objects.filter(of_visible(person), group=kept)
    let_filter_decide(get_object_or_404(picks, pk=pk), by=person, at=clock.now())
    return redirect("group", public_id)


def url_of(kept: SavedList) -> str:
    """Where a list is opened."""
    if kept.is_group:
        return reverse("group", args=[kept.public_id])
    return Wanted(query=Query.from_data(kept.query), kept=kept.public_id).url()


def _group_page(
    request: HttpRequest, kept: SavedList, *, found: object = (), wrong: str = ""
) -> HttpResponse:
    person = person_in(request)
    facts = facts_for(person)
    context: dict[str, object] = {"rows": [], "count": "", "sizes": None}
    try:
        chosen = choose(person, group=kept)
        page = page_of(chosen, None, is_descending=False, rows=ROWS // 2)
        columns = Wanted(query=Query.from_data(kept.query)).columns(facts)
        context["rows"] = rows_of(customers_of(person, page.ids), columns, {})
        context["count"] = counted(chosen.count)
    except Refused as refusal:
        wrong = wrong or str(refusal)
    picks = HandPick.objects.filter(of_visible(person), group=kept).select_related("customer", "by")
    shown = list(picks.order_by("-picked_at")[:MOST_PICKS])
    numbers = numbers_of([one.customer_id for one in shown])
    context |= {
        "group": kept,
        "words": _words(kept, facts),
        "picks": [
            (one, face_of_customer(one.customer, numbers.get(one.customer_id, []))) for one in shown
        ],
        "found": found,
        "sent": request.POST,
        "wrong": wrong,
        "may_change": may_change(person, kept),
        "may_edit": may(person, Ability.EDIT_CUSTOMERS),
        "shares": _shares(),
        "members_url": Wanted(group=kept.public_id).url(),
        "filter_url": Wanted(query=Query.from_data(kept.query), kept=kept.public_id).url(
            "customers_filter"
        ),
    }
    sizes = sizes_of(kept) if sees_the_house(person) else {}
    if len(sizes) > 1:
        context["sizes"] = {
            "x": [day.isoformat() for day in sizes],
            "y": list(sizes.values()),
            "label": _("Members"),
        }
        context["size_rows"] = [[date(day), number(count)] for day, count in sizes.items()]
    return render(request, "customers/group.html", context, status=422 if wrong else 200)


def _shares() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in SharedWith.choices]


def _words(kept: SavedList, facts: Mapping[str, Fact]) -> str:
    try:
        return in_words(Query.from_data(kept.query).filter, facts)
    except Refused as refusal:
        return str(refusal)


def _removed(person: By, text: str) -> SavedList | None:
    key = _uuid(text)
    kept = (
        SavedList.objects.select_related("owner")
        .filter(public_id=key, removed_at__isnull=False)
        .first()
    )
    return kept if kept and may_change(person, kept) else None


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)
