"""The only place where the time of day is read; operations are told it as `at`."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def house_zone() -> ZoneInfo:
    """The zone in which the house counts its days."""
    return ZoneInfo(settings.TIME_ZONE)


def today() -> date:
    """The day it is in the house."""
    return now().astimezone(house_zone()).date()
