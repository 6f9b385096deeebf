"""Restoring on trial: a backup is only one when somebody has restored it."""

import shutil
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.site.keeping.backup import KEYS
from nahbar.site.keeping.container import open_container
from nahbar.site.keeping.scratch import ask_in, scratch_database, scratch_home

THOROUGHLY = ("doctor", "--json", "--only", "integrity", "--only", "files")


@dataclass(frozen=True)
class Verified:
    """What was read back out of the restored house, and what was found wrong with it."""

    counts: dict[str, int]
    checksums: dict[str, str]
    problems: list[dict[str, str]]
    seconds: float


def verify(path: Path, *, passphrase: str, by: By, at: datetime) -> Verified:
    """Restore the backup into a scratch home and a scratch database, and look at everything in it.

    Raises Refused as `restore` does. The house itself is only read for its keys.
    """
    demand(by, Ability.RUN_SERVER)
    begun = time.monotonic()
    with path.open("rb") as stream:
        open_container(stream, passphrase)
    with scratch_home() as home, scratch_database() as url:
        for name in KEYS:
            shutil.copy(settings.NAHBAR_HOME / "keys" / name, home / "keys" / name)
        command = ["nahbar", "restore", str(path.resolve()), "--json", "--passphrase-stdin"]
        restored = ask_in(home, url, command, f"{passphrase}\n")
        found = ask_in(home, url, ["nahbar", *THOROUGHLY])
    problems = [*restored["problems"], *found["problems"]]
    seconds = round(time.monotonic() - begun, 3)
    return Verified(restored["counts"], restored["checksums"], problems, seconds)
