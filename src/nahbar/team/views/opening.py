"""When the house is open: read by everyone, said by those who lead."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusing import is_done
from nahbar.team.hours_forms import HoursForm, OpeningDayForm
from nahbar.team.models import Branch, OpeningDay, OpeningHours
from nahbar.team.opening_words import day_line, opening_line, place_name, week_lines
from nahbar.team.openings import Openings
from nahbar.team.operations.opening import (
    record_opening_day,
    set_opening_hours,
    withdraw_opening_day,
)

HOUSE = 0  # stands for the whole house in an address


@require_safe
@door(Ability.SEE_AGENDA)
def opening(request: HttpRequest) -> HttpResponse:
    """The whole house and each branch: a week, what is otherwise, and today. Four queries."""
    today = clock.today()
    openings = Openings(today, today)
    hours: dict[int | None, list[OpeningHours]] = {}
    for one in OpeningHours.objects.order_by("weekday", "from_time"):
        hours.setdefault(one.branch_id, []).append(one)
    days: dict[int | None, list[str]] = {}
    for day in OpeningDay.objects.filter(last_day__gte=today).order_by("first_day", "id"):
        days.setdefault(day.branch_id, []).append(day_line(day))
    places: list[Branch | None] = [None, *Branch.objects.order_by("name")]
    told = [
        {
            "key": place.pk if place else HOUSE,
            "name": place_name(place),
            "today": opening_line(openings.of(place.pk if place else None, today)),
            "week": week_lines(found) if (found := hours.get(place.pk if place else None)) else [],
            "days": days.get(place.pk if place else None, []),
        }
        for place in places
    ]
    shows = {"places": told, "may_lead": may(person_in(request), Ability.LEAD_TEAM)}
    return render(request, "team/opening.html", shows)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.LEAD_TEAM)
def hours(request: HttpRequest, branch: int) -> HttpResponse:
    """The hours of a week, of a branch or (0) of the house."""
    place = _place(branch)
    known = list(OpeningHours.objects.filter(branch=place).order_by("weekday", "from_time"))
    form = HoursForm(request.POST or None, known=known, where=False)
    by = person_in(request)
    if is_done(form, lambda _said: set_opening_hours(place, form.shifts(), by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("opening")
    return _page(request, place, form, OpeningDayForm(), is_wrong=form.is_bound)


@require_POST
@door(Ability.LEAD_TEAM)
def days(request: HttpRequest, branch: int) -> HttpResponse:
    """Days on which it is otherwise."""
    place = _place(branch)
    form = OpeningDayForm(request.POST)
    by = person_in(request)
    if is_done(form, lambda said: record_opening_day(place, said, by=by, at=clock.now())):
        messages.success(request, _("Saved."))
        return redirect("opening_hours", branch)
    known = list(OpeningHours.objects.filter(branch=place).order_by("weekday", "from_time"))
    return _page(request, place, HoursForm(known=known, where=False), form, is_wrong=True)


@require_POST
@door(Ability.LEAD_TEAM)
def withdrawal(request: HttpRequest, day: uuid.UUID) -> HttpResponse:
    """These days are as all others."""
    found = get_object_or_404(OpeningDay.objects.select_related("branch"), public_id=day)
    withdraw_opening_day(found, by=person_in(request), at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("opening_hours", found.branch_id or HOUSE)


def _place(key: int) -> Branch | None:
    return None if key == HOUSE else get_object_or_404(Branch, pk=key)


def _page(
    request: HttpRequest,
    place: Branch | None,
    form: HoursForm,
    day_form: OpeningDayForm,
    *,
    is_wrong: bool,
) -> HttpResponse:
    coming = OpeningDay.objects.filter(branch=place, last_day__gte=clock.today())
    shows = {
        "name": place_name(place),
        "key": place.pk if place else HOUSE,
        "form": form,
        "day_form": day_form,
        "days": [(one, day_line(one)) for one in coming.order_by("first_day", "id")],
    }
    return render(request, "team/opening_hours.html", shows, status=422 if is_wrong else 200)
