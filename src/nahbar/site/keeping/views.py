"""Backups and the health of the house, for its owners."""

from typing import Literal

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.door import door
from nahbar.core.refusals import Refused
from nahbar.site.keeping.calendar import Kind, latest_night, state_of_backups
from nahbar.site.keeping.folder import newest
from nahbar.site.keeping.health.examine import QUICK, examine
from nahbar.site.keeping.health.machine import versions
from nahbar.site.keeping.listing import listed_backups, logged
from nahbar.site.keeping.schedule import start


@require_safe
@door(Ability.RUN_SERVER)
def backups(request: HttpRequest) -> HttpResponse:
    """Which there are, what became of the last ones, and of restoring them on trial."""
    now = clock.now()
    shows = {
        "state": state_of_backups(now),
        "folder": settings.BACKUPS,
        "is_locked": bool(settings.BACKUP_PASSPHRASE_FILE),
        "next_at": latest_night(now).replace(microsecond=0),
        "backups": listed_backups(settings.BACKUPS),
        "made": logged(Kind.BACKUP),
        "drills": logged(Kind.DRILL, Kind.RESTORE, Kind.MOVE),
    }
    return render(request, "keeping/backups.html", shows)


@require_POST
@door(Ability.RUN_SERVER)
def new_backup(request: HttpRequest) -> HttpResponse:
    """Make one now."""
    return _begin(request, "backup", _("A backup is being made. It will stand here in a moment."))


@require_POST
@door(Ability.RUN_SERVER)
def new_drill(request: HttpRequest) -> HttpResponse:
    """Restore the newest one on trial now."""
    if settings.BACKUPS is not None and newest(settings.BACKUPS) is None:
        raise Refused("no_backup_yet", _("There is no backup yet."))
    return _begin(
        request,
        "drill",
        _("The newest backup is being restored on trial. What came of it will stand here."),
    )


@require_safe
@door(Ability.RUN_SERVER)
def health(request: HttpRequest) -> HttpResponse:
    """What is not as it should be, and what to do."""
    drill = state_of_backups(clock.now()).drill
    shows = {"problems": examine(QUICK), "versions": versions(), "drill": drill}
    return render(request, "keeping/health.html", shows)


def _begin(request: HttpRequest, what: Literal["backup", "drill"], said: str) -> HttpResponse:
    if settings.BACKUPS is None:
        raise Refused("backups_off", _("No backups are made here: NAHBAR_BACKUPS is off."))
    start(what)
    messages.success(request, said)
    return redirect("backups")
