"""The demo firm lives its days: whenever it is opened there is somebody to expect and something to do."""

from datetime import date, datetime, timedelta

import pytest

from nahbar.agenda.day import items_before
from nahbar.agenda.models import Appointment, Idea, Task
from nahbar.core.clock import house_zone
from nahbar.core.models import LedgerEntry, User
from nahbar.core.today import ItemKind
from nahbar.customers.models import Customer
from nahbar.demo.models import Demo
from nahbar.reception.visitors import expected_on_day
from nahbar.team.attendance import Attendance
from nahbar.team.models import OWNERS_PLACE, Absence, WorkingHours
from nahbar.team.spans import Span

pytestmark = pytest.mark.django_db
SUNDAY = datetime(2026, 3, 8, 19, 0, tzinfo=house_zone())
Status = Appointment.Status


def local_day(at: datetime) -> date:
    return at.astimezone(house_zone()).date()


def test_everything_lies_within_hours_and_nothing_upon_another(
    small_demo: Demo, now: datetime
) -> None:
    made = list(Appointment.objects.order_by("person_id", "starts_at"))
    assert 25 <= len(made) <= 60
    there = Attendance(None, local_day(made[0].starts_at) - timedelta(days=9), local_day(now) + timedelta(days=20))  # fmt: skip
    for one, following in zip(made, [*made[1:], None], strict=True):
        spans = there.spans(one.person_id, local_day(one.starts_at))
        assert any(span.start <= one.starts_at and one.ends_at <= span.end for span in spans)
        if following and following.person_id == one.person_id:
            assert not Span(one.starts_at, one.ends_at).meets(
                Span(following.starts_at, following.ends_at)
            )
    days = {local_day(one.starts_at) - local_day(now) for one in made}
    assert min(days) < timedelta(days=-4)
    assert max(days) > timedelta(days=9)


def test_a_weekday_has_its_visitors_and_its_owner_something_of_each(
    small_demo: Demo, now: datetime
) -> None:
    owner = User.objects.get(email=OWNERS_PLACE)
    expected = expected_on_day(now, by=owner)
    assert {one.branch.name for one in expected if one.branch} == {"Graz", "Leoben"}
    assert all(one.customer for one in expected)
    kinds = {item.kind for item in items_before(owner, now)}
    assert {ItemKind.PROMISE, ItemKind.TASK, ItemKind.APPOINTMENT} <= kinds
    assert Customer.objects.filter(cared_for_by=owner).exists()


def test_what_is_over_is_settled_and_some_did_not_come(small_demo: Demo, now: datetime) -> None:
    today = now.astimezone(house_zone()).replace(hour=0, minute=0)
    over = set(Appointment.objects.filter(starts_at__lt=today).values_list("status", flat=True))
    assert over == {Status.CAME, Status.MISSED}
    to_come = Appointment.objects.filter(starts_at__gt=now).values_list("status", flat=True)
    assert set(to_come) == {Status.PLANNED}


def test_one_is_away_and_the_owner_stands_in(small_demo: Demo, now: datetime) -> None:
    assert WorkingHours.objects.values("person").distinct().count() == 9
    away = Absence.objects.get()
    assert away.first_day <= local_day(now) <= away.last_day
    owner = User.objects.get(email=OWNERS_PLACE)
    assert away.stand_in == owner
    theirs = Task.objects.get(owner=away.person, due_on=local_day(now))
    assert f"task:{theirs.public_id}" in {item.key for item in items_before(owner, now)}


def test_promises_and_tasks_of_every_age(small_demo: Demo, now: datetime) -> None:
    today, tasks = local_day(now), Task.objects.filter(state=Task.State.OPEN)
    assert Task.objects.count() >= 20
    assert tasks.filter(due_on=today).count() >= 5
    assert tasks.filter(due_on__lt=today).exists()
    assert tasks.filter(kind=Task.Kind.PROMISE, due_on=today + timedelta(days=1)).exists()
    assert tasks.get(postponed=3).owner.name == "Renate Amselberger"
    assert Task.objects.exclude(state=Task.State.OPEN).exists()
    assert Idea.objects.count() == 2


def test_each_thing_stands_in_the_ledger_and_none_later_than_now(
    small_demo: Demo, now: datetime
) -> None:
    rows = LedgerEntry.objects.filter(action="agenda.appointment_made")
    assert rows.count() == Appointment.objects.count()
    assert not rows.filter(actor=None).exists()
    assert not LedgerEntry.objects.filter(action__startswith="agenda.", occurred_at__gt=now)
