"""When the house and its branches are open: said once, known wherever somebody plans or books."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nahbar.agenda.clashes import clashes_of
from nahbar.agenda.free_times import branch_at, free_slots
from nahbar.agenda.operations.appointments import make_appointment
from nahbar.agenda.week import week_of
from nahbar.core import clock
from nahbar.core.language import speaking, speech_of
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.team.attendance import Attendance
from nahbar.team.models import Branch, Firm, OpeningDay, OpeningHours
from nahbar.team.opening_words import day_line, opening_line, week_lines
from nahbar.team.openings import Openings
from nahbar.team.operations.hours import Shift, set_hours
from nahbar.team.operations.opening import (
    record_opening_day,
    set_opening_hours,
    withdraw_opening_day,
)
from nahbar.team.spans import Span

pytestmark = pytest.mark.django_db
TUESDAY, WEDNESDAY, SUNDAY = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 8)
EASTER_MONDAY = date(2026, 4, 6)


@pytest.fixture(autouse=True)
def english_noon(firm: Firm, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Any:
    """These tests read the pages in English, at a time that stands still."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    with speaking(speech_of("en", "AT")):
        yield


@pytest.fixture
def graz(now: datetime) -> Branch:
    """A branch."""
    return Branch.objects.create(name="Graz", created_at=now)


def week(start: int, end: int) -> list[Shift]:
    return [Shift(day, time(start), time(end)) for day in range(1, 6)]


def spans(branch: Branch | None, day: date) -> list[tuple[int, int]] | None:
    """Full hours by the clock in Vienna."""
    opened = Openings(day, day).of(branch.pk if branch else None, day)
    if opened is None:
        return None
    zone = clock.house_zone()
    return [(s.start.astimezone(zone).hour, s.end.astimezone(zone).hour) for s in opened.spans]


def test_nobody_said_is_neither_open_nor_closed(graz: Branch) -> None:
    assert spans(None, TUESDAY) is None
    assert spans(graz, TUESDAY) is None


def test_a_branch_has_its_own_hours_else_those_of_the_house(
    graz: Branch, olga: User, now: datetime
) -> None:
    linz = Branch.objects.create(name="Linz", created_at=now)
    set_opening_hours(None, week(9, 18), by=olga, at=now)
    set_opening_hours(graz, week(8, 12), by=olga, at=now)
    assert (spans(graz, TUESDAY), spans(linz, TUESDAY)) == ([(8, 12)], [(9, 18)])
    assert spans(graz, SUNDAY) == []


def test_the_house_is_open_when_one_of_its_branches_is(
    graz: Branch, olga: User, now: datetime
) -> None:
    linz = Branch.objects.create(name="Linz", created_at=now)
    set_opening_hours(graz, week(8, 12), by=olga, at=now)
    set_opening_hours(linz, week(11, 18), by=olga, at=now)
    assert spans(None, TUESDAY) == [(8, 18)]


def test_on_public_holidays_it_is_closed_unless_a_day_says_otherwise(
    graz: Branch, olga: User, now: datetime
) -> None:
    set_opening_hours(None, week(9, 18), by=olga, at=now)
    opened = Openings(EASTER_MONDAY, EASTER_MONDAY).of(graz.pk, EASTER_MONDAY)
    assert opening_line(opened) == "not open: Easter Monday"
    said = {"first_day": EASTER_MONDAY, "last_day": EASTER_MONDAY, "from_time": time(10), "until_time": time(14)}  # fmt: skip
    record_opening_day(graz, said, by=olga, at=now)
    assert (spans(graz, EASTER_MONDAY), spans(None, EASTER_MONDAY)) == ([(10, 14)], [])


def test_what_is_said_of_the_branch_goes_before_what_is_said_of_the_house(
    graz: Branch, olga: User, now: datetime
) -> None:
    set_opening_hours(None, week(9, 18), by=olga, at=now)
    closed = {"first_day": TUESDAY, "last_day": WEDNESDAY, "name": "Stocktaking"}
    record_opening_day(None, closed, by=olga, at=now)
    open_late = {"first_day": TUESDAY, "last_day": TUESDAY, "from_time": time(16), "until_time": time(20)}  # fmt: skip
    record_opening_day(graz, open_late, by=olga, at=now)
    assert (spans(graz, TUESDAY), spans(graz, WEDNESDAY), spans(None, TUESDAY)) == (
        [(16, 20)],
        [],
        [],
    )


def test_each_step_is_one_row_in_the_ledger_and_nothing_changed_is_none(
    olga: User, graz: Branch, now: datetime
) -> None:
    for _twice in range(2):
        set_opening_hours(graz, week(9, 18), by=olga, at=now)
    day = record_opening_day(graz, {"first_day": TUESDAY, "last_day": TUESDAY}, by=olga, at=now)
    withdraw_opening_day(day, by=olga, at=now)
    told = LedgerEntry.objects.filter(action__startswith="team.opening").order_by("id")
    assert list(told.values_list("action", "subject_id")) == [
        ("team.opening_hours_set", graz.pk),
        ("team.opening_day_recorded", graz.pk),
        ("team.opening_day_withdrawn", graz.pk),
    ]
    assert not OpeningDay.objects.exists()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"last_day": date(2026, 3, 2)}, "ends_before_start"),
        ({"from_time": time(9)}, "both_times"),
        ({"until_time": time(9)}, "both_times"),
        ({"from_time": time(9), "until_time": time(9)}, "ends_before_start"),
        ({"first_day": date(2099, 1, 1), "last_day": date(2099, 1, 1)}, "too_far"),
        ({"last_day": date(9999, 12, 31)}, "too_far"),
    ],
)
def test_days_that_cannot_be_are_refused(
    said: dict[str, Any], code: str, olga: User, now: datetime
) -> None:
    with pytest.raises(Refused) as refusal:
        record_opening_day(
            None, {"first_day": TUESDAY, "last_day": TUESDAY, **said}, by=olga, at=now
        )
    assert refusal.value.code == code


def test_a_day_is_said_once(olga: User, graz: Branch, now: datetime) -> None:
    said = {"first_day": TUESDAY, "last_day": WEDNESDAY}
    record_opening_day(None, said, by=olga, at=now)
    record_opening_day(graz, said, by=olga, at=now)
    with pytest.raises(Refused) as refusal:
        record_opening_day(None, {"first_day": WEDNESDAY, "last_day": SUNDAY}, by=olga, at=now)
    assert refusal.value.code == "day_known"


def test_only_who_leads_says_when_it_is_open(jonas: User, olga: User, now: datetime) -> None:
    day = record_opening_day(None, {"first_day": TUESDAY, "last_day": TUESDAY}, by=olga, at=now)
    for act in (
        lambda: set_opening_hours(None, week(9, 18), by=jonas, at=now),
        lambda: record_opening_day(
            None, {"first_day": SUNDAY, "last_day": SUNDAY}, by=jonas, at=now
        ),
        lambda: withdraw_opening_day(day, by=jonas, at=now),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_only_while_it_is_open_a_time_can_be_booked(
    jonas: User, olga: User, graz: Branch, now: datetime
) -> None:
    set_hours(jonas, [Shift(2, time(8), time(18), graz)], by=jonas, at=now)
    set_opening_hours(graz, [Shift(2, time(9), time(11))], by=olga, at=now)
    slots = free_slots(jonas, TUESDAY, TUESDAY, minutes=30, after=now)
    zone = clock.house_zone()
    assert [f"{at.astimezone(zone):%H:%M}" for at in slots[TUESDAY]] == ["09:00", "09:30", "10:00", "10:30"]  # fmt: skip
    record_opening_day(None, {"first_day": TUESDAY, "last_day": TUESDAY}, by=olga, at=now)
    assert free_slots(jonas, TUESDAY, TUESDAY, minutes=30, after=now) == {}


def test_what_is_booked_is_in_the_branch_where_they_are_then(
    jonas: User, graz: Branch, now: datetime
) -> None:
    morning, afternoon = Shift(2, time(8), time(12), graz), Shift(2, time(13), time(18))
    set_hours(jonas, [morning, afternoon], by=jonas, at=now)
    assert branch_at(jonas, datetime(2026, 3, 3, 9, tzinfo=UTC)) == graz
    assert branch_at(jonas, datetime(2026, 3, 3, 14, tzinfo=UTC)) is None


def test_on_a_holiday_on_which_it_opens_they_are_there(
    jonas: User, olga: User, graz: Branch, now: datetime
) -> None:
    set_hours(jonas, [Shift(1, time(8), time(18), graz)], by=jonas, at=now)

    def there() -> list[Span]:
        return Attendance([jonas.pk], EASTER_MONDAY, EASTER_MONDAY).spans(jonas.pk, EASTER_MONDAY)

    assert there() == []
    said = {"first_day": EASTER_MONDAY, "last_day": EASTER_MONDAY, "from_time": time(10), "until_time": time(14)}  # fmt: skip
    record_opening_day(graz, said, by=olga, at=now)
    assert len(there()) == 1
    assert len(free_slots(jonas, EASTER_MONDAY, EASTER_MONDAY, minutes=60, after=now)[EASTER_MONDAY]) == 7  # fmt: skip


def test_who_plans_a_visit_before_a_closed_door_is_told(
    jonas: User, olga: User, now: datetime
) -> None:
    set_opening_hours(None, week(9, 18), by=olga, at=now)

    def told(hour: int, kind: str = "visit") -> list[str]:
        starts_at = datetime(2026, 3, 3, hour, tzinfo=UTC)
        fields = {"person": jonas, "kind": kind, "starts_at": starts_at, "ends_at": starts_at.replace(minute=30)}  # fmt: skip
        return clashes_of(make_appointment(fields, by=jonas, at=now))

    assert told(18) == ["The whole house is not open then: open 09:00–18:00."]
    assert told(10) == told(19, "internal") == told(20, "call") == []


def test_the_week_tells_when_it_is_open(jonas: User, olga: User, now: datetime) -> None:
    set_opening_hours(None, week(6, 20), by=olga, at=now)
    shown = week_of(TUESDAY, [jonas.pk], by=jonas)
    assert [one.opened for one in shown.days][-2:] == ["not open", "not open"]
    assert shown.days[1].opened == "open 06:00–20:00"
    assert (shown.first_hour, shown.last_hour) == (6, 20)


def test_read_by_everyone_and_changed_by_who_leads(
    as_mia: Client, as_jonas: Client, as_petra: Client, graz: Branch
) -> None:
    page, change = reverse("opening"), reverse("opening_hours", args=[graz.pk])
    sent = {"from_1_1": "08:00", "until_1_1": "12:00", "from_1_2": "13:00", "until_1_2": "17:00"}
    assert as_mia.post(change, sent)["Location"] == page
    for reader in (as_mia, as_jonas, as_petra):
        shown = reader.get(page).text
        assert "Monday: 08:00–12:00, 13:00–17:00" in shown
        assert (change in shown) == (reader is as_mia)
    for client in (as_jonas, as_petra):
        assert client.get(change).status_code == 403
        assert client.post(change, sent).status_code == 403
    assert 'value="13:00"' in as_mia.get(change).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"from_1_1": "08:00"},
        {"from_1_1": "12:00", "until_1_1": "08:00"},
        {"from_1_1": "25:00", "until_1_1": "26:00"},
        {"from_1_1": "08:00", "until_1_1": "12:00", "from_1_2": "11:00", "until_1_2": "13:00"},
    ],
)
def test_hours_that_cannot_be_come_back(wrong: dict[str, str], as_mia: Client) -> None:
    assert as_mia.post(reverse("opening_hours", args=[0]), wrong).status_code == 422
    assert not OpeningHours.objects.exists()


def test_days_are_added_and_removed_on_the_page(as_mia: Client, as_jonas: Client) -> None:
    here, add = reverse("opening_hours", args=[0]), reverse("opening_days", args=[0])
    sent = {"first_day": "2026-03-09", "name": "<b>Outing</b>"}
    assert as_mia.post(add, sent)["Location"] == here
    shown = as_mia.get(here).text
    assert "not open, &lt;b&gt;Outing&lt;/b&gt;" in shown
    assert as_mia.post(add, sent).status_code == 422
    assert as_mia.post(add, {"first_day": "no day"}).status_code == 422
    gone = reverse("opening_day_withdrawal", args=[OpeningDay.objects.get().public_id])
    assert as_jonas.post(gone).status_code == 403
    assert as_mia.post(gone)["Location"] == here
    assert not OpeningDay.objects.exists()


def test_a_branch_that_is_not_there_is_not_found(as_mia: Client) -> None:
    for key in (7, 10**30):
        assert as_mia.get(reverse("opening_hours", args=[key])).status_code == 404


def test_as_many_queries_for_many_branches_as_for_one(
    as_mia: Client, graz: Branch, olga: User, now: datetime
) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            as_mia.get(reverse("opening"))
        return len(asked)

    set_opening_hours(graz, week(8, 12), by=olga, at=now)
    ask()
    few = ask()
    for number in range(8):
        branch = Branch.objects.create(name=f"Branch {number}", created_at=now)
        set_opening_hours(branch, week(8, 12 + number % 3), by=olga, at=now)
        record_opening_day(branch, {"first_day": TUESDAY, "last_day": TUESDAY}, by=olga, at=now)
    assert ask() == few


def test_in_words(graz: Branch, olga: User, now: datetime) -> None:
    made = set_opening_hours(graz, [*week(9, 18), Shift(6, time(9), time(12))], by=olga, at=now)
    assert week_lines(made) == ["Monday – Friday: 09:00–18:00", "Saturday: 09:00–12:00", "Sunday: not open"]  # fmt: skip
    days = {"first_day": TUESDAY, "last_day": WEDNESDAY, "name": "Outing"}
    assert day_line(record_opening_day(graz, days, by=olga, at=now)) == "3 Mar 2026 – 4 Mar 2026: not open, Outing"  # fmt: skip


def test_who_comes_today_sees_whether_it_is_open(
    as_jonas: Client, olga: User, now: datetime
) -> None:
    record_opening_day(None, {"first_day": now.date(), "last_day": now.date(), "name": "Outing"}, by=olga, at=now)  # fmt: skip
    for name in ("visitors", "team"):
        assert "not open: Outing" in as_jonas.get(reverse(name)).text
