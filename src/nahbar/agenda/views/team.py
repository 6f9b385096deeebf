"""The team's day: what is due at whom. By name, never by count: nobody is ranked."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nahbar.agenda.listing import task_lines
from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import local_day
from nahbar.agenda.queries import people_who_may_own, tasks_overdue
from nahbar.agenda.undoing import undo_in
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.faces import face_of_person
from nahbar.core.models import User
from nahbar.team.attendance import Attendance

MOST = 500


@require_safe
@door(Ability.LEAD_TEAM)
def team_day(request: HttpRequest) -> HttpResponse:
    """Everybody by name: what is due or overdue at them, who is away and who stands in."""
    person, now = person_in(request), clock.now()
    today = local_day(now)
    people = list(people_who_may_own())
    tasks = tasks_overdue([one.pk for one in people], today, MOST)
    lines = task_lines(tasks, person, now)
    attendance = Attendance(None, today, today)
    shows = {
        "team": [
            {
                "face": face_of_person(one),
                "away": _away(one, attendance, today),
                "lines": [line for line in lines if line.task.owner_id == one.pk],
            }
            for one in people
        ],
        "overdue": sum(_is_overdue(task, today) for task in tasks),
        "due": sum(not _is_overdue(task, today) for task in tasks),
        "undo": undo_in(request),
        "back": request.path,
    }
    return render(request, "agenda/team_day.html", shows)


def _away(person: User, attendance: Attendance, today: date) -> dict[str, str] | None:
    """Who stands in where the person is away; "" where nobody does."""
    if attendance.absence(person.pk, today) is None:
        return None
    other = attendance.stand_in(person.pk, today)
    return {"stand_in": str(other) if other else ""}


def _is_overdue(task: Task, today: date) -> bool:
    return task.due_on < today
