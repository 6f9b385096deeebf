"""What the undo bar says, and where it goes."""

import uuid
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.agenda.models import Task, TodayMark
from nahbar.agenda.queries import visible_tasks
from nahbar.core import formats
from nahbar.core.asking import person_in
from nahbar.core.models import LedgerEntry

LONGEST_KEY = 18  # digits of a 64-bit integer that are always safe
DID: dict[str, Promise] = {
    "agenda.done": lazy("Done: %(title)s"),
    "agenda.dropped": lazy("Not needed: %(title)s"),
    "agenda.released": lazy("The customer lets us off: %(title)s"),
    "agenda.broken": lazy("Not kept: %(title)s"),
    "agenda.postponed": lazy("Put off to %(date)s: %(title)s"),
    "agenda.handed_over": lazy("%(name)s sees to it now: %(title)s"),
    "agenda.still_needed": lazy("Still needed: %(title)s"),
    "agenda.changed": lazy("Changed: %(title)s"),
    "agenda.reopened": lazy("Open again: %(title)s"),
}
KEPT = lazy("Kept: %(title)s")
MARKED: dict[str, Promise] = {
    TodayMark.Outcome.DONE: lazy("Done."),
    TodayMark.Outcome.LATER: lazy("It comes back tomorrow."),
    TodayMark.Outcome.HANDED: lazy("%(name)s finds it among their tasks."),
    TodayMark.Outcome.NOT_NEEDED: lazy("Not needed."),
}


@dataclass(frozen=True)
class Undo:
    """One bar: its words, where its button goes, and the token by which a page finds it again."""

    text: str
    url: str
    token: str


def undo_of_step(entry: LedgerEntry, task: Task) -> Undo | None:
    """The bar for what was just done to a task."""
    words = DID.get(entry.action)
    if words is None:
        return None
    if entry.action == "agenda.done" and task.is_promise:
        words = KEPT
    named = {"title": task.title, "name": str(task.owner), "date": formats.date(task.due_on)}
    return Undo(str(words) % named, reverse("agenda_undo", args=[entry.pk]), f"t{entry.pk}")


def undo_of_mark(mark: TodayMark) -> Undo:
    """The bar for an item that is no task."""
    named = {"name": str(mark.task.owner) if mark.task else _("a colleague")}
    url = reverse("today_unmark", args=[mark.public_id])
    return Undo(str(MARKED[mark.outcome]) % named, url, f"m{mark.public_id}")


def undo_in(request: HttpRequest) -> Undo | None:
    """The bar that the address of a page asks for with `?did=`, while it can still be undone."""
    token, person = request.GET.get("did", ""), person_in(request)
    if token[:1] == "t" and token[1:].isascii() and token[1:].isdecimal() and len(token) <= LONGEST_KEY:  # fmt: skip
        kind = Task._meta.label_lower
        rows = LedgerEntry.objects.filter(pk=int(token[1:]), actor=person, subject_kind=kind)
        if (entry := rows.first()) is None:
            return None
        task = visible_tasks(person).select_related("owner").filter(pk=entry.subject_id).first()
        is_last = task is not None and entry.details.get("version") == task.version
        return undo_of_step(entry, task) if task and is_last else None
    if token[:1] == "m" and (key := _key(token[1:])):
        marks = TodayMark.objects.select_related("task__owner")
        mark = marks.filter(public_id=key, person=person).first()
        return undo_of_mark(mark) if mark else None
    return None


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
