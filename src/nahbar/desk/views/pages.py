"""The four pages that the desk composes of what the rooms lay on them."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nahbar.agenda.day import day_of
from nahbar.agenda.forms.tasks import IdeaForm
from nahbar.agenda.undoing import undo_in
from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import User
from nahbar.customers.queries import visible_customers
from nahbar.desk.composition import Page, page_panels
from nahbar.desk.language import speech_in
from nahbar.desk.shell import Shell

STOP_ASKING = 286  # what htmx takes for the end of polling


@require_safe
@door(Ability.SEE_HOUSE)
def today(request: HttpRequest) -> HttpResponse:
    """What waits for this person today."""
    now = clock.now()
    person = person_in(request)
    greeting = _greeting(_called(person, is_informal=speech_in(request).is_informal), now)
    shows = {
        "heading": greeting,
        "today": clock.today(),
        "day": day_of(person, now),
        "undo": undo_in(request),
        "idea": IdeaForm() if may(person, Ability.KEEP_AGENDA) else None,
        "leads": may(person, Ability.LEAD_TEAM),
    }
    return _composed(request, "today", shows)


@require_safe
@door(Ability.SEE_HOUSE)
def experience(request: HttpRequest) -> HttpResponse:
    """What it is like to be a customer of this house."""
    return _composed(request, "experience", {})


@require_safe
@door(Ability.SEE_HOUSE)
def actions(request: HttpRequest) -> HttpResponse:
    """What the house does for its customers."""
    return _composed(request, "actions", {})


@require_safe
@door(Ability.SEE_HOUSE)
def overview(request: HttpRequest) -> HttpResponse:
    """Whether the house is getting better."""
    sees_value = may(person_in(request), Ability.SEE_VALUE)
    return _composed(request, "overview", {"sees_value": sees_value})


@require_safe
@door(Ability.SEE_HOUSE)
def jobs(request: HttpRequest) -> HttpResponse:
    """What is under way, for the rail, which asks again and again."""
    shell = Shell(request)
    status = 200 if shell.jobs else STOP_ASKING
    return render(request, "shell/jobs.html", {"shell": shell}, status=status)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The server answers."""
    return HttpResponse(status=204)


def _composed(request: HttpRequest, page: Page, shows: dict[str, object]) -> HttpResponse:
    person = person_in(request)
    shows["panels"] = page_panels(request, page)
    shows["has_customers"] = visible_customers(person).exists()
    shows["imports_url"] = reverse("imports") if may(person, Ability.RUN_IMPORTS) else ""
    return render(request, f"desk/{page}.html", shows)


def _called(person: User, *, is_informal: bool) -> str:
    return str(person).split()[0] if is_informal and person.name else str(person)


def _greeting(name: str, now: datetime) -> str:
    hour = now.astimezone(clock.house_zone()).hour
    if 4 <= hour < 11:
        return _("Good morning, %(name)s.") % {"name": name}
    if 11 <= hour < 18:
        return _("Good day, %(name)s.") % {"name": name}
    return _("Good evening, %(name)s.") % {"name": name}
