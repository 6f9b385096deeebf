"""Noting who read a customer as a whole, and letting old notes go."""

from datetime import datetime, timedelta

from django.conf import settings

from nahbar.core import clock
from nahbar.core.actors import By
from nahbar.core.models import AccessLogEntry, User

Way = AccessLogEntry.Way
TOGETHER = timedelta(minutes=10)  # reading again within it is the same reading
AT_ONCE = 10_000


def note_read(customer: int, way: str, *, by: By, at: datetime) -> None:
    """Note that `by` read all of a customer (primary key), before they are given it.

    One query where it was noted minutes ago, else two.
    """
    reader = by if isinstance(by, User) else None
    noted = AccessLogEntry.objects.filter(customer_id=customer, reader=reader, way=way)
    if not noted.filter(read_at__gt=at - TOGETHER).exists():
        AccessLogEntry.objects.create(customer_id=customer, reader=reader, way=way, read_at=at)


def let_old_go() -> int:
    """Remove what is older than the house keeps it; how many rows. The worker calls it each night.

    Rows stand in the order of their time, so that only the first are ever looked at.
    """
    before = clock.now() - timedelta(days=settings.ACCESS_LOG_DAYS)
    removed = 0
    while True:
        first = AccessLogEntry.objects.order_by("id").values_list("id", "read_at")[:AT_ONCE]
        old = [key for key, read_at in first if read_at < before]
        if old:
            removed += AccessLogEntry.objects.filter(pk__in=old).delete()[0]
        if len(old) < AT_ONCE:
            return removed
