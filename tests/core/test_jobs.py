"""Tasks run, fail without telling of anybody, and are taken up when their worker died."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.core import sample_tasks

from nahbar.core import clock, jobs
from nahbar.core.presence import end_presence, show_presence
from nahbar.core.worker import Worker, rescue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    sample_tasks.done.clear()


def row() -> Any:
    return DBTaskResult.objects.get()


def taken_by(worker: str, *, attempts: int = 1, hours: int = 0) -> None:
    sample_tasks.note.enqueue("x")
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING,
        worker_ids=[worker] * attempts,
        started_at=clock.now() - timedelta(hours=hours),
    )


def test_a_task_runs_once() -> None:
    sample_tasks.note.enqueue("x")
    assert Worker().drain() == 1
    assert Worker().drain() == 0
    assert sample_tasks.done == ["x"]
    assert row().status == TaskResultStatus.SUCCESSFUL


def test_a_failure_tells_where_and_not_about_whom() -> None:
    sample_tasks.fail_about.enqueue("Anna Huber")
    Worker().drain()
    assert row().status == TaskResultStatus.FAILED
    assert row().exception_class_path == "builtins.ValueError"
    assert "sample_tasks.py" in row().traceback
    assert "Anna" not in row().traceback


def test_a_task_that_is_gone_fails_and_leaves_the_worker_alive() -> None:
    sample_tasks.note.enqueue("x")
    DBTaskResult.objects.update(task_path="nahbar.core.jobs.no_such_task")
    sample_tasks.note.enqueue("y")
    assert Worker().drain() == 2
    assert sample_tasks.done == ["y"]


def test_when_the_database_fails_the_task_is_tried_again_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nahbar.core.worker.connections.close_all", lambda: None)
    sample_tasks.lose_database.enqueue()
    Worker().drain()
    assert row().status == TaskResultStatus.READY
    assert row().run_after > clock.now()
    for _attempt in range(4):
        DBTaskResult.objects.update(run_after=clock.now())
        Worker().drain()
    assert row().status == TaskResultStatus.FAILED
    assert row().exception_class_path == f"{OperationalError.__module__}.OperationalError"


def test_the_task_of_a_dead_worker_runs_again() -> None:
    dead = uuid.uuid4().hex
    show_presence(dead).close()  # what the system does when a process dies
    taken_by(dead)
    assert rescue() == 1
    Worker().drain()
    assert sample_tasks.done == ["x"]


def test_the_task_of_a_living_worker_is_left_to_it() -> None:
    worker = uuid.uuid4().hex
    lock = show_presence(worker)
    taken_by(worker, hours=100)
    assert rescue() == 0
    end_presence(worker, lock)


@pytest.mark.parametrize(("hours", "lost"), [(11, 0), (13, 1)])
def test_a_worker_of_another_machine_is_believed_for_half_a_day(hours: int, lost: int) -> None:
    taken_by(uuid.uuid4().hex, hours=hours)
    assert rescue() == lost


def test_a_task_that_killed_five_workers_is_given_up() -> None:
    dead = uuid.uuid4().hex
    show_presence(dead).close()
    taken_by(dead, attempts=5)
    rescue()
    assert row().status == TaskResultStatus.FAILED
    assert row().exception_class_path == "nahbar.core.jobs.Abandoned"


def test_a_long_task_leaves_when_the_worker_must_stop_and_is_not_counted() -> None:
    sample_tasks.go_on_for_long.enqueue()
    jobs.ask_to_stop()
    with pytest.raises(jobs.Interrupted):
        drain_keeping_connection()
    jobs.ask_to_stop(stopping=False)
    assert (row().status, row().worker_ids) == (TaskResultStatus.READY, [])


def drain_keeping_connection() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nahbar.core.worker.connections.close_all", lambda: None)
        Worker().drain()


@pytest.fixture
def hourly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_appointments", [])
    jobs.every("tests.core.sample_tasks.strike", seconds=3600)


def test_an_appointment_is_kept_once_by_all_workers_and_after_a_restart(hourly: None) -> None:
    at = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
    for _worker in range(3):
        jobs.enqueue_due(at, {})
    Worker().drain()
    jobs.enqueue_due(at + timedelta(minutes=39), {})
    Worker().drain()
    assert sample_tasks.done == ["strike"]
    jobs.enqueue_due(at + timedelta(minutes=40), {})
    Worker().drain()
    assert sample_tasks.done == ["strike", "strike"]


def test_an_idle_worker_does_not_look_twice(hourly: None, django_assert_num_queries: Any) -> None:
    done: dict[str, datetime] = {}
    at = datetime(2026, 3, 2, 11, 20, tzinfo=UTC)
    jobs.enqueue_due(at, done)
    with django_assert_num_queries(0):
        jobs.enqueue_due(at + timedelta(seconds=1), done)


def test_an_idle_worker_reads_and_does_not_write(django_assert_num_queries: Any) -> None:
    worker = Worker()
    with django_assert_num_queries(1) as asked:
        assert not worker._run_next()
    assert asked.captured_queries[0]["sql"].startswith("SELECT")


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-02T03:11", "2026-03-02T03:10"),  # 04:11 in Vienna
        ("2026-03-02T03:09", "2026-03-01T03:10"),
        ("2026-03-29T02:10", "2026-03-29T02:10"),  # the day summer time begins
        ("2026-10-25T03:10", "2026-10-25T03:10"),  # the day it ends
    ],
)
def test_ten_past_four_is_meant_by_the_house_clock(now: str, due: str) -> None:
    settings_zone = settings.TIME_ZONE
    assert settings_zone == "Europe/Vienna"
    appointment = jobs.Appointment("x", at=datetime.fromisoformat("2026-01-01T04:10").time())
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert appointment.latest(moment) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_kept_appointments_are_forgotten_after_two_days(hourly: None) -> None:
    jobs.enqueue_due(clock.now(), {})
    Worker().drain()
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=1))
    jobs.prune()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=3))
    jobs.prune()
    assert not DBTaskResult.objects.exists()


def test_finished_tasks_are_forgotten_after_two_weeks() -> None:
    sample_tasks.note.enqueue("x")
    Worker().drain()
    jobs.prune()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=3))
    jobs.prune()
    assert DBTaskResult.objects.exists()
    DBTaskResult.objects.update(finished_at=clock.now() - timedelta(days=15))
    jobs.prune()
    assert not DBTaskResult.objects.exists()
