"""What moved within a month, and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.core.money import from_micros
from nahbar.value import moves
from nahbar.value.people import Person, people_of
from nahbar.value.queries import current_run
from nahbar.value.summary import RunSummary, summary_of
from nahbar.value.tabs import tabs_at

SHOWN = 10


@dataclass(frozen=True)
class Row:
    """One customer who moved far."""

    person: Person
    change: str
    line: str


@require_safe
@door(Ability.SEE_VALUE)
def moved(request: HttpRequest) -> HttpResponse:
    """The causes for all together, and who moved most each way."""
    run = current_run()
    summary = summary_of(run) if run else None
    shows: dict[str, Any] = {
        "summary": summary,
        "finding": moves.finding(summary),
        "tabs": tabs_at("value_moved"),
    }
    if summary and summary.moved:
        shows |= _told(summary)
    return render(request, "value/moved.html", shows)


def _told(summary: RunSummary) -> dict[str, Any]:
    moved = summary.moved
    up, down = moved["most_up"][:SHOWN], moved["most_down"][:SHOWN]
    people = people_of([row["customer"] for row in (*up, *down)])
    causes = moves.causes_of(moved["causes"])
    return {
        "since": date.fromisoformat(moved["since"]),
        "before": Decimal(moved["before"]),
        "now": Decimal(moved["now"]),
        "items": moves.waterfall(causes),
        "total": moves.total_of(causes),
        "most_up": _rows(up, people),
        "most_down": _rows(down, people),
    }


def _rows(moved: list[dict[str, Any]], people: dict[int, Person]) -> list[Row]:
    return [
        Row(
            people[row["customer"]],
            moves.signed(from_micros(row["change"])),
            moves.why(row["causes"]),
        )
        for row in moved
        if row["customer"] in people
    ]
