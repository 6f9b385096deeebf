"""Changing what was agreed about a task: what, who, until when."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import checked
from nahbar.agenda.operations.checks import held_open, write
from nahbar.agenda.repeats import repeat_of
from nahbar.agenda.wishes import TaskWish
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.customers.operations.change import ChangedMeanwhile


@transaction.atomic
def change_task(
    task: Task, wish: TaskWish, *, seen: Mapping[str, str], by: By, at: datetime
) -> Task:
    """Change it. A day that stays may be over.

    `seen` is what the form showed, as `shown_in_form` writes it. What others changed elsewhere
    stays; where they changed the same to something else, ChangedMeanwhile is raised. Raises
    Refused as `add_task`, and `already_settled`.
    """
    now = held_open(task, by)
    stays = wish.due_on == now.due_on
    new = checked(wish, min(at, _noon(now)) if stays else at, now.customer)
    if wish.repeat == repeat_of(now.repeat) and stays:
        new["repeat"] = now.repeat
    stands, wished = shown_in_form(now), _plain(new)
    wanted = {
        name: value
        for name, value in new.items()
        if wished[name] != stands[name] and wished[name] != seen.get(name)
    }
    theirs = {name: stands[name] for name in wanted if seen.get(name) != stands[name]}
    if theirs:
        raise ChangedMeanwhile(theirs)
    return write(now, wanted, "agenda.changed", by=by, at=at)


def shown_in_form(task: Task) -> dict[str, str]:
    """The fields as a page carries them from showing to saving."""
    names = ("kind", "title", "owner", "due_on", "due_at", "remind_at", "repeat")
    return _plain({name: getattr(task, name) for name in names})


def _plain(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, User):
        return str(value.public_id)
    if isinstance(value, datetime):
        return value.astimezone(house_zone()).isoformat(timespec="minutes")
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _noon(task: Task) -> datetime:
    return datetime(task.due_on.year, task.due_on.month, task.due_on.day, 12, tzinfo=house_zone())
