"""The week of the team: looked at, and moved about in, by hand, by keyboard, or by form."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.agenda.appointment_words import headline, names_of, when_line
from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.forms.appointments import MoveForm, day_or_none, key_or_none
from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import TAKEN_BACK, change_appointment, take_back
from nahbar.agenda.week import week_of
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.team.models import Branch

KIND = Appointment._meta.label_lower
DONE = {
    "agenda.appointment_moved": "changed",
    "agenda.appointment_cancelled": "cancelled",
    "agenda.appointment_settled": "settled",
}


@dataclass(frozen=True)
class Wanted:
    """Which week, and whose: `people` are primary keys; `branch` narrows what is shown."""

    day: date
    people: tuple[int, ...]
    branch: Branch | None
    everyone: bool


@require_safe
@door(Ability.SEE_AGENDA)
def calendar(request: HttpRequest) -> HttpResponse:
    """A week, of oneself, of chosen people, of everybody, of a branch."""
    return _page(request, _changed(request))


@require_POST
@door(Ability.KEEP_AGENDA)
def move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Another beginning, saved at once. Dragged or by key the week comes back alone."""
    person = person_in(request)
    appointment = get_object_or_404(Appointment, public_id=public_id)
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise Refused("no_such_time", _("The clock does not show this time on this day."))
    said = form.cleaned_data
    entry = change_appointment(
        appointment,
        {"starts_at": said["starts_at"]},
        version=said["version"],
        by=person,
        at=clock.now(),
    )
    if _is_partial(request):
        return _page(request, entry)
    return redirect(_week_after(request, said["starts_at"], entry))


@require_POST
@door(Ability.KEEP_AGENDA)
def back(request: HttpRequest, entry: int) -> HttpResponse:
    """Take a change back."""
    told = get_object_or_404(LedgerEntry, pk=entry, subject_kind=KIND, action__in=TAKEN_BACK)
    restored = take_back(told, by=person_in(request), at=clock.now())
    return redirect(_week_after(request, restored.starts_at, None))


def week_url(appointment: Appointment, entry: LedgerEntry | None) -> str:
    """The week of the appointment, telling of what was just changed."""
    day = appointment.starts_at.astimezone(clock.house_zone()).date()
    query = {"day": day.isoformat(), "person": str(appointment.person.public_id)}
    if entry is not None:
        query["changed"] = str(entry.pk)
    return f"{reverse('calendar')}?{urlencode(query)}"


def _page(request: HttpRequest, changed: LedgerEntry | None) -> HttpResponse:
    person = person_in(request)
    wanted = _wanted(request, person)
    week = week_of(wanted.day, wanted.people, branch=wanted.branch.pk if wanted.branch else None)
    monday = week.days[0].day
    shows = {
        "week": week,
        "wanted": wanted,
        "before": _link(request, monday - timedelta(days=7)),
        "after": _link(request, monday + timedelta(days=7)),
        "now": _link(request, None),
        "may_keep": may(person, Ability.KEEP_AGENDA),
        "query": request.GET.urlencode(),
        **_told(changed, person),
    }
    if _is_partial(request):
        return render(request, "agenda/week.html", shows)
    shows |= _choices(request, wanted)
    return render(request, "agenda/calendar.html", shows)


def _wanted(request: HttpRequest, person: User) -> Wanted:
    """What the address asks for; what it asks for and is not there is left out."""
    active = User.objects.filter(is_active=True)
    keys = {key for text in request.GET.getlist("person")[:200] if (key := key_or_none(text))}
    everyone = request.GET.get("who") == "all"
    text = request.GET.get("branch", "")
    branch = (
        Branch.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 10 else None
    )
    if everyone or (branch and not keys):
        people = tuple(active.values_list("pk", flat=True))
    else:
        people = tuple(active.filter(public_id__in=keys).values_list("pk", flat=True)) or (
            person.pk,
        )
    day = day_or_none(request.GET.get("day", "")) or clock.today()
    return Wanted(day, people, branch, everyone or bool(branch and not keys))


def _choices(request: HttpRequest, wanted: Wanted) -> dict[str, Any]:
    people = User.objects.filter(is_active=True).order_by("name", "email")
    return {
        "team": [(one, one.pk in wanted.people and not wanted.everyone) for one in people],
        "branches": [(str(one.pk), one.name) for one in Branch.objects.order_by("name")],
        "all_url": _query(request, who="all", person=None, branch=None),
        "own_url": _query(request, who=None, person=None, branch=None),
        "is_own": wanted.people == (person_in(request).pk,),
    }


def _query(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    query.pop("changed", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"{reverse('calendar')}?{query.urlencode()}"


def _link(request: HttpRequest, day: date | None) -> str:
    return _query(request, day=day.isoformat() if day else None)


def _week_after(request: HttpRequest, at: Any, entry: LedgerEntry | None) -> str:
    day = at.astimezone(clock.house_zone()).date()
    return _query(request, day=day.isoformat(), changed=str(entry.pk) if entry else None)


def _changed(request: HttpRequest) -> LedgerEntry | None:
    """What was just changed and can be taken back, as the address names it."""
    text = request.GET.get("changed", "")
    if not (text.isascii() and text.isdecimal() and len(text) < 19):
        return None
    found = LedgerEntry.objects.filter(pk=int(text), subject_kind=KIND, action__in=TAKEN_BACK)
    return found.filter(actor=person_in(request)).first()


def _told(entry: LedgerEntry | None, person: User) -> dict[str, Any]:
    """The appointment that was changed, how it stands now, what clashes, and the way back."""
    nothing: dict[str, Any] = {"changed": None, "told": "", "clashes": []}
    if entry is None:
        return nothing
    related = Appointment.objects.select_related("person", "customer", "branch")
    appointment = related.filter(pk=entry.subject_id).first()
    if appointment is None or appointment.version != entry.details.get("version"):
        return nothing
    what = {
        "what": headline(appointment, names_of([appointment])[appointment.pk]),
        "when": when_line(appointment),
    }
    told = {
        "changed": _("%(what)s is now on %(when)s.") % what,
        "cancelled": _("%(what)s on %(when)s is cancelled.") % what,
        "settled": _("Saved: %(what)s, %(when)s.") % what,
    }[DONE[entry.action]]
    return {"changed": entry, "told": told, "clashes": clashes_of(appointment)}


def _is_partial(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
