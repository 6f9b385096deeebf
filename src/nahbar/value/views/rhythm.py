"""Value beside rhythm: the portfolio picture, and who is slipping away."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.customers.models import Customer
from nahbar.value import silence
from nahbar.value.models import ValueRun
from nahbar.value.own_silence import silence_of
from nahbar.value.people import Person, people_of
from nahbar.value.queries import CustomerFigure, current_run, key_of, page_by_value, values_of
from nahbar.value.summary import summary_of
from nahbar.value.tabs import tabs_at

ROWS = 20


@dataclass(frozen=True)
class Row:
    """Somebody who has been silent for too long."""

    person: Person
    figure: CustomerFigure
    line: str


@require_safe
@door(Ability.SEE_VALUE)
def rhythm(request: HttpRequest) -> HttpResponse:
    """Classes by silence, and a page of the drifting, the most valuable first."""
    run = current_run()
    summary = summary_of(run) if run else None
    rows, older = _page(run, _key(request.GET.get("after", ""))) if run else ([], None)
    shows = {
        "summary": summary,
        "finding": silence.finding(summary),
        "grid": silence.silence_grid(summary) if summary and summary.rhythm else None,
        "rows": rows,
        "first_url": reverse("value_rhythm") if request.GET.get("after") else "",
        "after_url": f"{reverse('value_rhythm')}?after={older}" if older else "",
        "tabs": tabs_at("value_rhythm"),
    }
    return render(request, "value/rhythm.html", shows)


def _page(run: ValueRun, after: int | None) -> tuple[list[Row], uuid.UUID | None]:
    last = values_of([after], run).get(after) if after else None
    ids = page_by_value(key_of(last) if last else None, ROWS + 1, drifting=True, run=run)
    shown = ids[:ROWS]
    figures, people = values_of(shown, run), people_of(shown)
    rows = [
        Row(person, figures[pk], silence_of(figures[pk]))
        for pk, person in people.items()
        if pk in figures
    ]
    return rows, rows[-1].person.customer.public_id if len(ids) > ROWS and rows else None


def _key(text: str) -> int | None:
    """The customer after whom the page begins; what makes no sense begins at the beginning."""
    try:
        public_id = uuid.UUID(text)
    except ValueError:
        return None
    return Customer.objects.filter(public_id=public_id).values_list("pk", flat=True).first()
