"""Tasks and promises in words: until when, why they are here, what was done to them."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.agenda.models import Task
from nahbar.core import formats
from nahbar.core.clock import house_zone
from nahbar.core.models import User

WEEK = 7


def due_in_words(task: Task, today: date) -> str:
    """Until when: "today 12:00", "tomorrow", "Friday", a date further off or behind."""
    told = day_in_words(task.due_on, today)
    return f"{told} {formats.time(task.due_at)}" if task.due_at else told


def day_in_words(day: date, today: date) -> str:
    """A day as one speaks of it."""
    near = {today: _("today"), today + timedelta(days=1): _("tomorrow"), today - timedelta(days=1): _("yesterday")}  # fmt: skip
    if day in near:
        return near[day]
    if today < day < today + timedelta(days=WEEK):
        return formats.weekday(day)
    return formats.date(day)


def is_late(task: Task, at: datetime) -> bool:
    """Whether it is open and its time is over."""
    over = task.due_at < at if task.due_at else task.due_on < local_day(at)
    return task.is_open and over


def why_here(task: Task, person: User, at: datetime) -> str:
    """Why it stands before this person now, in parts joined by a dot."""
    today = local_day(at)
    parts = [_need(task, at), _origin(task, person, today), _put_off(task)]
    if task.owner_id != person.pk:
        parts.append(_("you stand in for %(person)s") % {"person": task.owner})
    return " · ".join(part for part in parts if part)


def local_day(at: datetime) -> date:
    """The day of the house at this moment."""
    return at.astimezone(house_zone()).date()


def _need(task: Task, at: datetime) -> str:
    today = local_day(at)
    days = (today - task.due_on).days
    if days > 0:
        told = ngettext("overdue since yesterday", "overdue for %(days)s days", days)
        return told % {"days": formats.number(days)}
    if is_late(task, at) and task.due_at:
        return _("was due at %(time)s") % {"time": formats.time(task.due_at)}
    if days == 0:
        named = {"time": formats.time(task.due_at)} if task.due_at else None
        return _("due today at %(time)s") % named if named else _("due today")
    named = {"when": due_in_words(task, today)}
    if task.remind_at and task.remind_at <= at:
        return _("begin now, due %(when)s") % named
    return _("soon due: %(when)s") % named


def _origin(task: Task, person: User, today: date) -> str:
    named = {"when": day_in_words(local_day(task.created_at), today), "name": str(task.created_by)}
    is_from_other = task.created_by_id not in {None, person.pk}
    if task.is_promise:
        if is_from_other:
            return _("promised by %(name)s, %(when)s") % named
        return _("promised %(when)s") % named
    return _("from %(name)s, %(when)s") % named if is_from_other else ""


def _put_off(task: Task) -> str:
    if not task.postponed:
        return ""
    told = ngettext("put off once", "put off %(count)s times", task.postponed)
    return told % {"count": formats.number(task.postponed)}
