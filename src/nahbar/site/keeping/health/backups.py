"""Backups: whether there is a young one, whether restoring it was tried, whether it lies elsewhere."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.site.keeping.calendar import state_of_backups
from nahbar.site.keeping.health.problem import Problem
from nahbar.site.keeping.words import because


def check_backups() -> Iterator[Problem]:
    """What a house that is lost tonight would have tomorrow."""
    if settings.BACKUPS is None:
        remedy = _("Take NAHBAR_BACKUPS=off away, or see to it that another program makes them.")
        yield Problem("backups", "backups_off", _("No backups are made by night."), remedy)
        return
    state = state_of_backups(clock.now())
    if state.failed is not None:
        yield Problem(
            "backups",
            "backup_failed",
            _("The last backup failed: %(why)s") % {"why": because(state.failed.code)},
            _("When the cause is gone, make one: nahbar backup FILE, or on the page Backups."),
            is_grave=state.is_old,
        )
    elif state.is_old:
        yield Problem(
            "backups",
            "backup_old",
            _("There is no backup of the last two days."),
            _("They are made by night while nahbar runs. Make one now: nahbar backup FILE"),
            is_grave=True,
        )
    if state.drill is not None and (state.drill.code or state.drill.problems):
        why = because(state.drill.code) if state.drill.code else _("something was missing in it")
        yield Problem(
            "backups",
            "drill_failed",
            _("The last backup that was restored on trial did not stand: %(why)s") % {"why": why},
            _("Make a new one and try it: nahbar backup FILE, then nahbar verify FILE"),
            is_grave=True,
        )
    if settings.BACKUPS.is_dir() and _is_same_disk(settings.BACKUPS):
        yield Problem(
            "backups",
            "same_disk",
            _("The backups lie on the same disk as the data."),
            _("Name a folder on another disk or machine with NAHBAR_BACKUPS, or copy them there."),
        )


def _is_same_disk(folder: Path) -> bool:
    return bool(folder.stat().st_dev == settings.NAHBAR_HOME.stat().st_dev)
