"""Opened on whatever day, and twice on the same."""

from datetime import date, datetime

import pytest
from tests.demo.conftest import Open

from nahbar.agenda.day import items_before
from nahbar.agenda.models import Appointment, Task
from nahbar.core.actors import THE_HOUSE
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.core.today import ItemKind
from nahbar.demo.operations.open_demo import open_demo
from nahbar.demo.operations.start_afresh import start_afresh
from nahbar.reception.visitors import expected_on_day
from nahbar.team.models import OWNERS_PLACE, Absence, WorkingHours

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 3, 8, 19, 0, tzinfo=house_zone())
Status = Appointment.Status


def local_day(at: datetime) -> date:
    return at.astimezone(house_zone()).date()


def test_on_a_sunday_somebody_comes_all_the_same(db: None) -> None:
    open_demo(by=THE_HOUSE, at=SUNDAY, customers=120)
    owner = User.objects.get(email=OWNERS_PLACE)
    expected = expected_on_day(SUNDAY, by=owner)
    assert len(expected) >= 2
    assert all(one.note for one in expected)
    assert any(item.kind == ItemKind.APPOINTMENT for item in items_before(owner, SUNDAY))


def test_the_same_day_makes_the_same_calendar(open_small: Open, now: datetime) -> None:
    def written() -> list[tuple[str, str, datetime]]:
        rows = Appointment.objects.order_by("starts_at", "person__name")
        return list(rows.values_list("person__name", "title", "starts_at"))

    open_small()
    first = written()
    start_afresh(by=THE_HOUSE, at=now)
    assert not any(model.objects.exists() for model in (Appointment, Task, Absence, WorkingHours))
    open_small()
    assert written() == first
