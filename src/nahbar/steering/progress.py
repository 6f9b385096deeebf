"""How far the worker is with a report."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nahbar.steering.queries import report_under_way

TASK = "nahbar.steering.jobs.make"
PERCENT = {"waiting": 0, "reading": 15, "analysing": 55}
Status = TaskResultStatus


@dataclass(frozen=True)
class Progress:
    """How far a report is: `step` is "waiting", "reading" or "analysing"."""

    step: str
    percent: int


def progress() -> Progress | None:
    """The report that waits for the worker or is made by it; None where there is none."""
    states = set(_tasks(Status.READY, Status.RUNNING).values_list("status", flat=True))
    if not states:
        return None
    run = report_under_way() if Status.RUNNING in states else None
    step = run.step if run and run.step else "waiting"
    return Progress(step, PERCENT[step])


def is_waiting() -> bool:
    """Whether a report is asked for that has not begun."""
    return _tasks(Status.READY).exists()


def has_failed() -> bool:
    """Whether the worker's last report ended in a failure."""
    ended = _tasks(Status.SUCCESSFUL, Status.FAILED).order_by("-finished_at")
    return ended.values_list("status", flat=True).first() == Status.FAILED


def _tasks(*statuses: TaskResultStatus) -> QuerySet[DBTaskResult[..., Any]]:
    return DBTaskResult.objects.filter(task_path=TASK, status__in=statuses)
