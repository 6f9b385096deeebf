"""The folder in which the house keeps its backups: their names say when each was made."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

from nahbar.site.keeping.thinning import superfluous

NAME = re.compile(r"nahbar-(\d{8}-\d{6})\.nahbar")
FORM = "%Y%m%d-%H%M%S"
DRAFTS = ".nahbar-*.draft"
DEAD = 86_400  # seconds: no backup takes longer


def name_of(at: datetime) -> str:
    """What a backup of this moment is called."""
    return f"nahbar-{at.astimezone(UTC).strftime(FORM)}.nahbar"


def backups_in(folder: Path) -> dict[datetime, Path]:
    """The backups there by when they were made, the newest first; other files are not ours."""
    found = {}
    for path in folder.glob("nahbar-*.nahbar"):
        if match := NAME.fullmatch(path.name):
            found[datetime.strptime(match[1], FORM).replace(tzinfo=UTC)] = path
    return dict(sorted(found.items(), reverse=True))


def newest(folder: Path) -> Path | None:
    """The youngest backup."""
    return next(iter(backups_in(folder).values()), None)


def thin(folder: Path) -> int:
    """Remove what need not be kept, and what was left by a backup that was killed; how many went."""
    there = backups_in(folder)
    gone = [there[at] for at in superfluous(there)]
    dead = [path for path in folder.glob(DRAFTS) if time.time() - path.stat().st_mtime > DEAD]
    for path in [*gone, *dead]:
        path.unlink(missing_ok=True)
    return len(gone)
