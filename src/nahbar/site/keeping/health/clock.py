"""The clock: the database's beside ours, and whether it was ever set back."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.core.models import LedgerEntry
from nahbar.site.keeping.health.problem import Problem

APART = timedelta(seconds=5)
AHEAD = timedelta(minutes=5)


def check_clock() -> Iterator[Problem]:
    """Two clocks that differ make due times, sessions and the order of things wrong."""
    now = clock.now()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
        apart = abs(row[0] - clock.now()) if row else timedelta()
        if apart > APART:
            told = {"seconds": int(apart.total_seconds())}
            yield Problem(
                "clock",
                "clocks_differ",
                _(
                    "The clock of the database is %(seconds)d seconds away from that of this machine."
                )
                % told,
                _("Let both machines set their clocks by the net (NTP)."),
            )
    latest: datetime | None = (
        LedgerEntry.objects.order_by("-id").values_list("occurred_at", flat=True).first()
    )
    if latest is not None and latest > now + AHEAD:
        told_at = {"at": latest.astimezone(clock.house_zone()).strftime("%d.%m.%Y %H:%M")}
        yield Problem(
            "clock",
            "clock_set_back",
            _("The last thing done here bears the time %(at)s, which is yet to come.") % told_at,
            _("The clock of this machine goes wrong, or went wrong then. Set it by the net (NTP)."),
        )
