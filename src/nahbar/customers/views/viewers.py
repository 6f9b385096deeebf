"""Who else is before a customer's page: asked every few seconds by whoever has it open."""

import uuid
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.core.text_digest import digest_text
from nahbar.customers.changes import in_words
from nahbar.customers.editing import DOING
from nahbar.customers.field_history import LISTS, SPOTS, touches
from nahbar.customers.models import Customer, Viewing
from nahbar.customers.operations.viewing import look_at
from nahbar.customers.queries import access_customer, changes_of, entries_of

HERE = timedelta(seconds=25)  # who has not asked for so long has gone
# Whose history tells of what is edited in a spot that is no field.
LIST_OF = {
    "point": "points",
    "address": "addresses",
    "day": "days",
    "remark": "remarks",
    "tag": "tags",
    "relation": "relations",
    "picture": "picture",
}


@require_safe
@door(Ability.SEE_CUSTOMERS)
def viewers(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The others, what they are editing, and what they saved of what `doing` has open here.

    `since` is the ledger's last row when the form was opened. The same again is answered with 304.
    """
    person, now = person_in(request), clock.now()
    customer = access_customer(person, public_id)
    doing = _known(request.GET.get("doing", ""))
    there = list(Viewing.objects.filter(customer=customer).select_related("user"))
    last = next((one for one in there if one.user_id == person.pk), None)
    look_at(customer, doing, last=last, by=person, at=now)
    others = [one for one in there if one.user_id != person.pk and now - one.seen_at < HERE]
    newer = _newer(customer, doing, request.GET.get("since", ""), person) if doing else ""
    shows = {"viewers": [_told(one) for one in others], "newer": newer}
    answer = render(request, "customers/viewers.html", shows)
    mark = f'"{digest_text(answer.text):x}"'
    if request.headers.get("If-None-Match") == mark:
        answer = HttpResponse(status=304)
    answer["ETag"], answer["Cache-Control"] = mark, "private, no-cache"
    return answer


def _known(doing: str) -> str:
    """`piece:spot` without the number of a row; nothing where there is no such spot."""
    piece, _colon, spot = doing.partition(":")
    kind = spot.partition("-")[0]
    return f"{piece}:{kind}" if kind in DOING.get(piece, {}) else ""


def _told(viewing: Viewing) -> dict[str, Any]:
    piece, _colon, kind = viewing.doing.partition(":")
    told = {"name": str(viewing.user), "what": DOING.get(piece, {}).get(kind, "")}
    text = _("%(name)s is editing: %(what)s") if told["what"] else _("%(name)s is here as well")
    return {"face": face_of_person(viewing.user), "text": text % told}


def _newer(customer: Customer, doing: str, since: str, person: User) -> str:
    """What somebody else has saved there since."""
    if not (since.isascii() and since.isdecimal() and len(since) < 19):
        return ""
    kind = doing.partition(":")[2]
    names = SPOTS.get(kind, ())
    actions = ("customers.changed",) if names else LISTS[LIST_OF[kind]][1]
    later = entries_of(customer).filter(pk__gt=int(since)).exclude(actor=person)
    theirs = [entry for entry in later[:20] if touches(entry, actions, names)][:1]
    if not theirs:
        return ""
    told = in_words(changes_of(customer, among=theirs)[0], names)
    values = ", ".join(after or "–" for _label, _before, after in told.fields)
    words = {"name": told.by, "value": values or told.what}
    return _("%(name)s has just saved this: %(value)s") % words
