"""This room's pieces of pages that several rooms share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.access import Ability, Actor, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Job, Panel
from nahbar.steering.progress import progress
from nahbar.steering.queries import latest_report, what_was_said
from nahbar.steering.telling import tell, three_sentences


def overview_panel(request: HttpRequest) -> Panel | None:
    """The most important sentences of the latest report."""
    if not may(person_in(request), Ability.SEE_REPORT):
        return None
    run = latest_report()
    if run is None or not run.customers:
        return None
    shortly = three_sentences(tell(run, what_was_said()), run.content)
    return Panel(
        "steering/overview_panel.html", {"start": {"run": run, "shortly": shortly}}, rank=10
    )


def reports_under_way(actor: Actor) -> list[Job]:
    """The report at work, for who may see it."""
    now = progress() if may(actor, Ability.SEE_REPORT) else None
    return [Job(_("Making the report"), reverse("report"), now.percent)] if now else []
