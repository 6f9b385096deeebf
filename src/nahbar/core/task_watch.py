"""How it stands with a task of the worker: asked for, at work, or broken off."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

Status = TaskResultStatus


@dataclass(frozen=True)
class Progress:
    """How far a task is: the `step` it is at, "waiting" before it begins, and 0 … 100."""

    step: str
    percent: int


@dataclass(frozen=True)
class TaskWatch:
    """Watches the task at a dotted path."""

    path: str

    def is_waiting(self) -> bool:
        """Whether it is asked for and has not begun."""
        return self._results(Status.READY).exists()

    def has_failed(self) -> bool:
        """Whether it ended in a failure the last time."""
        ended = self._results(Status.SUCCESSFUL, Status.FAILED).order_by("-finished_at")
        return ended.values_list("status", flat=True).first() == Status.FAILED

    def is_under_way(self) -> bool | None:
        """Whether it runs; None where it neither runs nor waits."""
        states = set(self._results(Status.READY, Status.RUNNING).values_list("status", flat=True))
        return Status.RUNNING in states if states else None

    def _results(self, *statuses: TaskResultStatus) -> QuerySet[DBTaskResult[..., Any]]:
        return DBTaskResult.objects.filter(task_path=self.path, status__in=statuses)
