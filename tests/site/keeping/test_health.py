"""The doctor finds what is wrong, and says what to do; of a house that is well it says nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from nahbar.core import clock, files
from nahbar.core.append_only import allow_rewriting, forbid_rewriting
from nahbar.core.jobs import run_scheduled
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry, StoredFile, Upkeep, User
from nahbar.site.keeping.health import machine
from nahbar.site.keeping.health import mail as mail_check
from nahbar.site.keeping.health.examine import CHECKS, QUICK, examine
from nahbar.site.keeping.kept_files import path_of
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
Codes = Callable[..., list[str]]


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    settings.NAHBAR_HOME = tmp_path
    tmp_path.chmod(0o700)
    for name in ("files", "keys", "work", "backups"):
        (tmp_path / name).mkdir(mode=0o700)
    for key in ("files.key", "session.key"):
        (tmp_path / "keys" / key).write_bytes(b"k")
        (tmp_path / "keys" / key).chmod(0o600)
    settings.BACKUPS = tmp_path / "backups"
    return tmp_path


@pytest.fixture
def codes(home: Path, monkeypatch: pytest.MonkeyPatch) -> Codes:
    monkeypatch.setattr(machine, "LEAST_BYTES", 1)
    monkeypatch.setattr(machine, "LEAST_SHARE", 0)

    def found(*parts: str) -> list[str]:
        return [problem.code for problem in examine(parts)]

    return found


def test_a_house_that_is_well_has_nothing_but_the_same_disk(codes: Codes) -> None:
    assert codes() == ["same_disk"]


def test_what_is_quick_is_a_part_of_everything() -> None:
    assert set(QUICK) < CHECKS.keys()


def test_each_problem_says_what_to_do(codes: Codes, home: Path) -> None:
    (home / "keys" / "files.key").chmod(0o644)
    for problem in examine():
        assert str(problem.sentence).endswith((".", "!"))
        assert problem.remedy
        assert problem.as_data().keys() == {"check", "code", "message", "remedy", "grave"}


def test_a_key_that_others_can_read(codes: Codes, home: Path) -> None:
    (home / "keys" / "files.key").chmod(0o640)
    assert codes("permissions") == ["open_to_others"]


def test_a_disk_that_is_nearly_full(codes: Codes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "LEAST_BYTES", 1 << 60)
    [problem] = examine(["disk"])
    assert (problem.code, problem.is_grave) == ("disk_nearly_full", True)


def test_work_that_nobody_does(codes: Codes) -> None:
    row = DBTaskResult(
        args_kwargs={"args": ["x"], "kwargs": {}}, task_path=run_scheduled.module_path,
        backend_name=run_scheduled.backend, queue_name=run_scheduled.queue_name, run_after=get_date_max(),
    )  # fmt: skip
    row.save()
    assert codes("queue") == []
    long_ago = clock.now() - timedelta(hours=1)
    DBTaskResult.objects.update(enqueued_at=long_ago, run_after=long_ago)
    assert codes("queue") == ["nobody_works"]
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=long_ago, worker_ids=[])
    assert codes("queue") == ["worker_lost"]
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, finished_at=clock.now())
    assert codes("queue") == ["task_failed"]


def test_a_clock_that_was_set_back(codes: Codes, firm: Firm, olga: User) -> None:
    record("team.firm_changed", by=olga, at=clock.now() + timedelta(days=2), subject=firm)
    assert LedgerEntry.objects.exists()
    assert codes("clock") == ["clock_set_back"]


def test_a_file_that_is_missing_damaged_or_unknown(codes: Codes, home: Path, now: datetime) -> None:
    kept = [files.store_bytes(name.encode() * 100, at=now) for name in ("one", "two", "three")]
    assert codes("files") == []
    path_of(home, kept[0].digest).unlink()
    with path_of(home, kept[1].digest).open("r+b") as stream:
        stream.seek(40)
        stream.write(b"!")
    assert codes("files") == ["file_missing", "file_damaged"]
    StoredFile.objects.filter(pk=kept[2].pk).delete()
    assert codes("files") == ["file_missing", "file_damaged", "file_orphaned"]


def test_a_ledger_without_its_guard(codes: Codes) -> None:
    from django.db import connection  # noqa: PLC0415

    assert codes("integrity") == []
    allow_rewriting(connection)
    assert codes("integrity") == ["ledger_open", "ledger_open"]
    forbid_rewriting(connection)


def test_a_mail_server_that_is_silent(
    codes: Codes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(address: object, timeout: float) -> None:
        raise ConnectionRefusedError(111, "Connection refused")

    settings.MAIL_URL, settings.MAIL_FROM = "smtp://mail.example:25", "a@b.example"
    monkeypatch.setattr(mail_check.socket, "create_connection", refused)
    assert codes("mail") == ["mail_server_silent"]


def test_backups_that_are_off_old_or_failed(codes: Codes, home: Path, settings: Any) -> None:
    import os  # noqa: PLC0415

    long_ago = clock.now() - timedelta(days=9)
    os.utime(home / "keys" / "files.key", (long_ago.timestamp(),) * 2)
    assert "backup_old" in codes("backups")
    Upkeep.objects.create(kind="backup", state="failed", code="disk_full", begun_at=clock.now())
    assert "backup_failed" in codes("backups")
    Upkeep.objects.create(kind="backup", state="done", begun_at=clock.now())
    assert codes("backups") == ["same_disk"]
    Upkeep.objects.create(kind="drill", state="failed", code="backup_damaged", begun_at=clock.now())
    assert codes("backups") == ["drill_failed", "same_disk"]
    settings.BACKUPS = None
    assert codes("backups") == ["backups_off"]


def test_what_cannot_be_looked_at_is_told_and_the_rest_is_looked_at(
    codes: Codes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> Any:
        raise DatabaseError("no such thing")

    monkeypatch.setitem(CHECKS, "queue", broken)
    assert codes() == ["not_examined", "same_disk"]
