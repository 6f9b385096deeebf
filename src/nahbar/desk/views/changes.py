"""Who changed what, newest first, and the way back from each change."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.change_log import page_of_changes
from nahbar.core.change_words import clashes_in_words, tell
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.reversals import ChangedSince
from nahbar.core.taking_back import take_back
from nahbar.customers.queries import face_of_one
from nahbar.desk.change_list import Asked, people_for, rooms_for, wanted_of


@require_safe
@door(Ability.SEE_HOUSE)
def changes(request: HttpRequest) -> HttpResponse:
    """Fifty changes, found by key; one's own, and those of what one may see."""
    person, asked = person_in(request), Asked.read(request.GET)
    wanted, customer = wanted_of(asked, person)
    page = page_of_changes(person, wanted)
    shows = {
        "changes": tell(person, page.entries, clock.now()),
        "asked": asked,
        "customer": customer,
        "face": face_of_one(customer) if customer else None,
        "people": people_for(person),
        "rooms": rooms_for(person),
        "older": asked.url(before=str(page.before)) if page.before else "",
        "newest": asked.url(before="") if asked.before else "",
        "here": asked.url(),
        "everything": Asked(customer=asked.customer).url(),
    }
    return render(request, "desk/changes.html", shows)


@require_POST
@door(Ability.SEE_HOUSE)
def change_take_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take one change back; where something newer stands, show both and change nothing."""
    person, now = person_in(request), clock.now()
    try:
        taken = take_back(key, by=person, at=now)
    except NotAllowed:
        raise
    except Refused as refusal:
        if refusal.code == "not_found":
            raise Http404 from refusal
        return _refused(request, key, refusal)
    [told] = tell(person, [taken], now)
    messages.success(request, _("Taken back."))
    return redirect(_back(request) or f"{Asked().url()}#change-{told.key}")


def _refused(request: HttpRequest, key: int, refusal: Refused) -> HttpResponse:
    entry = LedgerEntry.objects.select_related("actor").get(pk=key)
    [told] = tell(person_in(request), [entry], clock.now())
    clashes = refusal.clashes if isinstance(refusal, ChangedSince) else ()
    shows = {
        "change": told,
        "refusal": str(refusal),
        "clashes": clashes_in_words(entry, clashes),
        "back": _back(request) or Asked().url(),
    }
    return render(request, "desk/change_refused.html", shows, status=422)


def _back(request: HttpRequest) -> str:
    """The page of ours from which it was asked."""
    back = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, None) and back.startswith("/")
    return back if is_ours else ""
