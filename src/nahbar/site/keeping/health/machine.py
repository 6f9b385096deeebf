"""The machine: versions, room on the disk, who may read the data folder."""

import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from nahbar import __version__
from nahbar.site.keeping.health.problem import Problem

OLDEST_POSTGRESQL = 150_000
LEAST_SHARE, LEAST_BYTES = 0.05, 1 << 30


def versions() -> dict[str, str]:
    """What runs here."""
    with connection.cursor() as cursor:
        is_sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if is_sqlite else "SHOW server_version")
        row = cursor.fetchone()
    return {
        "nahbar": __version__,
        "python": platform.python_version(),
        "django": django.get_version(),
        connection.vendor: str(row[0]) if row else "",
        "system": f"{platform.system()} {platform.release()}",
    }


def check_version() -> Iterator[Problem]:
    """Nothing that is too old."""
    if (
        connection.vendor == "postgresql"
        and getattr(connection, "pg_version", OLDEST_POSTGRESQL) < OLDEST_POSTGRESQL
    ):
        yield Problem(
            "version",
            "postgresql_too_old",
            _("PostgreSQL is older than version 15."),
            _("Have it brought to a newer version; nahbar is not tested with this one."),
        )
    if sys.version_info < (3, 11):  # noqa: UP036  # told to people, not to the packager
        sentence = _("Python is older than version 3.11.")
        yield Problem("version", "python_too_old", sentence, _("Install a newer one."))


def check_disk() -> Iterator[Problem]:
    """Room for the next backup, and for the house to grow."""
    for place in {_device(path): path for path in _places()}.values():
        room = shutil.disk_usage(place)
        wanted = max(LEAST_BYTES, int(room.total * LEAST_SHARE), _size_of_house())
        if room.free < wanted:
            told = {"folder": place, "free": room.free >> 20, "wanted": wanted >> 20}
            yield Problem(
                "disk",
                "disk_nearly_full",
                _("On the disk of %(folder)s only %(free)d MB are free; %(wanted)d MB should be.")
                % told,
                _("Make room, or move old backups to another disk."),
                is_grave=room.free < LEAST_BYTES // 4,
            )


def check_permissions() -> Iterator[Problem]:
    """Data folder and keys are for their owner alone."""
    home: Path = settings.NAHBAR_HOME
    for path in (home, home / "files", *sorted((home / "keys").iterdir())):
        told = path.stat()
        if told.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            yield Problem(
                "permissions",
                "open_to_others",
                _("%(path)s can be read by others on this machine.") % {"path": path},
                _("Close it: chmod go= %(path)s") % {"path": path},
            )
        if told.st_uid != os.geteuid():
            yield Problem(
                "permissions",
                "other_owner",
                _("%(path)s belongs to another user than the one nahbar runs as.") % {"path": path},
                _("Always start nahbar as the same user, or give the folder to this one: chown -R"),
            )


def _places() -> list[Path]:
    places = [settings.NAHBAR_HOME]
    if settings.BACKUPS is not None and settings.BACKUPS.is_dir():
        places.append(settings.BACKUPS)
    return places


def _device(path: Path) -> int:
    return path.stat().st_dev


def _size_of_house() -> int:
    """About as much as a backup needs."""
    database = settings.NAHBAR_HOME / "nahbar.sqlite3"
    return 2 * database.stat().st_size if connection.vendor == "sqlite" and database.exists() else 0
