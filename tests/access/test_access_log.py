"""Who read a customer as a whole is noted, kept, and shown to those who look after it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from tests.access.conftest import see_only

from nahbar.core import access_log
from nahbar.core.access_log import let_old_go, note_read
from nahbar.core.models import AccessLogEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.readings import read_by, readers_of
from nahbar.team.models import Branch, Firm

pytestmark = pytest.mark.django_db
Way = AccessLogEntry.Way


def test_opening_a_customer_s_page_is_noted(as_jonas: Client, jonas: User, anna: Customer) -> None:
    as_jonas.get(reverse("customer", args=[anna.public_id]))
    entry = AccessLogEntry.objects.get()
    assert (entry.reader, entry.customer_id, entry.way) == (jonas, anna.pk, Way.PAGE)


def test_a_page_that_the_device_may_keep_is_noted_as_such(
    as_jonas: Client, anna: Customer, firm: Firm
) -> None:
    Firm.objects.update(keeps_pages_offline=True)
    as_jonas.get(reverse("customer", args=[anna.public_id]))
    assert AccessLogEntry.objects.get().way == Way.OFFLINE


def test_reading_again_within_minutes_is_one_reading(
    jonas: User, mia: User, anna: Customer, now: datetime
) -> None:
    for minutes in (0, 3, 9):
        note_read(anna.pk, Way.PAGE, by=jonas, at=now + timedelta(minutes=minutes))
    assert AccessLogEntry.objects.count() == 1
    note_read(anna.pk, Way.PAGE, by=mia, at=now)
    note_read(anna.pk, Way.FILE, by=jonas, at=now)
    note_read(anna.pk, Way.PAGE, by=jonas, at=now + timedelta(minutes=11))
    assert AccessLogEntry.objects.count() == 4


def test_noting_a_reading_costs_two_queries_and_again_one(
    jonas: User, anna: Customer, now: datetime, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture
        note_read(anna.pk, Way.PAGE, by=jonas, at=now)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture
        note_read(anna.pk, Way.PAGE, by=jonas, at=now)


def test_the_database_lets_nobody_rewrite_it(jonas: User, anna: Customer) -> None:
    note_read(anna.pk, Way.PAGE, by=jonas, at=datetime.now(UTC))
    for act in (
        lambda: AccessLogEntry.objects.update(way=Way.FILE),
        lambda: AccessLogEntry.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert AccessLogEntry.objects.get().way == Way.PAGE


def test_what_is_older_than_the_house_keeps_goes(
    jonas: User, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC)
    for days in (900, 400, 366, 364, 100, 0):
        note_read(anna.pk, Way.PAGE, by=jonas, at=today - timedelta(days=days))
    monkeypatch.setattr(access_log, "AT_ONCE", 2)
    assert let_old_go() == 3
    assert AccessLogEntry.objects.count() == 3


def test_who_read_a_customer_is_shown_to_those_who_look_after_it(
    as_jonas: Client, as_mia: Client, anna: Customer
) -> None:
    as_jonas.get(reverse("customer", args=[anna.public_id]))
    page = reverse("customer_readers", args=[anna.public_id])
    assert "Jonas Falk" in as_mia.get(page).content.decode()
    assert as_jonas.get(page).status_code == 403
    told = reverse("customer_sources", args=[anna.public_id])
    assert page in as_mia.get(told).content.decode()
    assert page not in as_jonas.get(told).content.decode()


def test_whom_somebody_read_is_shown_as_far_as_one_sees(
    at_home: None,
    mia: User,
    olga: User,
    jonas: User,
    graz: Branch,
    anna: Customer,
    bernd: Customer,
    now: datetime,
) -> None:
    for one in (anna, bernd):
        note_read(one.pk, Way.PAGE, by=jonas, at=now)
    narrow = see_only(mia, graz, mia=olga, now=now)
    assert [one.customer for one in read_by(jonas, by=narrow).readings] == [anna]
    assert {one.customer for one in read_by(jonas, by=olga).readings} == {anna, bernd}


def test_pages_of_readings_follow_each_other(jonas: User, mia: User, anna: Customer) -> None:
    start = datetime.now(UTC) - timedelta(days=30)
    for hour in range(60):
        note_read(anna.pk, Way.PAGE, by=jonas, at=start + timedelta(hours=hour))
    first = readers_of(anna, by=mia)
    second = readers_of(anna, by=mia, before=first.before)
    assert (len(first.readings), len(second.readings), second.before) == (50, 10, None)


def test_the_pages_of_readings_ask_as_much_however_much_there_is(
    as_mia: Client, jonas: User, anna: Customer, django_assert_max_num_queries: object
) -> None:
    start = datetime.now(UTC) - timedelta(days=30)
    for hour in range(40):
        note_read(anna.pk, Way.PAGE, by=jonas, at=start + timedelta(hours=hour))
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # a fixture
        as_mia.get(reverse("person_readings", args=[jonas.public_id]))
