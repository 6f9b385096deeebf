"""Backups are made each night and tried each week, by the house itself."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import LedgerEntry, Upkeep
from nahbar.core.refusals import Refused
from nahbar.demo.models import Demo
from nahbar.site.keeping import nightly, schedule
from nahbar.site.keeping.calendar import is_backup_due, is_drill_due, latest_night, state_of_backups
from nahbar.site.keeping.folder import backups_in, name_of, newest, thin
from nahbar.site.keeping.log import noted
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
VIENNA = ZoneInfo("Europe/Vienna")
MORNING = datetime(2026, 11, 22, 8, 0, tzinfo=VIENNA)
NIGHT = datetime(2026, 11, 22, 2, 40, tzinfo=VIENNA)


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A house whose key is ten days old."""
    settings.NAHBAR_HOME, settings.BACKUPS = tmp_path, tmp_path / "backups"
    (tmp_path / "keys").mkdir()
    key = tmp_path / "keys" / "files.key"
    key.write_bytes(b"k")
    os.utime(key, ((MORNING - timedelta(days=10)).timestamp(),) * 2)
    return tmp_path


def backed_up(at: datetime, **told: Any) -> Upkeep:
    return Upkeep.objects.create(**{"kind": "backup", "state": "done", "begun_at": at, **told})


def test_a_backup_is_due_once_a_night(home: Path) -> None:
    assert latest_night(MORNING) == datetime(2026, 11, 22, 2, 30, tzinfo=VIENNA)
    assert is_backup_due(NIGHT)
    backed_up(NIGHT)
    assert not is_backup_due(NIGHT + timedelta(hours=5))
    assert is_backup_due(NIGHT + timedelta(days=1))


def test_what_the_night_missed_is_made_by_day_but_not_on_a_house_s_first(home: Path) -> None:
    assert is_backup_due(MORNING)
    key = home / "keys" / "files.key"
    os.utime(key, (MORNING.timestamp(),) * 2)
    assert not is_backup_due(MORNING)


def test_after_a_failure_it_is_tried_again_in_an_hour(home: Path) -> None:
    backed_up(NIGHT, state="failed", code="disk_full")
    assert not is_backup_due(NIGHT + timedelta(minutes=50))
    assert is_backup_due(NIGHT + timedelta(minutes=70))


def test_a_drill_is_due_once_a_week_after_a_backup(home: Path) -> None:
    assert not is_drill_due(MORNING)
    backed_up(NIGHT)
    assert is_drill_due(MORNING)
    backed_up(MORNING, kind="drill")
    assert not is_drill_due(MORNING + timedelta(days=6))


@pytest.mark.parametrize("is_lent", [False, True])
def test_the_worker_begins_what_is_due_but_not_for_a_lent_demo(
    home: Path, firm: Firm, monkeypatch: pytest.MonkeyPatch, is_lent: bool
) -> None:
    begun: list[str] = []
    monkeypatch.setattr(schedule, "start", begun.append)
    monkeypatch.setattr(clock, "now", lambda: NIGHT.astimezone(UTC))
    if is_lent:
        Demo.objects.create(pk=1, is_lent=True, opened_at=NIGHT)
    schedule.start_what_is_due()
    assert begun == ([] if is_lent else ["backup"])
    backed_up(NIGHT)
    schedule.start_what_is_due()
    assert begun == ([] if is_lent else ["backup", "drill"])


def test_an_owner_is_told_of_what_failed_or_is_old(home: Path) -> None:
    assert state_of_backups(MORNING).is_old
    backed_up(NIGHT)
    assert not state_of_backups(MORNING).needs_somebody
    backed_up(NIGHT, kind="drill", problems=[{"code": "file_missing", "message": "x"}])
    assert state_of_backups(MORNING).needs_somebody


def test_how_it_ends_is_written_down(home: Path) -> None:
    with noted(Upkeep.Kind.BACKUP, "a.nahbar", by=THE_HOUSE, at=NIGHT) as told:
        told.tell(size=7)
    with (
        pytest.raises(OSError, match="full"),
        noted(Upkeep.Kind.DRILL, "a", by=THE_HOUSE, at=NIGHT),
    ):
        raise OSError(28, "full")
    rows = list(Upkeep.objects.order_by("id").values_list("kind", "state", "code", "size"))
    assert rows == [("backup", "done", "", 7), ("drill", "failed", "disk_full", None)]
    actions = list(LedgerEntry.objects.order_by("id").values_list("action", flat=True))
    assert actions == ["house.backed_up", "house.drilled"]


def test_a_refusal_to_a_person_is_no_failure_of_the_house(home: Path) -> None:
    refusal = Refused("file_exists", "x")
    with (
        pytest.raises(Refused),
        noted(Upkeep.Kind.BACKUP, "a", by=THE_HOUSE, at=NIGHT, was_asked=True),
    ):
        raise refusal
    with pytest.raises(Refused), noted(Upkeep.Kind.BACKUP, "a", by=THE_HOUSE, at=NIGHT):
        raise Refused("backup_under_way", "x")
    assert not Upkeep.objects.exists()
    with pytest.raises(Refused), noted(Upkeep.Kind.BACKUP, "a", by=THE_HOUSE, at=NIGHT):
        raise refusal
    assert Upkeep.objects.get().code == "file_exists"


def test_one_that_was_killed_is_closed_by_the_next(home: Path) -> None:
    backed_up(NIGHT, state="begun")
    with noted(Upkeep.Kind.BACKUP, "b", by=THE_HOUSE, at=MORNING):
        pass
    told = list(Upkeep.objects.order_by("id").values_list("state", "code"))
    assert told == [("failed", "broken_off"), ("done", "")]


def test_without_a_folder_nothing_is_made(home: Path, settings: Any, firm: Firm) -> None:
    settings.BACKUPS = None
    schedule.start_what_is_due()
    with pytest.raises(Refused, match="NAHBAR_BACKUPS"):
        nightly.back_up(by=THE_HOUSE, at=NIGHT)


def test_only_our_own_files_are_thinned(tmp_path: Path) -> None:
    for day in range(40):
        (tmp_path / name_of(NIGHT - timedelta(days=day))).write_bytes(b"x")
    (tmp_path / "nahbar-mine.nahbar").write_bytes(b"x")
    assert thin(tmp_path) > 20
    assert (tmp_path / "nahbar-mine.nahbar").exists()
    assert newest(tmp_path) == tmp_path / name_of(NIGHT)
    assert next(iter(backups_in(tmp_path))) == NIGHT
