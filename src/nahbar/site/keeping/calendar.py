"""When a backup is due, and how it stands with them."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db.models import Q

from nahbar.core import clock
from nahbar.core.models import Upkeep

NIGHT = time(2, 30)
NIGHT_LASTS = timedelta(hours=3)
OLD = timedelta(days=2)
DRILLS = timedelta(days=7)
FIRST_DAY = timedelta(days=1)
PAUSE = timedelta(hours=1)  # after a failure
Kind, State = Upkeep.Kind, Upkeep.State


@dataclass(frozen=True)
class BackupState:
    """The last whole backup, the last one if it failed, and the last drill that ended."""

    last: Upkeep | None
    failed: Upkeep | None
    drill: Upkeep | None
    is_old: bool

    @property
    def needs_somebody(self) -> bool:
        """Whether an owner should hear of it."""
        drill_failed = self.drill is not None and bool(self.drill.code or self.drill.problems)
        return self.failed is not None or self.is_old or drill_failed


def state_of_backups(now: datetime) -> BackupState:
    """How it stands, in two queries. A house that is not two days old needs no backup yet."""
    rows = Upkeep.objects.exclude(state=State.BEGUN).order_by("-begun_at")
    backups = list(rows.filter(kind=Kind.BACKUP)[:20])
    drill = rows.filter(kind=Kind.DRILL).first()
    last = next((row for row in backups if row.state == State.DONE), None)
    failed = backups[0] if backups and backups[0].state == State.FAILED else None
    since = last.begun_at if last is not None else house_made_at()
    return BackupState(last, failed, drill, is_old=now - since > OLD)


def is_backup_due(now: datetime) -> bool:
    """Whether tonight's is still to be made; by day only what the night missed, and not on the first day."""
    tonight = latest_night(now)
    made = Q(state=State.DONE, begun_at__gte=tonight) | Q(begun_at__gte=now - PAUSE)
    if Upkeep.objects.filter(made, kind=Kind.BACKUP).exists():
        return False
    return now - tonight < NIGHT_LASTS or now - house_made_at() > FIRST_DAY


def is_drill_due(now: datetime) -> bool:
    """Whether a week has passed since one was held, and there is something to hold it with."""
    held = Upkeep.objects.filter(kind=Kind.DRILL, begun_at__gte=now - DRILLS)
    there = Upkeep.objects.filter(
        kind=Kind.BACKUP, state=State.DONE, begun_at__gte=latest_night(now)
    )
    return there.exists() and not held.exists()


def latest_night(now: datetime) -> datetime:
    """The last moment at which a nightly backup should have begun."""
    day = now.astimezone(clock.house_zone()).date()
    due = datetime.combine(day, NIGHT, tzinfo=clock.house_zone())
    return due if due <= now else due - timedelta(days=1)


def house_made_at() -> datetime:
    """When the house began: its key is made once and never written again."""
    key = settings.NAHBAR_HOME / "keys" / "files.key"
    return datetime.fromtimestamp(key.stat().st_mtime, tz=clock.now().tzinfo)
