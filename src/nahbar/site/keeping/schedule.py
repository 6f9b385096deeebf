"""What the worker asks now and then: is a backup due, or a drill?"""

import os
import subprocess
import sys
from typing import Literal

from django.conf import settings

from nahbar.core import clock
from nahbar.demo.queries import the_demo
from nahbar.site.keeping.calendar import is_backup_due, is_drill_due
from nahbar.site.process_tree import PARENT
from nahbar.team.queries import the_firm

MODULE = "nahbar.site.keeping.nightly"
_started: list[subprocess.Popen[bytes]] = []


def start_what_is_due() -> None:
    """Begin it in a process of its own; one that is at work already holds the turn and notes it."""
    if settings.BACKUPS is None or the_firm() is None:
        return
    demo = the_demo()
    if demo is not None and demo.is_lent:
        return
    now = clock.now()
    if is_backup_due(now):
        start("backup")
    elif is_drill_due(now):
        start("drill")


def start(what: Literal["backup", "drill"]) -> None:
    """Begin a backup or a drill; it ends with this process."""
    _started[:] = [one for one in _started if one.poll() is None]
    if not _started:
        _started.append(
            subprocess.Popen(  # noqa: S603  # our own module
                [sys.executable, "-m", MODULE, what],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={**os.environ, PARENT: str(os.getpid())},
            )
        )
