"""The pages about hours and absences: one's own for everybody, all for those who lead."""

from datetime import date, datetime, time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.team.models import Absence, Firm
from nahbar.team.operations.hours import Shift, record_absence, set_hours

pytestmark = pytest.mark.django_db
SICK = {
    "first_day": date(2026, 3, 2),
    "last_day": date(2026, 3, 6),
    "kind": "sick",
    "stand_in": None,
}


@pytest.fixture(autouse=True)
def english(firm: Firm, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests read the pages in English, on a Monday at noon."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)


def hours_of(person: User) -> str:
    return reverse("person_hours", args=[person.public_id])


def test_one_s_own_hours_are_saved(as_jonas: Client, jonas: User) -> None:
    sent = {"from_1_1": "08:00", "until_1_1": "12:00", "from_1_2": "13:00", "until_1_2": "17:00"}
    assert as_jonas.post(hours_of(jonas), sent).status_code == 302
    assert 'value="08:00"' in as_jonas.get(hours_of(jonas)).text
    assert "no hours on this day" not in as_jonas.get(reverse("team")).text


def test_half_a_stretch_comes_back_with_what_was_typed(as_jonas: Client, jonas: User) -> None:
    answer = as_jonas.post(hours_of(jonas), {"from_1_1": "08:00"})
    assert answer.status_code == 422
    assert "both times are needed" in answer.text
    assert 'value="08:00"' in answer.text


def test_an_end_before_its_beginning_is_told_in_the_form(as_jonas: Client, jonas: User) -> None:
    answer = as_jonas.post(hours_of(jonas), {"from_1_1": "12:00", "until_1_1": "08:00"})
    assert answer.status_code == 422
    assert not jonas.working_hours.exists()


def test_colleagues_cannot_open_each_other_s_and_who_leads_can(
    as_jonas: Client, as_mia: Client, mia: User, jonas: User
) -> None:
    assert as_jonas.get(hours_of(mia)).status_code == 403
    assert as_mia.get(hours_of(jonas)).status_code == 200
    assert (
        as_mia.post(hours_of(jonas), {"from_2_1": "08:00", "until_2_1": "12:00"}).status_code == 302
    )
    assert jonas.working_hours.get().weekday == 2


def test_who_only_reads_sees_who_is_here_and_changes_nothing(as_petra: Client, petra: User) -> None:
    assert as_petra.get(reverse("team")).status_code == 200
    assert as_petra.get(hours_of(petra)).status_code == 403


def test_an_absence_is_told_with_its_reason_to_those_who_lead_alone(
    as_mia: Client, as_petra: Client, as_jonas: Client, jonas: User, now: datetime
) -> None:
    record_absence(jonas, SICK, by=jonas, at=now)
    assert "Sick until" in as_mia.get(reverse("team")).text
    assert "Sick until" in as_jonas.get(reverse("team")).text
    assert "Sick" not in as_petra.get(reverse("team")).text


def test_an_absence_is_written_changed_and_withdrawn(
    as_jonas: Client, jonas: User, mia: User
) -> None:
    sent = {
        "first_day": "2026-03-09",
        "last_day": "2026-03-13",
        "kind": "holiday",
        "stand_in": mia.pk,
    }
    assert (
        as_jonas.post(reverse("person_absences", args=[jonas.public_id]), sent).status_code == 302
    )
    absence = Absence.objects.get()
    assert "Mia Berger stands in" in as_jonas.get(hours_of(jonas)).text
    page = reverse("person_absence", args=[jonas.public_id, absence.public_id])
    assert as_jonas.post(page, {**sent, "last_day": "2026-03-01"}).status_code == 422
    assert as_jonas.post(page, {**sent, "last_day": "2026-03-12"}).status_code == 302
    assert Absence.objects.get().last_day == date(2026, 3, 12)
    gone = reverse("person_absence_withdrawal", args=[jonas.public_id, absence.public_id])
    assert as_jonas.post(gone).status_code == 302
    assert not Absence.objects.exists()


def test_the_absence_of_another_is_not_reached_under_one_s_own_name(
    as_jonas: Client, jonas: User, mia: User, now: datetime
) -> None:
    hers = record_absence(mia, SICK, by=mia, at=now)
    page = reverse("person_absence", args=[jonas.public_id, hers.public_id])
    assert as_jonas.get(page).status_code == 404
    assert (
        as_jonas.post(
            reverse("person_absence_withdrawal", args=[jonas.public_id, hers.public_id])
        ).status_code
        == 404
    )
    assert Absence.objects.count() == 1


def test_as_many_queries_whatever_the_team(as_mia: Client, now: datetime) -> None:
    def ask() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert as_mia.get(reverse("team")).status_code == 200
        return len(asked)

    ask()
    few = ask()
    for number in range(6):
        person = User.objects.create(
            email=f"p{number}@lind.example", name=f"P{number}", password="!"
        )
        set_hours(person, [Shift(1, time(8), time(9))], by=person, at=now)
    assert ask() == few
