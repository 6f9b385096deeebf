"""Who is here today; one's own hours and absences; everybody's for those who lead."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.core.refusing import is_done
from nahbar.team.hours_forms import AbsenceForm, HoursForm
from nahbar.team.models import Absence
from nahbar.team.operations.hours import (
    change_absence,
    demand_to_arrange,
    record_absence,
    set_hours,
    withdraw_absence,
)
from nahbar.team.telling import absence_line, day_lines


@require_safe
@door(Ability.SEE_AGENDA)
def team(request: HttpRequest) -> HttpResponse:
    """Who is here today, from when until when, and who stands in for the others."""
    person, today = person_in(request), clock.today()
    lines, holiday = day_lines(person, today)
    shows = {
        "lines": lines,
        "today": today,
        "holiday": holiday,
        "who": person,
        "may_keep": may(person, Ability.KEEP_AGENDA),
    }
    return render(request, "team/team.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def hours(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The hours of somebody's week, and when they will be away."""
    by, person = person_in(request), _person(request, public_id)
    known = list(person.working_hours.order_by("weekday", "from_time"))
    form = HoursForm(request.POST or None, known=known)
    if is_done(form, lambda _said: set_hours(person, form.shifts(), by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("person_hours", public_id)
    coming = person.absences.filter(last_day__gte=clock.today()).select_related("stand_in")
    absences = [(one, absence_line(one, by)) for one in coming.order_by("first_day")]
    shows = {"form": form, "absences": absences}
    return _page(request, "team/hours.html", person, shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def absences(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that somebody will be away."""
    by, person = person_in(request), _person(request, public_id)
    form = AbsenceForm(request.POST or None, person=person)
    if is_done(form, lambda said: record_absence(person, said, by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("person_hours", public_id)
    return _page(request, "team/absence.html", person, {"form": form, "absence": None})


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def absence(request: HttpRequest, public_id: uuid.UUID, absence: uuid.UUID) -> HttpResponse:
    """Other days, another reason, another stand-in."""
    by, person = person_in(request), _person(request, public_id)
    known = get_object_or_404(Absence, person=person, public_id=absence)
    form = AbsenceForm(request.POST or None, person=person, known=known)
    if is_done(form, lambda said: change_absence(known, said, by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("person_hours", public_id)
    return _page(request, "team/absence.html", person, {"form": form, "absence": known})


@require_POST
@door(Ability.KEEP_AGENDA)
def withdrawal(request: HttpRequest, public_id: uuid.UUID, absence: uuid.UUID) -> HttpResponse:
    """They will be there after all."""
    by, person = person_in(request), _person(request, public_id)
    known = get_object_or_404(Absence, person=person, public_id=absence)
    withdraw_absence(known, by=by, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("person_hours", public_id)


def _person(request: HttpRequest, public_id: uuid.UUID) -> User:
    """Whose hours these are, for themselves and for those who lead."""
    person = User.objects.filter(public_id=public_id, is_active=True).first()
    if person is None:
        raise Http404
    demand_to_arrange(person_in(request), person)
    return person


def _page(request: HttpRequest, template: str, person: User, shows: dict[str, Any]) -> HttpResponse:
    is_own = person.pk == person_in(request).pk
    about = {"who": person, "face": face_of_person(person), "is_own": is_own}
    status = 422 if request.method == "POST" else 200
    return render(request, template, {**shows, **about}, status=status)
