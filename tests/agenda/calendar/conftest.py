"""Jonas has hours, Anna comes, and it is Monday noon in Vienna."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from tests.customers.folk import anna, bernd

from nahbar.agenda.models import Appointment
from nahbar.agenda.operations.appointments import make_appointment
from nahbar.core import clock
from nahbar.core.language import speaking, speech_of
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.team.models import Firm
from nahbar.team.operations.hours import Shift, set_hours

__all__ = ["anna", "bernd"]
Plan = Callable[..., Appointment]


@pytest.fixture(autouse=True)
def english_noon(firm: Firm, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """These tests read the pages in English, at a time that stands still."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    with speaking(speech_of("en", "AT")):
        yield


@pytest.fixture
def at_work(jonas: User, now: datetime) -> User:
    """Jonas, from Monday to Friday, nine to twelve and one to five."""
    week = [
        Shift(day, start, end)
        for day in range(1, 6)
        for start, end in ((time(9), time(12)), (time(13), time(17)))
    ]
    set_hours(jonas, week, by=jonas, at=now)
    return jonas


@pytest.fixture
def plan(jonas: User, anna: Customer, now: datetime) -> Plan:
    """Plan an appointment of Jonas with Anna: `hours` from now, for `minutes`."""

    def plan(hours: float = 24, minutes: int = 30, **more: Any) -> Appointment:
        starts_at = now + timedelta(hours=hours)
        fields = {
            "person": jonas,
            "customer": anna,
            "kind": "visit",
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=minutes),
            **more,
        }
        return make_appointment(fields, by=jonas, at=now)

    return plan
