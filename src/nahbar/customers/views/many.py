"""Work on all who stand on a list: what is to be done, whom it meets, and the yes to it."""

import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.bulk import Ids
from nahbar.core.bulk_changes import BulkChange, Said, changes_for
from nahbar.core.door import door
from nahbar.core.facts import all_facts, facts_for
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.finders import find_customers
from nahbar.customers.lists.choosing import Chosen, choose
from nahbar.customers.lists.listing import SEARCHED, counted, customers_of
from nahbar.customers.lists.pages import page_of
from nahbar.customers.lists.saved import list_or_404
from nahbar.customers.lists.wanted import Wanted
from nahbar.customers.models import Customer
from nahbar.customers.operations.runs import ask_for_change, ask_for_file
from nahbar.customers.queries import visible_customers

EXAMPLES = 5
MOST_TICKED = 500


@dataclass(frozen=True)
class Meant:
    """Whom the work meets, and where they were chosen."""

    wanted: Wanted
    chosen: Chosen
    ticked: list[str]


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.CHANGE_MANY)
def many(request: HttpRequest) -> HttpResponse:
    """Pick a change, say to what, see whom it meets; a POST lets it begin."""
    person = person_in(request)
    given = request.POST if request.method == "POST" else request.GET
    offered = changes_for(person)
    change, wrong, said = offered.get(given.get("change", "")), "", None
    try:
        meant = _meant(person, request.GET, given)
    except Refused as refusal:
        return _refused(request, refusal)
    if change and "go" in given:
        try:
            sent = {question.name: given.get(question.name, "") for question in change.ask(person)}
            said = change.check(sent, person)
            if request.method == "POST":
                if given.get("count") == str(meant.chosen.count):
                    run = ask_for_change(change, said, meant.chosen.ids, by=person, at=clock.now())
                    return redirect("list_run", run.public_id)
                wrong = _("In the meantime others stand on this list. Please look once more.")
        except NotAllowed:
            raise
        except Refused as refusal:
            wrong = str(refusal)
    context = _page(person, meant, change, said) | {
        "changes": [(key, str(one.label)) for key, one in offered.items()],
        "sent": given,
        "wrong": wrong,
    }
    return render(request, "customers/many.html", context, status=422 if wrong else 200)


@require_POST
@door(Ability.EXPORT_CUSTOMERS)
def list_file(request: HttpRequest) -> HttpResponse:
    """Have the list written into a file."""
    person = person_in(request)
    try:
        meant = _meant(person, request.GET, request.POST)
        columns = [fact.key for fact in meant.wanted.columns(facts_for(person))]
        kind = request.POST.get("kind", "csv")
        run = ask_for_file(
            {"columns": columns}, meant.chosen.ids, kind=kind, by=person, at=clock.now()
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return _refused(request, refusal)
    return redirect("list_run", run.public_id)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    context: dict[str, Any] = {
        "wrong": str(refusal),
        "changes": [],
        "change": None,
        "told": "",
        "count": "",
        "ticked": [],
    }
    return render(request, "customers/many.html", context, status=422)


def _meant(person: User, address: QueryDict, given: QueryDict) -> Meant:
    """Those of the list in the address; where some were ticked, those of them."""
    facts = facts_for(person)
    wanted = Wanted.read(address, facts)
    group = list_or_404(person, wanted.group) if wanted.group else None
    chosen = choose(person, wanted.query.filter, group=group, facts=facts)
    if wanted.text:
        found = find_customers(visible_customers(person), wanted.text, limit=SEARCHED)
        chosen = _only(chosen, np.array([one.customer.pk for one in found], dtype=np.int64))
    ticked = [text for text in given.getlist("pick")[:MOST_TICKED] if _is_key(text)]
    if given.get("all") != "yes" and ticked:
        rows = Customer.objects.filter(public_id__in=ticked).values_list("pk", flat=True)
        return Meant(wanted, _only(chosen, np.array(sorted(rows), dtype=np.int64)), ticked)
    return Meant(wanted, chosen, [])


def _only(chosen: Chosen, ids: Ids) -> Chosen:
    return Chosen(chosen.house, chosen.mask & chosen.house.of(ids))


def _page(
    person: User, meant: Meant, change: BulkChange | None, said: dict[str, Any] | None
) -> dict[str, Any]:
    context: dict[str, Any] = {
        "wanted": meant.wanted,
        "hidden": meant.wanted.parameters(),
        "query": meant.wanted.url("customers_many"),
        "ticked": meant.ticked,
        "count": counted(meant.chosen.count),
        "number": meant.chosen.count,
        "list_url": meant.wanted.url(),
        "change": change,
        "questions": change.ask(person) if change else [],
        "told": "",
        "examples": [],
        "already": "",
        "more": 0,
    }
    if change is None or said is None:
        return context
    page = page_of(meant.chosen, None, is_descending=False, rows=EXAMPLES)
    already = _already(meant.chosen, change, said)
    told = change.tell(said)
    return context | {
        "told": told,
        "said": said,
        "examples": [one.name for one in customers_of(person, page.ids)],
        "more": max(meant.chosen.count - EXAMPLES, 0),
        "already": counted(already) if already else "",
    }


def _already(chosen: Chosen, change: BulkChange, said: Said) -> int:
    """How many have it as it would become."""
    found = change.already(said)
    fact = all_facts().get(found[0]) if found else None
    if found is None or fact is None:
        return 0
    has = chosen.house.where(fact, lambda part: part.values == found[1])
    return int(np.count_nonzero(chosen.mask & has))


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
