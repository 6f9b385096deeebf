"""This room's pieces of pages that several rooms share."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.access import Ability, Actor, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Job, Panel
from nahbar.customers.models import Customer
from nahbar.value import words
from nahbar.value.drawings import concentration_curve
from nahbar.value.explanation import explain_customer
from nahbar.value.progress import progress
from nahbar.value.queries import current_run, figure_for
from nahbar.value.summary import RunSummary, summary_of
from nahbar.value.tabs import tabs_at


def value_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """What one customer means to us, for their page; for those who may see value."""
    if not may(person_in(request), Ability.SEE_VALUE):
        return None
    found = figure_for(customer, person_in(request))
    if found is None:
        return None
    figure, run, shown = found
    more_url = reverse("value_of_customer", args=[customer.public_id])
    may_reckon = may(person_in(request), Ability.RECKON_VALUE)
    explained = explain_customer(figure, run, may_reckon=may_reckon, shows_classes=shown)
    context = {**explained, "more_url": more_url, "shows_classes": shown}
    context["customer_id"] = customer.public_id
    return Panel("value/panel.html", {"value": context}, place="aside", rank=20)


def overview_panel(request: HttpRequest) -> Panel | None:
    """How value is spread, for the overview."""
    summary = _summary_for(request)
    if summary is None:
        return None
    context = {
        "summary": summary,
        "finding": words.finding(summary),
        "horizon": words.horizon(summary.rules["horizon_months"]),
        "curve": concentration_curve(summary),
        "tabs": tabs_at(""),
    }
    return Panel("value/overview_panel.html", {"value_spread": context}, rank=20)


def actions_panel(request: HttpRequest) -> Panel | None:
    """The classes, each a way to its customers, for the actions."""
    summary = _summary_for(request)
    if summary is None:
        return None
    return Panel("value/actions_panel.html", {"value_spread": {"summary": summary}}, rank=20)


def reckonings_under_way(actor: Actor) -> list[Job]:
    """The reckoning at work, for who may see value."""
    now = progress() if may(actor, Ability.SEE_VALUE) else None
    return [Job(_("Reckoning value"), reverse("value"), now.percent)] if now else []


def _summary_for(request: HttpRequest) -> RunSummary | None:
    if not may(person_in(request), Ability.SEE_VALUE):
        return None
    run = current_run()
    summary = summary_of(run) if run else None
    return summary if summary and summary.ranked else None
