"""Anna and Bernd are known here; a telephone system tells of calls, and Jonas wants to see them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.folk import anna, bernd

from nahbar.agenda.models import Appointment
from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.reception.models import CallDesk, PhoneSystem
from nahbar.reception.operations.telephones import add_phone_system, change_call_desk
from nahbar.team.models import Firm

__all__ = ["anna", "bernd"]
ANNAS, SAME_SPELT = "+436641234567", "0664/123 45 67"

Ring = Callable[..., Any]
Expect = Callable[..., Appointment]


@pytest.fixture(autouse=True)
def english(firm: Firm, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """These tests read the pages in English, on a Monday at noon."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", now.date)


@pytest.fixture
def annas_number(anna: Customer, mia: User, now: datetime) -> str:
    """Anna is reached by mobile."""
    add_contact_point(anna, "mobile", SAME_SPELT, by=mia, at=now)
    return ANNAS


@pytest.fixture
def let_in(olga: User, now: datetime) -> tuple[PhoneSystem, str]:
    """A telephone system and its secret."""
    return add_phone_system("Telephone Graz", by=olga, at=now)


@pytest.fixture
def system(let_in: tuple[PhoneSystem, str]) -> PhoneSystem:
    """The telephone system."""
    return let_in[0]


@pytest.fixture
def ring(client: Client, let_in: tuple[PhoneSystem, str]) -> Ring:
    """Tell of a call as the system does: by POST, its secret in the address."""
    url = reverse("call_incoming_by", args=[let_in[1]])

    def ring(**told: str) -> Any:
        return client.post(url, told)

    return ring


@pytest.fixture
def desk(jonas: User, now: datetime) -> CallDesk:
    """Jonas sees calls; his extension is 23."""
    return change_call_desk(jonas, extension="23", shows_calls=True, dials_by="tel", at=now)


@pytest.fixture
def expect(anna: Customer, jonas: User, now: datetime) -> Expect:
    """Anna is expected by Jonas, in so many minutes from now."""

    def expect(minutes: int = 30, **other: Any) -> Appointment:
        begin = now + timedelta(minutes=minutes)
        times = {"starts_at": begin, "ends_at": begin + timedelta(minutes=30)}
        who = {"person": jonas, "customer": anna, "created_at": now, "changed_at": now}
        return Appointment.objects.create(**{**who, **times, **other})

    return expect
