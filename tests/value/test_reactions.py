"""What sets a reckoning going."""

import pytest
from django_tasks_db.models import DBTaskResult

from nahbar.core.models import User
from nahbar.core.worker import Worker
from nahbar.value import jobs, reactions
from nahbar.value.events import RulesChanged
from nahbar.value.models import ValueRun
from nahbar.value.operations import refresh
from nahbar.value.panels import reckonings_under_way
from nahbar.value.progress import has_failed, progress

pytestmark = pytest.mark.django_db(transaction=True)


def waiting() -> int:
    return DBTaskResult.objects.ready().count()


def test_several_imports_in_a_row_are_reckoned_once() -> None:
    for version in range(4):
        reactions.refresh_after(RulesChanged(version, None))
    assert waiting() == 1


def test_what_changes_while_it_runs_is_reckoned_again() -> None:
    reactions.refresh_after(RulesChanged(1, None))
    DBTaskResult.objects.update(status="RUNNING")
    reactions.refresh_after(RulesChanged(2, None))
    assert waiting() == 1


def test_the_night_sets_it_going_once() -> None:
    reactions.refresh_nightly()
    reactions.refresh_nightly()
    assert waiting() == 1


def test_the_worker_reckons_for_who_asked(people, mia: User, jonas: User) -> None:
    assert jobs.ask_for_refresh(by=mia)
    assert not jobs.ask_for_refresh(by=mia)
    now = progress()
    assert now is not None
    assert (now.step, now.percent) == ("waiting", 0)
    assert [job.url for job in reckonings_under_way(mia)] == ["/value/"]
    assert reckonings_under_way(jonas) == []
    Worker().drain()
    run = ValueRun.objects.get(state=ValueRun.State.CURRENT)
    assert run.by == mia
    assert progress() is None
    assert not has_failed()


def test_progress_tells_the_step(people, mia: User, monkeypatch) -> None:
    seen: list[str] = []
    real = refresh.reckon

    def look(*args, **kwargs):
        now = progress()
        seen.append(now.step if now else "")
        return real(*args, **kwargs)

    monkeypatch.setattr(refresh, "reckon", look)
    jobs.ask_for_refresh(by=mia)
    Worker().drain()
    assert seen == ["reckoning"]


def test_a_failure_is_known(people, mia: User, monkeypatch) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(refresh, "reckon", fail)
    jobs.ask_for_refresh(by=mia)
    Worker().drain()
    assert has_failed()
    assert ValueRun.objects.get().state == ValueRun.State.FAILED
