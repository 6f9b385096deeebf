"""The backup of the night and the drill of the week: a process of its own, so that work goes on beside.

python -m nahbar.site.keeping.nightly backup|drill
"""

import subprocess
import sys
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.refusals import Refused
from nahbar.site.commands.answering import start_django
from nahbar.site.keeping.folder import name_of, newest, thin
from nahbar.site.keeping.passphrase import nightly_passphrase
from nahbar.site.process_tree import end_with_parent


def back_up(*, by: By, at: datetime) -> Path:
    """Make a backup in the house's folder, and let go of those that are too many. Raises Refused."""
    from nahbar.site.keeping.backup import make_backup  # noqa: PLC0415  # needs models
    from nahbar.site.keeping.log import Kind, noted  # noqa: PLC0415

    folder: Path | None = settings.BACKUPS
    if folder is None:
        raise Refused("backups_off", _("No backups are made here: NAHBAR_BACKUPS is off."))
    path = folder / name_of(at)
    with noted(Kind.BACKUP, path.name, by=by, at=at) as told:
        if folder.parent == settings.NAHBAR_HOME:
            folder.mkdir(mode=0o700, exist_ok=True)
        made = make_backup(path, passphrase=nightly_passphrase(), by=by, at=at)
        told.tell(
            size=made.size, counts=made.counts, is_locked=made.is_locked, problems=made.problems
        )
    thin(folder)
    return path


def drill(*, by: By, at: datetime) -> None:
    """Restore the newest backup on trial and note what came of it."""
    from nahbar.site.keeping.log import Kind, noted  # noqa: PLC0415  # needs models
    from nahbar.site.keeping.verify import verify  # noqa: PLC0415

    path = newest(settings.BACKUPS) if settings.BACKUPS is not None else None
    if path is None:
        raise Refused("no_backup_yet", _("There is no backup yet."))
    with noted(Kind.DRILL, path.name, by=by, at=at) as told:
        found = verify(path, passphrase=nightly_passphrase(), by=by, at=at)
        told.tell(size=path.stat().st_size, counts=found.counts, problems=found.problems)


def main() -> int:
    """Do what the only argument says; what is refused stands in the log of upkeep."""
    end_with_parent()
    start_django()
    try:
        {"backup": back_up, "drill": drill}[sys.argv[1]](by=THE_HOUSE, at=clock.now())
    except (Refused, OSError, subprocess.SubprocessError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
