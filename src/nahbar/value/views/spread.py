"""How value is spread over customers: of the current run, or of an earlier one."""

import uuid
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.money import from_micros
from nahbar.value import words
from nahbar.value.drawings import concentration_curve, value_histogram
from nahbar.value.explanation import is_old
from nahbar.value.frames import read_kept
from nahbar.value.models import ValueRun
from nahbar.value.people import Person, people_of
from nahbar.value.progress import has_failed
from nahbar.value.progress import progress as find_progress
from nahbar.value.queries import current_run, finished_runs, page_by_value, run_of, values_of
from nahbar.value.summary import summary_of
from nahbar.value.tabs import tabs_at

TOP = 20
PAST = 12


@dataclass(frozen=True)
class Row:
    """One customer in the list of the most valuable."""

    person: Person
    value: Decimal
    low: Decimal
    high: Decimal
    value_class: str
    factor: int | None


@require_safe
@door(Ability.SEE_VALUE)
def value(request: HttpRequest) -> HttpResponse:
    """What customers are worth, by the current run."""
    return _page(request, current_run())


@require_safe
@door(Ability.SEE_VALUE)
def run(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The same of any run that was finished: the figures as they stood then."""
    found = run_of(public_id)
    if found is None:
        raise Http404
    return _page(request, found)


def _page(request: HttpRequest, shown: ValueRun | None) -> HttpResponse:
    summary = summary_of(shown) if shown else None
    context: dict[str, Any] = {
        "summary": summary,
        "finding": words.finding(summary),
        "progress": find_progress(),
        "words": words,
        "failed": has_failed(),
        "may_reckon": may(person_in(request), Ability.RECKON_VALUE),
    }
    if shown and summary:
        context |= {
            "horizon": words.horizon(summary.rules["horizon_months"]),
            "is_old": is_old(shown),
            "rows": _current_top(shown) if summary.is_current else _kept_top(shown, summary.top),
            "tabs": tabs_at("value") if summary.is_current else [],
            "curve": concentration_curve(summary),
            "histogram": value_histogram(summary),
            "runs": [found for found in map(summary_of, finished_runs(PAST)) if found],
        }
    return render(request, "value/value.html", context)


def _current_top(run: ValueRun) -> list[Row]:
    ids = page_by_value(None, TOP, run=run)
    figures = values_of(ids, run)
    found = {
        customer: (figure.value, figure.low, figure.high, figure.value_class, figure.factor)
        for customer, figure in figures.items()
    }
    return _rows({customer: found[customer] for customer in ids})


def _kept_top(run: ValueRun, top: list[dict[str, Any]]) -> list[Row]:
    """As they stood then, without those who were removed since."""
    if not top:  # a run of before these were kept beside
        kept = read_kept(run)
        top = kept.sort("value", "customer", descending=True).head(TOP).to_dicts() if kept.height else []  # fmt: skip
    found = {
        row["customer"]: (
            *(from_micros(row[name]) for name in ("value", "low", "high")),
            row["value_class"],
            row["factor"],
        )
        for row in top
    }
    return _rows(found)


def _rows(figures: dict[int, Any]) -> list[Row]:
    return [Row(person, *figures[pk]) for pk, person in people_of(figures).items()]
