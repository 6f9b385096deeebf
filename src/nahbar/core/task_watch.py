"""How it stands with a task of the worker: asked for, at work, or broken off."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property
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


class _Together:
    """What is under way, by path; read when the first watch asks."""

    @cached_property
    def states(self) -> dict[str, set[str]]:
        rows = DBTaskResult.objects.filter(status__in=(Status.READY, Status.RUNNING)).order_by()
        known: dict[str, set[str]] = {}
        for path, status in rows.values_list("task_path", "status").distinct():
            known.setdefault(path, set()).add(status)
        return known


_together: ContextVar[_Together | None] = ContextVar("together", default=None)


@contextmanager
def asked_together() -> Iterator[None]:
    """Inside, all watches ask once together what is under way: a page asks for several."""
    token = _together.set(_Together())
    try:
        yield
    finally:
        _together.reset(token)


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
        together = _together.get()
        if together is None:
            rows = self._results(Status.READY, Status.RUNNING)
            states = set(rows.values_list("status", flat=True))
        else:
            states = together.states.get(self.path, set())
        return Status.RUNNING in states if states else None

    def _results(self, *statuses: TaskResultStatus) -> QuerySet[DBTaskResult[..., Any]]:
        return DBTaskResult.objects.filter(task_path=self.path, status__in=statuses)
