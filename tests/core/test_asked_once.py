"""What several pieces of a page ask is asked of the database once."""

from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from nahbar.core.models import User
from nahbar.core.read_once import once
from nahbar.core.task_watch import TaskWatch, asked_together

pytestmark = pytest.mark.django_db


def enqueued(path: str, status: str) -> None:
    DBTaskResult.objects.create(
        task_path=path, status=status, args_kwargs={}, backend_name="default",
        queue_name="default", enqueued_at=timezone.now(), run_after=timezone.now(),
    )  # fmt: skip


def test_watches_that_ask_together_ask_once(django_assert_num_queries: Any) -> None:
    enqueued("house.bake", "RUNNING")
    enqueued("house.wash", "READY")
    enqueued("house.iron", "SUCCESSFUL")
    names = ("bake", "wash", "iron")
    alone = [TaskWatch(f"house.{name}").is_under_way() for name in names]
    with django_assert_num_queries(1), asked_together():
        together = [TaskWatch(f"house.{name}").is_under_way() for name in names]
    assert together == alone == [True, False, None]


def test_who_asks_nothing_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0), asked_together():
        pass


def test_a_subject_is_read_once_and_another_anew() -> None:
    asked: list[int] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    mia, same_row = User(pk=1), User(pk=1)
    assert [once(mia, "met", read), once(mia, "met", read), once(same_row, "met", read)] == [
        1,
        1,
        2,
    ]
