"""What the page of backups lists: the files there are, and what was done."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nahbar.core.models import Upkeep
from nahbar.site.keeping.folder import backups_in
from nahbar.site.keeping.words import because

MOST = 20


@dataclass(frozen=True)
class Listed:
    """A backup's file; `size` in millions of bytes."""

    name: str
    made_at: datetime
    size: float


@dataclass(frozen=True)
class Logged:
    """A row of the log and what came of it, in words."""

    row: Upkeep
    said: str
    is_well: bool


def listed_backups(folder: Path | None) -> list[Listed]:
    """The newest first; none where the folder is not there."""
    if folder is None or not folder.is_dir():
        return []
    found = backups_in(folder).items()
    return [Listed(path.name, at, round(path.stat().st_size / 1e6, 1)) for at, path in found]


def logged(*kinds: Upkeep.Kind) -> list[Logged]:
    """The latest of these kinds."""
    rows = Upkeep.objects.filter(kind__in=kinds).order_by("-begun_at")[:MOST]
    return [_logged(row) for row in rows]


def _logged(row: Upkeep) -> Logged:
    if row.state == Upkeep.State.FAILED:
        return Logged(row, because(row.code), is_well=False)
    if row.problems:
        return Logged(
            row, " ".join(str(one.get("message", "")) for one in row.problems), is_well=False
        )
    return Logged(row, "", is_well=row.state == Upkeep.State.DONE)
