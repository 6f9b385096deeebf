"""How words would be read, while they are being typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nahbar.agenda.models import Task
from nahbar.agenda.operations.agree import as_wish, read_words
from nahbar.agenda.operations.checks import TITLE, local_day
from nahbar.agenda.queries import people_who_may_own
from nahbar.agenda.telling import day_in_words
from nahbar.core import clock, formats
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door

MOST_LINES = 20


@require_safe
@door(Ability.KEEP_AGENDA)
def read(request: HttpRequest) -> HttpResponse:
    """A small fragment: each line of `?words=` as it would be kept; `?usually=task` or a promise."""
    person, now = person_in(request), clock.now()
    people = list(people_who_may_own())
    usually = request.GET.get("usually", "promise")
    lines = [line.strip()[:TITLE] for line in request.GET.get("words", "").splitlines()]
    told = []
    for line in [line for line in lines if line][:MOST_LINES]:
        found = read_words(line, people, now, usually="task" if usually == "task" else "promise")
        wish = as_wish(found, people, person, now)
        day = wish.due_on or local_day(now)
        when = day_in_words(day, local_day(now))
        exact = formats.date(day, "full") if when != formats.date(day) else when
        told.append(
            {
                "kind": Task.Kind(wish.kind).label,
                "owner": str(wish.owner),
                "due": f"{exact}, {wish.due_time:%H:%M}" if wish.due_time else exact,
                "title": wish.title,
                "is_suggested": found.due is None,
            }
        )
    shows = {"readings": told, "hint": _("for example “by Friday”")}
    return render(request, "agenda/read.html", shows)
