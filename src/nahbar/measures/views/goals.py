"""Setting a goal on a finding, changing it, withdrawing it."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.measures.figures import visible_kinds
from nahbar.measures.forms import EndForm, GoalChangeForm, GoalForm
from nahbar.measures.operations.goals import change_goal, set_goal, withdraw_goal
from nahbar.measures.queries import access_finding, access_goal
from nahbar.measures.views.answering import answers_in, form_page, is_done, led_on
from nahbar.measures.views.new import kinds_for


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def new(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """One more goal for a finding."""
    person = person_in(request)
    finding = access_finding(person, public_id)
    kinds = kinds_for(person, visible_kinds(person)[finding.figure], finding.subject)
    form = GoalForm(answers_in(request), kinds=kinds)

    def act() -> None:
        if wish := form.wish:
            set_goal(finding, wish, by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "finding", finding.public_id)
    back = reverse("finding", args=[finding.public_id])
    return form_page(
        request, form, title=_("Set a goal"), back=back, submit=_("Set goal"), quote=finding.said
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def change(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Another value, another day; where somebody else was quicker, both are shown."""
    person = person_in(request)
    goal = access_goal(person, public_id)
    form = GoalChangeForm(answers_in(request), goal=goal)

    def act() -> None:
        until, seen = form.cleaned_data["until"], form.cleaned_data["seen"]
        change_goal(goal, target=form.aim, until=until, seen=seen, by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "finding", goal.finding.public_id)
    back = reverse("finding", args=[goal.finding.public_id])
    return form_page(request, form, title=_("Change the goal"), back=back, submit=_("Save"))


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.WRITE_FINDINGS)
def withdraw(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """No longer aimed at, and why."""
    person = person_in(request)
    goal = access_goal(person, public_id)
    form = EndForm(answers_in(request), label=_("Why is it no longer aimed at?"))

    def act() -> None:
        withdraw_goal(goal, form.cleaned_data["words"], by=person, at=clock.now())

    if request.method == "POST" and is_done(form, act):
        return led_on(request, _("Saved."), "finding", goal.finding.public_id)
    back = reverse("finding", args=[goal.finding.public_id])
    return form_page(request, form, title=_("Withdraw the goal"), back=back, submit=_("Withdraw"))
