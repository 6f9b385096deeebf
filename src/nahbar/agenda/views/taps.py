"""One tap on a task: done, put off, handed over, not needed, still needed; and back."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nahbar.agenda.forms.tasks import DropForm, HandOverForm, PostponeForm
from nahbar.agenda.models import Task
from nahbar.agenda.operations.checks import local_day
from nahbar.agenda.operations.move import hand_over_task, postpone_task, still_needed
from nahbar.agenda.operations.settle import drop_task, finish_task, reopen_task
from nahbar.agenda.operations.take_back import take_back
from nahbar.agenda.queries import access_task, visible_tasks
from nahbar.agenda.today import key_of
from nahbar.agenda.views.answering import answers_in, asking, is_done, put_back, settled
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.models import LedgerEntry

TOMORROW = "tomorrow"


@require_POST
@door(Ability.KEEP_AGENDA)
def finish(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Done, or kept."""
    outcome = request.POST.get("outcome", "")
    return _tapped(request, public_id, lambda task, **who: finish_task(task, outcome, **who))


@require_POST
@door(Ability.KEEP_AGENDA)
def keep(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Still needed."""
    return _tapped(request, public_id, still_needed)


@require_POST
@door(Ability.KEEP_AGENDA)
def reopen(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Open again."""
    return _tapped(request, public_id, reopen_task)


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def postpone(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """To tomorrow by one tap, to another day by a form; of a promise always with a reason."""
    person, now = person_in(request), clock.now()
    task = access_task(person, public_id)
    data, tomorrow = answers_in(request), local_day(now) + timedelta(days=1)
    if data is not None and data.get("day") == TOMORROW:
        data = data.copy()
        data["day"] = tomorrow.isoformat()
    form = PostponeForm(data, task=task, tomorrow=tomorrow)

    def act() -> None:
        day: date = form.cleaned_data["day"]
        postpone_task(task, day, form.cleaned_data["reason"], by=person, at=now)

    if is_done(form, act):
        return settled(request, _again(task), person, key_of(task))
    return asking(
        request, form, key_of(task), title=_("Put off"), submit=_("Put off"), quote=task.title
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def hand_over(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """To a colleague."""
    person, now = person_in(request), clock.now()
    task = access_task(person, public_id)
    form = HandOverForm(answers_in(request), but=task.owner)

    def act() -> None:
        said = form.cleaned_data
        hand_over_task(task, said["to"], said["word"], by=person, at=now)

    if is_done(form, act):
        return settled(request, _again(task), person, key_of(task))
    return asking(
        request, form, key_of(task), title=_("Hand over"), submit=_("Hand over"), quote=task.title
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.KEEP_AGENDA)
def drop(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Not needed, or not to be kept; and why."""
    person, now = person_in(request), clock.now()
    task = access_task(person, public_id)
    form = DropForm(answers_in(request), task=task)

    def act() -> None:
        said = form.cleaned_data
        drop_task(task, said["state"], said["reason"], by=person, at=now)

    if is_done(form, act):
        return settled(request, _again(task), person, key_of(task))
    title = _("This promise cannot be kept") if task.is_promise else _("Not needed")
    return asking(request, form, key_of(task), title=title, submit=_("Save"), quote=task.title)


@require_POST
@door(Ability.KEEP_AGENDA)
def undo(request: HttpRequest, entry: int) -> HttpResponse:
    """Take back what one just did."""
    person, now = person_in(request), clock.now()
    kind = Task._meta.label_lower
    row = LedgerEntry.objects.filter(pk=entry, actor=person, subject_kind=kind).first()
    if row is None or not visible_tasks(person).filter(pk=row.subject_id).exists():
        raise Http404
    task = take_back(row, by=person, at=now)
    return put_back(request, key_of(task), person, now)


def _tapped(request: HttpRequest, public_id: uuid.UUID, act: Callable[..., Task]) -> HttpResponse:
    person, now = person_in(request), clock.now()
    task = access_task(person, public_id)
    act(task, by=person, at=now)
    return settled(request, _again(task), person, key_of(task))


def _again(task: Task) -> Task:
    return Task.objects.select_related("owner").get(pk=task.pk)
