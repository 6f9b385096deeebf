"""What somebody wanted to be reminded of stands on Today, and comes by mail to who chose that; once."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.agenda.calendar.conftest import Plan
from tests.agenda.folk import take_on

from nahbar.agenda.appointments_today import appointments_of_day
from nahbar.agenda.models import Reminder, Task
from nahbar.agenda.operations.appointments import cancel_appointment, change_appointment
from nahbar.agenda.operations.reminders import forget_reminders, remind_by_mail, set_reminding
from nahbar.agenda.operations.settle import finish_task
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.dispatch.models import OutgoingMail

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def by_mail(jonas: User, now: datetime) -> User:
    """Jonas, who wants mails."""
    set_reminding(jonas, by_mail=True, by=jonas, at=now)
    return jonas


def subjects() -> list[str]:
    return list(OutgoingMail.objects.order_by("id").values_list("subject", flat=True))


def test_an_appointment_rings_as_long_before_as_was_said(
    plan: Plan, by_mail: User, now: datetime
) -> None:
    made = plan(hours=24, title="Test drive", place="Hof", remind_minutes=60)
    assert remind_by_mail(at=made.starts_at - 61 * MINUTE) == 0
    assert remind_by_mail(at=made.starts_at - 60 * MINUTE) == 1
    assert remind_by_mail(at=made.starts_at - 30 * MINUTE) == 0
    mail = OutgoingMail.objects.get()
    assert mail.to == by_mail.email
    assert mail.subject.startswith("Tuesday, 3 March 2026, 12:00: Test drive")
    assert "Hof" in mail.text


def test_moved_it_rings_anew_and_cancelled_it_is_silent(
    plan: Plan, by_mail: User, now: datetime
) -> None:
    made = plan(hours=24, remind_minutes=60)
    remind_by_mail(at=made.starts_at - 30 * MINUTE)
    change_appointment(made, {"starts_at": made.starts_at + DAY}, version=1, by=by_mail, at=now)
    assert remind_by_mail(at=made.starts_at) == 0
    assert remind_by_mail(at=made.starts_at + DAY - 30 * MINUTE) == 1
    cancelled = plan(hours=96, remind_minutes=60)
    cancel_appointment(cancelled, version=1, by=by_mail, at=now)
    assert remind_by_mail(at=cancelled.starts_at - 30 * MINUTE) == 0


def test_a_task_is_told_in_the_morning_of_its_day(by_mail: User, now: datetime) -> None:
    night = now.replace(hour=23, minute=1)  # one past midnight in Vienna
    task = take_on(by_mail, now, title="Send the offer", due_on=date(2026, 3, 6))
    Task.objects.filter(pk=task.pk).update(remind_at=night)
    assert remind_by_mail(at=night + HOUR) == 0
    assert remind_by_mail(at=night + 8 * HOUR) == 1
    assert remind_by_mail(at=night + 9 * HOUR) == 0
    assert subjects() == ["To do: Send the offer"]


def test_what_is_settled_or_was_due_long_ago_is_not_told(by_mail: User, now: datetime) -> None:
    done, old = take_on(by_mail, now), take_on(by_mail, now, title="Old")
    Task.objects.filter(pk=done.pk).update(remind_at=now)
    Task.objects.filter(pk=old.pk).update(remind_at=now - 2 * DAY)
    finish_task(done, by=by_mail, at=now)
    assert remind_by_mail(at=now + HOUR) == 0


def test_who_did_not_choose_mails_finds_it_on_today(
    as_jonas: Client, plan: Plan, jonas: User, now: datetime
) -> None:
    plan(hours=46, title="Test drive", remind_minutes=2880)
    plan(hours=70, title="Later", remind_minutes=60)
    assert remind_by_mail(at=now) == 0
    (item,) = appointments_of_day(jonas, now)
    assert item.why.startswith("Wednesday, 4 March 2026, 10:00")
    page = as_jonas.get(reverse("today")).text
    assert "Test drive" in page
    assert "person comes" not in page


def test_nobody_is_reminded_of_what_belongs_to_others(
    plan: Plan, by_mail: User, mia: User, now: datetime
) -> None:
    plan(hours=24, person=mia, remind_minutes=60)
    task = take_on(mia, now)
    Task.objects.filter(pk=task.pk).update(remind_at=now)
    assert remind_by_mail(at=now + 23.5 * HOUR) == 0


def test_chosen_on_one_s_own_page(as_jonas: Client, jonas: User) -> None:
    choose = reverse("reminding")
    assert "Remind me by mail as well" in as_jonas.get(reverse("me")).text
    for wanted, shown in (("yes", "No longer by mail"), ("no", "Remind me by mail as well")):
        answer = as_jonas.post(choose, {"by_mail": wanted}, follow=True)
        assert shown in answer.text
    assert LedgerEntry.objects.filter(action="agenda.reminding_set").count() == 2


def test_nobody_chooses_for_others(jonas: User, olga: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        set_reminding(jonas, by_mail=True, by=olga, at=now)


def test_what_was_told_long_ago_is_forgotten(plan: Plan, by_mail: User, now: datetime) -> None:
    made = plan(hours=24, remind_minutes=60)
    remind_by_mail(at=made.starts_at - HOUR)
    assert forget_reminders(at=now + 30 * DAY) == 0
    assert forget_reminders(at=now + 90 * DAY) == 1
    assert not Reminder.objects.exists()


def test_who_left_is_not_written_to(plan: Plan, by_mail: User, now: datetime) -> None:
    made = plan(hours=24, remind_minutes=60)
    User.objects.filter(pk=by_mail.pk).update(is_active=False)
    assert remind_by_mail(at=made.starts_at - HOUR) == 0
