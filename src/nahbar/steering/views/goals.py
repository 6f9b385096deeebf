"""Choosing one of the proposed goals."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.steering.forms import GoalChoice
from nahbar.steering.operations.choose_goal import choose_goal
from nahbar.steering.queries import latest_report
from nahbar.steering.telling.goals import proposals
from nahbar.steering.views.cards import cards_for
from nahbar.steering.views.report import page

FIELDS = {"goal_needs_day": "until", "day_is_past": "until"}


@require_POST
@door(Ability.MAKE_REPORT)
def goals(request: HttpRequest) -> HttpResponse:
    """One more goal; whoever chooses it holds it."""
    person, run = person_in(request), latest_report()
    if run is None:
        raise Http404
    figure = request.POST.get("figure", "")
    form = GoalChoice(request.POST, auto_id=f"id_{figure}_%s")
    found = {one.figure: one for one in proposals(run.content, run.currency)}
    if figure not in found:
        raise Http404
    if form.is_valid():
        proposal, amount = found[figure], form.cleaned_data["amount"]
        try:
            choose_goal(
                run,
                figure,
                said=proposal.why,
                target=amount / 100 if proposal.is_share else amount,
                until=form.cleaned_data["until"],
                by=person,
                at=clock.now(),
            )
        except Refused as refusal:
            if refusal.code == "not_allowed":
                raise
            form.add_error(FIELDS.get(refusal.code, "amount"), str(refusal))
        else:
            messages.success(request, _("The goal is set. You find it under your findings."))
            return redirect("report")
    return page(request, run, cards_for(person, run, form), status=422)
