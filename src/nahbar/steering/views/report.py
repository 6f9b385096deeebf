"""The report as a page: the latest one, earlier ones, and having it made anew."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.steering import jobs
from nahbar.steering.models import ReportRun
from nahbar.steering.progress import has_failed
from nahbar.steering.progress import progress as find_progress
from nahbar.steering.queries import earlier_reports, latest_report, report_of, what_was_said
from nahbar.steering.stages import STEPS
from nahbar.steering.telling import tell, three_sentences
from nahbar.steering.views.cards import Card, cards_for
from nahbar.value.progress import progress as value_progress

PAST = 12


@require_safe
@door(Ability.SEE_REPORT)
def report(request: HttpRequest) -> HttpResponse:
    """The latest report."""
    run = latest_report()
    return page(request, run, cards_for(person_in(request), run) if run else [])


@require_safe
@door(Ability.SEE_REPORT)
def earlier(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """A report as it stood then; goals are chosen in the latest one alone."""
    run = report_of(public_id)
    if run is None:
        raise Http404
    return page(request, run, [])


@require_POST
@door(Ability.MAKE_REPORT)
def reports(request: HttpRequest) -> HttpResponse:
    """One more report, by the worker."""
    jobs.ask_for_report(by=person_in(request))
    return redirect("report")


@require_safe
@door(Ability.SEE_REPORT)
def progress(request: HttpRequest) -> HttpResponse:
    """How far it is; when it is done, the page comes anew."""
    now = find_progress()
    answer = render(request, "steering/progress.html", {"progress": now, "steps": STEPS})
    if now is None:
        answer["HX-Refresh"] = "true"
    return answer


def page(
    request: HttpRequest, run: ReportRun | None, cards: list[Card], status: int = 200
) -> HttpResponse:
    """The report laid out; `cards` are the goals that can be chosen."""
    person = person_in(request)
    past = earlier_reports(PAST)
    shows: dict[str, Any] = {
        "run": run,
        "cards": cards,
        "past": past,
        "is_latest": bool(run and past and past[0].pk == run.pk),
        "progress": find_progress(),
        "is_reckoning": value_progress() is not None,
        "failed": has_failed(),
        "steps": STEPS,
        "may_make": may(person, Ability.MAKE_REPORT),
    }
    if run:
        sections = tell(run, what_was_said())
        shows |= {"sections": sections, "shortly": three_sentences(sections, run.content)}
    return render(request, "steering/report.html", shows, status=status)
