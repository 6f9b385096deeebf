"""Reckoning apart from a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.queries import run_under_way

PERCENT = {"waiting": 0, "reading": 10, "reckoning": 40, "storing": 70}
UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task()
def refresh(by_id: int | None = None, as_of: str | None = None) -> None:
    """Reckon the value of every customer anew, for a person or for the house."""
    by = User.objects.get(pk=by_id) if by_id else THE_HOUSE
    day = date.fromisoformat(as_of) if as_of else None
    refresh_values(by=by, at=clock.now(), as_of=day)


def ask_for_refresh(*, by: User | None = None) -> bool:
    """Have the worker reckon anew, once for all who ask before it begins; whether it was asked now.

    One that has begun may have read before the latest change, and does not count.
    """
    if _rows(TaskResultStatus.READY).exists():
        return False
    refresh.enqueue(by_id=by.pk if by else None)
    return True


@dataclass(frozen=True)
class Progress:
    """How far a reckoning is: `step` is "waiting", "reading", "reckoning" or "storing"."""

    step: str
    percent: int


def progress() -> Progress | None:
    """The reckoning that waits for the worker or runs in it; None where there is none."""
    states = set(_rows(*UNDER_WAY).values_list("status", flat=True))
    if not states:
        return None
    run = run_under_way() if TaskResultStatus.RUNNING in states else None
    step = run.step if run and run.step else "waiting"
    return Progress(step, PERCENT[step])


def has_failed() -> bool:
    """Whether the worker's last reckoning ended in a failure."""
    last = (
        _rows(TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED).order_by("-finished_at").first()
    )
    return last is not None and last.status == TaskResultStatus.FAILED


def _rows(*statuses: TaskResultStatus) -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(task_path=refresh.module_path, status__in=statuses)
