"""Appointments that come again: planned together; one, the following or all are changed, and put back."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nahbar.agenda.models import Appointment, Series
from nahbar.agenda.operations.appointments import (
    cancel_appointment,
    change_appointment,
    settle_appointment,
)
from nahbar.agenda.operations.series import cancel_series, change_series, make_series
from nahbar.agenda.operations.series_rows import take_back_any
from nahbar.agenda.operations.spreading import spread_change
from nahbar.agenda.rhythm_words import rhythm_line
from nahbar.agenda.rhythms import Rhythm
from nahbar.agenda.series_plan import course_of
from nahbar.agenda.timeline import coming
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer

pytestmark = pytest.mark.django_db
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
TUESDAY = datetime(2026, 3, 3, 9, tzinfo=UTC)  # ten in Vienna
Repeat = Callable[..., list[Appointment]]


@pytest.fixture
def repeat(jonas: User, anna: Customer, now: datetime) -> Repeat:
    """Plan something of Jonas with Anna that comes again; its appointments in order."""

    def repeat(frequency: str = "weekly", times: int = 5, **more: Any) -> list[Appointment]:
        starts_at = more.pop("starts_at", TUESDAY)
        rhythm = Rhythm(frequency, times=times, **more.pop("rhythm", {}))
        fields = {
            "person": jonas,
            "customer": anna,
            "kind": "visit",
            "title": "Training",
            "starts_at": starts_at,
            "ends_at": starts_at + HOUR,
            **more,
        }
        make_series(fields, rhythm, by=jonas, at=now)
        return rows()

    return repeat


def rows() -> list[Appointment]:
    return list(Appointment.objects.select_related("series").order_by("starts_at", "id"))


def starts() -> list[datetime]:
    return [row.starts_at for row in rows()]


def move(row: Appointment, by_days: int, spread: str, by: User, at: datetime, **more: Any) -> Any:
    fields = {"starts_at": row.starts_at + by_days * DAY, **more}
    return change_series(row, fields, spread, version=row.version, by=by, at=at)


def stands() -> list[tuple[Any, ...]]:
    names = ("pk", "person_id", "title", "starts_at", "ends_at", "status", "series_id", "slot_at")
    return [tuple(getattr(row, name) for name in names) for row in rows()]


def test_each_is_an_appointment_of_its_own(repeat: Repeat, jonas: User) -> None:
    made = repeat()
    assert [row.starts_at for row in made[:4]] == [TUESDAY + WEEK * n for n in range(4)]
    assert len({row.public_id for row in made}) == 5
    assert {row.booked_by for row in made} == {jonas}
    entry = LedgerEntry.objects.get(action="agenda.series_made")
    assert (entry.subject_id, entry.details["times"]) == (made[0].pk, 5)
    assert entry.actor == jonas


def test_at_ten_it_stays_ten_when_the_clocks_are_put(repeat: Repeat) -> None:
    made = repeat()  # the last of five Tuesdays is after the end of March
    assert made[-1].starts_at == datetime(2026, 3, 31, 8, tzinfo=UTC)
    assert {row.ends_at - row.starts_at for row in made} == {HOUR}


def test_the_same_form_sent_twice_makes_one_series(jonas: User, now: datetime) -> None:
    key = uuid.uuid4()
    fields = {"person": jonas, "starts_at": TUESDAY, "ends_at": TUESDAY + HOUR}
    for _twice in range(2):
        make_series(fields, Rhythm("daily", times=3), by=jonas, at=now, public_id=key)
    assert Appointment.objects.count() == 3
    assert Series.objects.count() == 1


def test_what_comes_once_is_no_series(repeat: Repeat) -> None:
    (only,) = repeat(times=1)
    assert only.series is None
    assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("rhythm", "code"),
    [
        (Rhythm("daily"), "no_end"),
        (Rhythm("daily", until=date(2026, 3, 1)), "no_end"),
        (Rhythm("daily", until=date(2029, 3, 1)), "too_many_times"),
        (Rhythm("monthly", every=12, times=20), "too_far"),
    ],
)
def test_an_end_that_cannot_be_is_refused(
    rhythm: Rhythm, code: str, jonas: User, now: datetime
) -> None:
    fields = {"person": jonas, "starts_at": TUESDAY, "ends_at": TUESDAY + HOUR}
    with pytest.raises(Refused) as refusal:
        make_series(fields, rhythm, by=jonas, at=now)
    assert refusal.value.code == code
    assert not Series.objects.exists()


def test_who_only_reads_repeats_nothing(repeat: Repeat, petra: User, now: datetime) -> None:
    row = repeat()[0]
    acts: list[Callable[[], Any]] = [
        lambda: make_series({"person": petra}, Rhythm("daily", times=2), by=petra, at=now),
        lambda: change_series(row, {"title": "x"}, "all", version=None, by=petra, at=now),
        lambda: cancel_series(row, "all", version=None, by=petra, at=now),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()


def test_only_this_one_leaves_the_others(repeat: Repeat, jonas: User, now: datetime) -> None:
    made = repeat()
    move(made[1], 1, "one", jonas, now)
    assert starts()[1] == TUESDAY + WEEK + DAY
    assert [at for n, at in enumerate(starts()) if n != 1] == [row.starts_at for n, row in enumerate(made) if n != 1]  # fmt: skip
    assert Appointment.objects.get(pk=made[1].pk).slot_at == made[1].slot_at


def test_this_and_the_following_become_a_series_of_their_own(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat()
    new = (made[2].starts_at + DAY).replace(hour=13)
    entry = change_series(made[2], {"starts_at": new}, "following", version=1, by=jonas, at=now)
    assert starts()[:2] == [row.starts_at for row in made[:2]]
    assert starts()[2:4] == [new, new + WEEK]
    assert starts()[4] == new + 2 * WEEK - HOUR  # in summer, by the clock the same
    first, rest = Series.objects.order_by("pk")
    assert (first.times, rest.times, rest.follows) == (2, 3, first)
    assert entry is not None
    assert entry.details["count"] == 3


def test_all_that_are_still_to_come_are_moved_and_what_was_stays(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat()
    later = TUESDAY + WEEK + DAY  # two are over
    settle_appointment(made[0], "came", version=1, by=jonas, at=later)
    lead = Appointment.objects.get(pk=made[3].pk)
    change_series(lead, {"starts_at": lead.starts_at + HOUR}, "all", version=1, by=jonas, at=later)
    assert starts()[:2] == [row.starts_at for row in made[:2]]
    assert starts()[2:] == [row.starts_at + HOUR for row in made[2:]]
    assert rows()[0].status == "came"


def test_what_one_has_of_its_own_it_keeps(
    repeat: Repeat, jonas: User, mia: User, now: datetime
) -> None:
    made = repeat()
    change_appointment(made[3], {"title": "With cake"}, version=1, by=jonas, at=now)
    move(made[4], 2, "one", jonas, now)
    said = {"title": "Course", "person": mia, "starts_at": made[1].starts_at + HOUR}
    change_series(made[1], said, "following", version=1, by=jonas, at=now)
    found = {row.pk: row for row in rows()}
    assert [found[row.pk].title for row in made] == ["Training", "Course", "Course", "With cake", "Course"]  # fmt: skip
    assert [found[row.pk].person for row in made[1:]] == [mia] * 4
    assert found[made[4].pk].starts_at == made[4].starts_at + 2 * DAY
    assert found[made[3].pk].starts_at == made[3].starts_at + HOUR


def test_longer_is_longer_for_all_and_nothing_is_cut(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat()
    change_series(made[0], {"ends_at": made[0].starts_at + 2 * HOUR}, "all", version=1, by=jonas, at=now)  # fmt: skip
    assert {row.ends_at - row.starts_at for row in rows()} == {2 * HOUR}
    assert Series.objects.count() == 1


def test_a_monthly_one_moved_to_the_end_of_the_month_keeps_to_it(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat("monthly", times=4, starts_at=datetime(2026, 5, 15, 8, tzinfo=UTC))
    move(made[2], 16, "all", jonas, now)  # 15 July to the 31st
    assert [at.date().isoformat() for at in starts()] == ["2026-05-31", "2026-06-30", "2026-07-31", "2026-08-31"]  # fmt: skip


def test_cancelled_from_here_on(repeat: Repeat, jonas: User, now: datetime) -> None:
    made = repeat()
    entry = cancel_series(made[2], "following", version=1, by=jonas, at=now)
    assert [row.status for row in rows()] == ["planned"] * 2 + ["cancelled"] * 3
    assert entry is not None
    take_back_any(entry, by=jonas, at=now)
    assert {row.status for row in rows()} == {"planned"}


def test_what_was_cancelled_before_is_not_brought_back_with_the_others(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat()
    cancel_appointment(made[3], version=1, by=jonas, at=now)
    entry = cancel_series(made[0], "all", version=1, by=jonas, at=now)
    assert entry is not None
    take_back_any(entry, by=jonas, at=now)
    assert [row.status for row in rows()] == ["planned"] * 3 + ["cancelled", "planned"]


def test_a_moved_series_is_put_back_as_it_stood(
    repeat: Repeat, jonas: User, mia: User, now: datetime
) -> None:
    made = repeat()
    before = stands()
    entry = move(made[2], 1, "following", jonas, now, title="Course", person=mia)
    assert stands() != before
    take_back_any(entry, by=jonas, at=now)
    assert stands() == before
    assert Series.objects.count() == 1
    assert Series.objects.get().times == 5


def test_what_was_changed_since_is_not_put_back(
    repeat: Repeat, jonas: User, mia: User, now: datetime
) -> None:
    made = repeat()
    entry = move(made[0], 1, "all", jonas, now)
    last = Appointment.objects.get(pk=made[4].pk)
    change_appointment(last, {"title": "Mia knows more"}, version=None, by=mia, at=now)
    with pytest.raises(Refused) as refusal:
        take_back_any(entry, by=jonas, at=now)
    assert refusal.value.code == "changed_since"


def test_only_who_did_it_or_leads_puts_it_back(
    repeat: Repeat, jonas: User, olga: User, now: datetime
) -> None:
    tom = User.objects.create(email="tom@lind.example", name="Tom", role="staff", password="!")
    entry = move(repeat()[0], 1, "all", jonas, now)
    with pytest.raises(NotAllowed):
        take_back_any(entry, by=tom, at=now)
    take_back_any(entry, by=olga, at=now)
    assert starts()[0] == TUESDAY


def test_a_stale_form_changes_no_series(repeat: Repeat, jonas: User, mia: User, now: datetime) -> None:  # fmt: skip
    made = repeat()
    change_appointment(made[0], {"title": "First"}, version=1, by=mia, at=now)
    for act in (change_series, cancel_series):
        rest: tuple[Any, ...] = ({"title": "x"}, "all") if act is change_series else ("all",)
        with pytest.raises(Refused) as refusal:
            act(made[0], *rest, version=1, by=jonas, at=now)  # type: ignore[operator]  # of both the same
        assert refusal.value.code == "changed_since"


def test_what_was_done_to_one_is_done_to_the_others_by_one_press(
    repeat: Repeat, jonas: User, now: datetime
) -> None:
    made = repeat()
    entry = move(made[1], 1, "one", jonas, now)
    spread_change(entry, "following", by=jonas, at=now)
    assert starts()[0] == made[0].starts_at
    assert starts()[1:] == [row.starts_at + DAY for row in made[1:]]
    gone = cancel_appointment(rows()[2], version=None, by=jonas, at=now)
    assert gone is not None
    spread_change(gone, "all", by=jonas, at=now)
    assert [row.status for row in rows()] == ["planned"] + ["cancelled"] * 4


def test_an_appointment_alone_has_none_to_take_along(plan: Any, jonas: User, now: datetime) -> None:
    entry = change_appointment(plan(), {"starts_at": TUESDAY}, version=1, by=jonas, at=now)
    assert entry is not None
    with pytest.raises(Refused) as refusal:
        spread_change(entry, "all", by=jonas, at=now)
    assert refusal.value.code == "no_series"


def test_as_many_queries_for_thirty_as_for_five(repeat: Repeat, jonas: User, now: datetime) -> None:
    def ask(row: Appointment) -> int:
        with CaptureQueriesContext(connection) as asked:
            move(row, 1, "all", jonas, now)
        return len(asked)

    few = ask(repeat(times=5)[0])
    Appointment.objects.all().delete()
    assert ask(repeat(times=30)[0]) == few


def test_in_words(repeat: Repeat) -> None:
    row = repeat(times=4, rhythm={"every": 2, "weekdays": (2, 4)})[0]
    assert row.series is not None
    assert (
        rhythm_line(row.series) == "every 2 weeks on Tuesday, Thursday, 4 times until 19 Mar 2026"
    )


STEPS = st.tuples(
    st.sampled_from(["move", "cancel", "one", "back"]),
    st.integers(0, 9),
    st.integers(-20, 20),
    st.integers(-3, 3),
    st.sampled_from(["following", "all"]),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.sampled_from(["daily", "weekly", "monthly"]), st.integers(1, 3), st.lists(STEPS, max_size=5)
)
def test_whatever_is_done_what_was_not_moved_alone_lies_where_its_rule_says(
    jonas: User, now: datetime, frequency: str, every: int, steps: list[tuple[Any, ...]]
) -> None:
    with transaction.atomic():
        fields = {"person": jonas, "starts_at": TUESDAY + 90 * DAY, "ends_at": TUESDAY + 90 * DAY + HOUR}  # fmt: skip
        make_series(fields, Rhythm(frequency, every=every, times=10), by=jonas, at=now)
        alone: set[int] = set()
        for step in steps:
            act(step, jonas, now, alone)
        for series in Series.objects.all():
            slots = course_of(series)
            mine = list(series.appointments.order_by("slot_at", "id"))
            assert [row.slot_at for row in mine] == slots
            assert all(row.starts_at == row.slot_at for row in mine if row.pk not in alone)
        assert Appointment.objects.count() == 10
        assert {row.ends_at - row.starts_at for row in rows()} == {HOUR}
        transaction.set_rollback(True)


def act(step: tuple[Any, ...], jonas: User, now: datetime, alone: set[int]) -> None:
    what, place, days, hours, spread = step
    row = Appointment.objects.order_by("slot_at", "id")[place]
    shift = {"starts_at": row.starts_at + days * DAY + hours * HOUR}
    try:
        if what == "cancel":
            cancel_series(row, spread, version=None, by=jonas, at=now)
        elif what == "one":
            change_appointment(row, shift, version=None, by=jonas, at=now)
            alone.add(row.pk)
        else:
            entry = change_series(row, shift, spread, version=None, by=jonas, at=now)
            alone.add(row.pk)  # the one that is moved goes exactly where it was put
            if what == "back" and entry is not None:
                take_back_any(entry, by=jonas, at=now)
    except Refused as refusal:
        assert refusal.code == "cancelled_already"  # noqa: PT017  # only this may stop a step


def test_in_the_customer_s_future_a_series_stands_once(
    repeat: Repeat, plan: Any, anna: Customer, now: datetime
) -> None:
    made = repeat("daily", times=12)
    later = plan(hours=24 * 5, title="Test drive")
    told = coming(anna, now)
    assert [one.at for one in told] == [made[0].starts_at, later.starts_at]
    assert told[0].who == "Jonas Falk, comes again"


def test_the_ledger_keeps_of_the_others_only_what_changes(
    repeat: Repeat, jonas: User, bernd: Customer, now: datetime
) -> None:
    made = repeat()
    own = {"customer": bernd, "title": "Bernd's own", "note": "private words"}
    change_appointment(made[3], own, version=1, by=jonas, at=now)
    entry = move(made[0], 1, "all", jonas, now)
    words = LedgerText.objects.get(pk=entry.text_id)
    assert set(words.before["rows"][str(made[3].pk)]) == {"starts_at", "ends_at", "slot_at"}
    assert "private words" not in str(words.before)
