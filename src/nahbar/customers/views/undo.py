"""Taking one change of a customer back."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import Markup

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.changes import shown
from nahbar.customers.field_history import SPOTS
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.operations.undo_change import undo_change
from nahbar.customers.queries import access_customer
from nahbar.customers.views.answering import about, beside, is_htmx

# Which piece of the page tells of an action, by how it begins.
TOLD_IN = {
    "customers.contact_point_": "reach",
    "customers.address_": "reach",
    "customers.day_": "days",
    "customers.remark_": "remarks",
    "customers.tagged": "head",
    "customers.untagged": "head",
    "customers.picture_": "head",
    "customers.related": "relations",
    "customers.unrelated": "relations",
}


@require_POST
@door(Ability.EDIT_CUSTOMERS)
def undo(request: HttpRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Take it back; where something newer stands, say what that is."""
    person = person_in(request)
    customer = access_customer(person, public_id)
    entry = about(customer, LedgerEntry.objects.filter(pk=pk)).first()
    if entry is None:
        raise Http404
    refusal = ""
    try:
        undo_change(entry, by=person, at=clock.now())
    except NotAllowed:
        raise
    except Refused as error:
        refusal = _in_words(error)
    told = refusal or _("Taken back.")
    if not is_htmx(request):
        tell = messages.warning if refusal else messages.success
        tell(request, told)
        return redirect("customer", customer.public_id)
    names = () if refusal else _pieces(entry)
    # Escaped by the templates that made them.
    parts = [Markup(beside(request, public_id, name)) for name in names]  # noqa: S704
    shows = {"told": told, "undo_url": "", "is_refused": bool(refusal), "parts": parts}
    return render(request, "customers/pieces/undone.html", shows)


def _pieces(entry: LedgerEntry) -> Sequence[str]:
    if entry.action == "customers.changed":
        changed, care = {*entry.fields}, {*SPOTS["carer"]}
        return [*(["carer"] if changed & care else []), *(["head"] if changed - care else [])]
    return [name for begin, name in TOLD_IN.items() if entry.action.startswith(begin)][:1]


def _in_words(error: Refused) -> str:
    if not isinstance(error, ChangedMeanwhile):
        return str(error)
    there = ", ".join(shown(name, value) or "–" for name, value in error.theirs.items())
    return _("Somebody has changed this since. Now it says: %(value)s") % {"value": there}
