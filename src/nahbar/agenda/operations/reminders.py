"""Reminding people by mail of what they wanted to be reminded of, and whether they want that."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, moment_line, names_of, place_of, when_line
from nahbar.agenda.models import Appointment, Reminder, Reminding, Task
from nahbar.agenda.queries import visible_appointments, visible_tasks
from nahbar.agenda.telling import due_in_words, local_day
from nahbar.core.access import Ability, demand, may
from nahbar.core.actors import THE_HOUSE, By
from nahbar.core.clock import house_zone
from nahbar.core.language import speaking
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import NotAllowed
from nahbar.dispatch.operations.send import send_mail
from nahbar.team.queries import is_owners_place, speech_for, the_firm

LONGEST = timedelta(minutes=10_080)  # before an appointment
LATE = timedelta(days=1)  # what nobody could send for a day is on Today long since
MORNING = time(7)  # a task of the day is not told at one past midnight
KEPT = timedelta(days=60)
SUBJECT = 190  # characters


@transaction.atomic
def set_reminding(person: User, *, by_mail: bool, by: By, at: datetime) -> Reminding:
    """Whether the person is reminded by mail as well: for themselves alone."""
    demand(by, Ability.SEE_AGENDA)
    if not isinstance(by, User) or by.pk != person.pk:
        raise NotAllowed
    known = Reminding.objects.select_for_update().filter(person=person).first()
    if (known.by_mail if known else False) == by_mail:
        return known or Reminding(person=person)
    kept, _made = Reminding.objects.update_or_create(person=person, defaults={"by_mail": by_mail})
    told = {"before": {"by_mail": not by_mail}, "after": {"by_mail": by_mail}}
    record("agenda.reminding_set", by=by, at=at, subject=person, **told)
    return kept


@dataclass(frozen=True)
class Due:
    """One reminder: of what (`task:id`), due at which moment, and the words of its mail."""

    what: str
    due_at: datetime
    subject: str
    text: str


def remind_by_mail(*, at: datetime) -> int:
    """Write what is due to those who want it by mail; how many mails. Each goes out once."""
    wanting = Reminding.objects.filter(by_mail=True, person__is_active=True)
    firm, sent = the_firm(), 0
    for one in wanting.select_related("person"):
        person = one.person
        if is_owners_place(person) or not may(person, Ability.SEE_AGENDA):
            continue
        with speaking(speech_for(person, firm)):
            due = [*_of_tasks(person, at), *_of_appointments(person, at)]
            sent += sum(_remind(person, reminder, at) for reminder in _not_sent(person, due))
    return sent


def forget_reminders(*, at: datetime) -> int:
    """What was sent long ago need not be known any more."""
    return Reminder.objects.filter(due_at__lt=at - KEPT).delete()[0]


def _of_tasks(person: User, at: datetime) -> Iterator[Due]:
    mine = visible_tasks(person).filter(owner=person, state=Task.State.OPEN)
    mine = mine.filter(remind_at__gt=at - LATE, remind_at__lte=at).order_by("remind_at", "id")
    today = local_day(at)
    for task in mine:
        remind_at = task.remind_at or at
        if _morning(remind_at) > at:
            continue
        told = {"what": task.title, "when": due_in_words(task, today)}
        text = _("%(what)s, until: %(when)s") % told
        page = _page("task", task.public_id)
        yield Due(f"task:{task.pk}", remind_at, _("To do: %(what)s") % told, f"{text}{page}")


def _of_appointments(person: User, at: datetime) -> Iterator[Due]:
    mine = visible_appointments(person).filter(
        person=person,
        status=Appointment.Status.PLANNED,
        remind_minutes__isnull=False,
        starts_at__gt=at,
        starts_at__lte=at + LONGEST,
    )
    found = list(mine.select_related("customer", "branch").order_by("starts_at", "id"))
    reached = [one for one in found if _rings_at(one) <= at]
    names = names_of(reached)
    for one in reached:
        what = headline(one, names[one.pk])
        lines = [what, when_line(one), place_of(one)]
        text = "\n".join(filter(None, lines)) + _page("appointment", one.public_id)
        subject = _("%(when)s: %(what)s") % {"when": moment_line(one.starts_at), "what": what}
        yield Due(f"appointment:{one.pk}", _rings_at(one), subject, text)


def _not_sent(person: User, due: Collection[Due]) -> list[Due]:
    sent = Reminder.objects.filter(person=person, what__in=[one.what for one in due])
    known = set(sent.values_list("what", "due_at"))
    return [one for one in due if (one.what, one.due_at) not in known]


@transaction.atomic
def _remind(person: User, due: Due, at: datetime) -> int:
    _kept, is_new = Reminder.objects.get_or_create(person=person, what=due.what, due_at=due.due_at)
    if not is_new:
        return 0
    send_mail(
        person.email,
        subject=due.subject[:SUBJECT],
        text=due.text,
        by=THE_HOUSE,
        at=at,
        about=due.what,
    )
    return 1


def _page(name: str, public_id: uuid.UUID) -> str:
    """Where it stands; nothing where nobody knows how the house is reached from outside."""
    if not settings.PUBLIC_URL:
        return ""
    return f"\n\n{settings.PUBLIC_URL}{reverse(name, args=[public_id])}"


def _rings_at(appointment: Appointment) -> datetime:
    return appointment.starts_at - timedelta(minutes=appointment.remind_minutes or 0)


def _morning(at: datetime) -> datetime:
    """The moment itself, or the morning of its day."""
    local = at.astimezone(house_zone())
    return max(at, datetime.combine(local.date(), MORNING, house_zone()))
