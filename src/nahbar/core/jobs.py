"""Work done apart from a page: what runs when, and how long work may be stopped.

A task runs at least once and may be cut off at any instant; it must be able to run again. What it
does for the house it does in transactions, so that a second run finds the first one's work.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks_db.models import DBTaskResult, get_date_max

from nahbar.core import clock

ATTEMPTS = 5
KEPT = timedelta(days=14)
APPOINTMENTS_KEPT = timedelta(days=2)  # longer than any period: an early loss would run it twice
Row = DBTaskResult[..., Any]
_NAMES = uuid.UUID("6f1c9d3e-8d2f-4a57-9f0b-6f3c1f6f2b11")


class Interrupted(BaseException):
    """The worker must end now. The task is given back and runs again later."""


class Abandoned(Exception):
    """The task's worker vanished `ATTEMPTS` times while running it."""


@dataclass(frozen=True)
class Appointment:
    """Something to be run again and again: each `seconds`, or each day at `at` by the house clock."""

    path: str
    seconds: int = 0
    at: time | None = None

    def latest(self, now: datetime) -> datetime:
        """The last moment at which it should have begun."""
        if self.at is None:
            return datetime.fromtimestamp(
                now.timestamp() // self.seconds * self.seconds, tz=now.tzinfo
            )
        day = now.astimezone(clock.house_zone()).date()
        due = datetime.combine(day, self.at, tzinfo=clock.house_zone())
        return due if due <= now else due - timedelta(days=1)


_appointments: list[Appointment] = []
_stopping = False


def every(path: str, *, seconds: int) -> None:
    """Run the function at the dotted `path` once in each period, house-wide. For the wiring alone."""
    _arrange(Appointment(path, seconds=seconds))


def daily(path: str, *, at: str) -> None:
    """Run the function at the dotted `path` each day at `at` (HH:MM, house time), or soon after."""
    _arrange(Appointment(path, at=time.fromisoformat(at)))


def appointments() -> Iterator[Appointment]:
    """All that was arranged."""
    return iter(_appointments)


def enqueue_due(now: datetime, done: dict[str, datetime]) -> None:
    """Put into the outbox what is due; `done` is the caller's memory of what it looked at already.

    The row's id is made of what and when, so that of all workers only one adds it.
    """
    for appointment in _appointments:
        due = appointment.latest(now)
        if done.get(appointment.path) != due:
            _add_once(appointment.path, due)
            done[appointment.path] = due


@task()
def run_scheduled(path: str) -> None:
    """Run what was arranged."""
    import_string(path)()


def prune() -> None:
    """Forget finished tasks after two weeks, appointments after two days."""
    finished, now = DBTaskResult.objects.finished(), clock.now()
    finished.filter(finished_at__lt=now - KEPT).delete()
    kept = finished.filter(task_path=run_scheduled.module_path)
    kept.filter(finished_at__lt=now - APPOINTMENTS_KEPT).delete()


def leave_if_stopping() -> None:
    """For long tasks, between two commits: ends the task here when the worker has to stop."""
    if _stopping:
        raise Interrupted


def ask_to_stop(*, stopping: bool = True) -> None:
    """Let long tasks know. For the worker alone."""
    global _stopping  # noqa: PLW0603  # one process has one worker
    _stopping = stopping


def _arrange(appointment: Appointment) -> None:
    if appointment not in _appointments:
        _appointments.append(appointment)


def _add_once(path: str, due: datetime) -> None:
    key = uuid.uuid5(_NAMES, f"{path}@{due.timestamp():.0f}")
    if DBTaskResult.objects.filter(pk=key).exists():
        return
    row: Row = DBTaskResult(
        id=key,
        args_kwargs={"args": [path], "kwargs": {}},
        task_path=run_scheduled.module_path,
        backend_name=run_scheduled.backend,
        queue_name=run_scheduled.queue_name,
        run_after=get_date_max(),
    )
    DBTaskResult.objects.bulk_create([row], ignore_conflicts=True)
