"""The worker: takes tasks from the outbox one by one, and takes up those whose worker died."""

import logging
import secrets
import signal
import time
from datetime import timedelta
from types import FrameType
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.db.transaction import atomic
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from nahbar.core import clock, jobs
from nahbar.core.drafts import sweep_drafts
from nahbar.core.jobs import Row
from nahbar.core.logs import places
from nahbar.core.presence import clear_away, end_presence, is_gone, show_presence

log = logging.getLogger("nahbar.worker")
GRACE = 3.0
RESCUE_EACH = 30.0
LONGEST_PAUSE = timedelta(minutes=10)


class Worker:
    """Runs tasks until it is told to stop; then the task at hand has three seconds to end."""

    def __init__(self, *, interval: float = 1.0) -> None:
        self.id = secrets.token_hex(16)
        self._interval = interval
        self._done: dict[str, Any] = {}
        self._next_rescue = 0.0
        self._in_task = self._asleep = self._stopped = False

    def run(self) -> None:
        """Work until SIGTERM or SIGINT."""
        self._listen()
        lock = show_presence(self.id)
        log.debug("worker started", extra={"worker": self.id})
        try:
            clear_away()
            sweep_drafts()
            while not self._stopped:
                if not self._turn():
                    self._sleep()
        except jobs.Interrupted:
            pass
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            end_presence(self.id, lock)
            connections.close_all()

    def drain(self) -> int:
        """Run all that is ready now, here and at once; how many tasks that was."""
        lock, count = show_presence(self.id), 0
        try:
            while self._run_next():
                count += 1
        finally:
            end_presence(self.id, lock)
        return count

    def _turn(self) -> bool:
        try:
            close_old_connections()
            jobs.enqueue_due(clock.now(), self._done)
            if time.monotonic() >= self._next_rescue:
                rescue()
                self._next_rescue = time.monotonic() + RESCUE_EACH
            return self._run_next()
        except (OperationalError, InterfaceError):
            log.warning("the database does not answer", exc_info=True, extra={"worker": self.id})
            connections.close_all()
            return False

    def _run_next(self) -> bool:
        row = self._claim()
        if row is not None:
            self._run_task(row)
        return row is not None

    def _claim(self) -> Row | None:
        ready = DBTaskResult.objects.ready()
        if not ready.exists():  # an idle worker must not take the lock of writers
            return None
        with atomic():
            row = ready.get_locked()
            if row is not None:
                row.claim(self.id)
        return row

    def _run_task(self, row: Row) -> None:
        began = time.monotonic()
        try:
            value = self._call(row)
        except jobs.Interrupted:
            connections.close_all()  # whatever it was in the middle of is rolled back
            give_back(row)
            raise
        except (OperationalError, InterfaceError) as error:
            connections.close_all()
            try_later(row, error)
        except Exception as error:  # noqa: BLE001  # any failure of a task is noted, none ends the worker
            fail(row, error)
        else:
            row.set_successful(value)
        seconds = round(time.monotonic() - began, 3)
        told = {"worker": self.id, "task": row.task_path, "seconds": seconds, "code": row.status}
        log.debug("task ended", extra=told)

    def _call(self, row: Row) -> Any:
        self._in_task = True
        try:
            given = row.args_kwargs
            return row.task.call(*given["args"], **given["kwargs"])
        finally:
            self._in_task = False

    def _sleep(self) -> None:
        self._asleep = True
        try:
            time.sleep(self._interval)
        finally:
            self._asleep = False

    def _listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._cut_off)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = True
        jobs.ask_to_stop()
        if self._asleep:
            raise jobs.Interrupted
        signal.setitimer(signal.ITIMER_REAL, GRACE)

    def _cut_off(self, number: int, frame: FrameType | None) -> None:
        if self._in_task:
            raise jobs.Interrupted


def rescue() -> int:
    """Make ready again the tasks whose worker died, five times at most each; how many there were."""
    lost = [row for row in DBTaskResult.objects.running() if _is_lost(row)]
    for row in lost:
        if len(row.worker_ids) >= jobs.ATTEMPTS:
            fail(row, jobs.Abandoned())
        else:
            _running(row).update(status=TaskResultStatus.READY)
        log.warning(
            "a worker vanished", extra={"task": row.task_path, "worker": row.worker_ids[-1]}
        )
    return len(lost)


def give_back(row: Row) -> None:
    """Make the task ready again as if it had not been tried."""
    _running(row).update(status=TaskResultStatus.READY, worker_ids=row.worker_ids[:-1])


def try_later(row: Row, error: Exception) -> None:
    """Run the task again after a pause that doubles; give up after five attempts."""
    tried = len(row.worker_ids)
    if tried >= jobs.ATTEMPTS:
        fail(row, error)
        return
    pause = min(timedelta(seconds=5 * 2**tried), LONGEST_PAUSE)
    _running(row).update(status=TaskResultStatus.READY, run_after=clock.now() + pause)


def fail(row: Row, error: BaseException) -> None:
    """Note the failure by its class and places in the code: its text could quote a person."""
    row.status = TaskResultStatus.FAILED
    _running(row).update(
        status=TaskResultStatus.FAILED,
        finished_at=clock.now(),
        exception_class_path=f"{type(error).__module__}.{type(error).__qualname__}",
        traceback="\n".join(places(error.__traceback__)),
        return_value=None,
    )
    log.error("task failed", exc_info=error, extra={"task": row.task_path})


def _is_lost(row: Row) -> bool:
    return not row.worker_ids or is_gone(row.worker_ids[-1], seen_at=row.started_at)


def _running(row: Row) -> Any:
    """The row, as long as nobody else took it up since it was read."""
    return DBTaskResult.objects.filter(
        pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at
    )
