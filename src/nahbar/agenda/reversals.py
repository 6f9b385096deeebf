"""How what was done to tasks, promises, ideas and appointments is taken back."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.models import Appointment, Idea, Series, Task, TodayMark
from nahbar.agenda.operations.appointments import hold_calendar
from nahbar.agenda.operations.checks import NEXT, PEOPLE, may_own
from nahbar.agenda.operations.marks import GIVEN, MARK
from nahbar.agenda.operations.series_rows import take_back_any
from nahbar.agenda.queries import visible_appointments, visible_ideas, visible_tasks
from nahbar.agenda.reversal_words import WORDS, named, prepare
from nahbar.core.access import Ability, may
from nahbar.core.actors import By, House
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.reversals import (
    ROWS,
    ChangedSince,
    Clash,
    Done,
    Reversal,
    RoomChanges,
    Subject,
)
from nahbar.core.row_steps import (
    Step,
    image_of,
    kept_steps,
    made,
    made_row,
    over_rows,
    own_row,
    plain,
    words_gone,
)
from nahbar.team.scopes import reach_of

TASK, IDEA, MARKED, APPOINTMENT, SERIES = (
    one._meta.label_lower for one in (Task, Idea, TodayMark, Appointment, Series)
)
KEEP = Ability.KEEP_AGENDA
COLUMNS = {column.name for column in Task._meta.concrete_fields}


def _stepped(done: Done) -> list[Step]:
    """The task's columns; people by key, and the next one that came or went with it."""
    if ROWS in done.before:
        return kept_steps(done)
    if not done.before and not done.after:
        raise words_gone()
    details, key = done.entry.details, done.entry.subject_id
    names = {name for name in {*done.before, *done.after} & COLUMNS if name not in PEOPLE}
    was = {name: done.before.get(name) for name in names} | details.get("people", {})
    is_now = {name: done.after.get(name) for name in names} | details.get("people_after", {})
    steps = [Step(TASK, key, was, is_now)]
    if gone := done.before.get(NEXT):
        steps.append(Step(TASK, gone["id"], gone, None))
    if done.after.get("state") == Task.State.DONE:
        following = Task.objects.filter(follows=key).values_list("pk", flat=True)
        steps += [made(done, TASK, one) for one in following]
    return steps


def _demand_owner(steps: Sequence[Step]) -> None:
    """What is open is in the hands of somebody who can see to it."""
    keys = {step.key for step in steps if step.model == TASK}
    for task in Task.objects.filter(pk__in=keys, state=Task.State.OPEN).select_related("owner"):
        may_own(task.owner)


def _taken_up(done: Done) -> list[Step]:
    """The idea is open again, and the task that was made of it goes."""
    task, at = done.entry.details["task"], done.entry.occurred_at.isoformat()
    is_now = {"task": task, "ended_at": at}
    idea = Step(IDEA, done.entry.subject_id, {"task": None, "ended_at": None}, is_now)
    return [made(done, TASK, task), idea]


def _left(done: Done) -> list[Step]:
    at = done.entry.occurred_at.isoformat()
    return [Step(IDEA, done.entry.subject_id, {"ended_at": None}, {"ended_at": at})]


def _marked(done: Done) -> list[Step]:
    entry = done.entry
    given = entry.details.get("task")
    now = {"outcome": entry.details["outcome"], "marked_at": entry.occurred_at.isoformat()}
    was: dict[str, Any] | None = done.before.get(MARK)
    if was is not None:
        mark = TodayMark.objects.filter(pk=entry.subject_id).first()
        now = {**(image_of(mark) if mark else {}), **now}
    steps = [made(done, TASK, given)] if given else []
    return [*steps, Step(MARKED, entry.subject_id, was, now)]


def _unmarked(done: Done) -> list[Step]:
    if MARK not in done.before:
        raise words_gone()
    mark, given = done.before[MARK], done.before.get(GIVEN)
    steps = [Step(MARKED, mark["id"], mark, None)]
    return [*steps, Step(TASK, given["id"], given, None)] if given else steps


def _planned(done: Done) -> list[Step]:
    _refuse_told([done.entry.subject_id])
    return made_row(done)


def _series_planned(done: Done) -> list[Step]:
    series = done.entry.details["series"]
    rows = Appointment.objects.filter(series=series).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    if len(keys) != done.entry.details["times"] or rows.exclude(version=1).exists():
        raise ChangedSince
    _refuse_told(keys)
    return [Step(SERIES, series, None, {}), *(Step(APPOINTMENT, key, None, {}) for key in keys)]


def _refuse_told(keys: Collection[int]) -> None:
    """Who comes must hear of it: what vanishes without a word would leave them before a closed door."""
    people = Appointment.objects.filter(pk__in=keys).values_list("person_id", flat=True)
    hold_calendar(*people)
    if any(told for told in Appointment.objects.filter(pk__in=keys).values_list("told", flat=True)):
        sentence = _("Whoever comes was told of this. Call it off instead: then they hear of it.")
        raise Refused("told_already", sentence)


def _put_back(done: Done, by: By, at: datetime) -> None:
    """By the calendar's own verb, which tells whoever comes."""
    if not Appointment.objects.filter(pk=done.entry.subject_id).exists():
        raise ChangedSince
    try:
        take_back_any(done.entry, by=by, at=at)
    except Refused as refusal:
        if refusal.code != "changed_since":
            raise
        raise ChangedSince(*_clashes(done)) from refusal


def _clashes(done: Done) -> list[Clash]:
    row = Appointment.objects.get(pk=done.entry.subject_id)
    columns = {column.name: column for column in Appointment._meta.concrete_fields}
    now = {name: plain(columns[name], getattr(row, columns[name].attname)) for name in columns}
    return [
        Clash(name, done.before.get(name), now[name])
        for name, value in done.after.items()
        if name in columns and now[name] != plain(columns[name], value)
    ]


def _calendar_row(done: Done) -> list[Step]:
    row = Appointment.objects.filter(pk=done.entry.subject_id).first()
    people = {row.person_id} if row else set()
    hold_calendar(*people, *(said["person"] for said in (done.before, done.after) if "person" in said))  # fmt: skip
    return own_row(done)


def _seen(visible: Callable[[By], QuerySet[Any]]) -> Callable[[By], QuerySet[Any] | None]:
    """All of them for those who lead the whole house, else those that the room shows them."""

    def seen(by: By) -> QuerySet[Any] | None:
        sees_all = isinstance(by, House) or (reach_of(by).is_whole and may(by, Ability.LEAD_TEAM))
        return None if sees_all else visible(by)

    return seen


def _marks(by: By) -> QuerySet[TodayMark]:
    return TodayMark.objects.filter(person=by if isinstance(by, User) else None)


STEPS = (
    "changed", "done", "dropped", "released", "broken", "postponed", "handed_over", "still_needed",
    "reopened", "taken_back",
)  # fmt: skip
MOVES = ("appointment_moved", "appointment_cancelled", "appointment_settled")
CHANGES = RoomChanges(
    key="agenda",
    label=_("Tasks and appointments"),
    reversals={
        "agenda.added": over_rows(KEEP, made_row),
        **{f"agenda.{name}": over_rows(KEEP, _stepped, _demand_owner) for name in STEPS},
        "agenda.idea_noted": over_rows(KEEP, made_row),
        "agenda.idea_taken_up": over_rows(KEEP, _taken_up),
        "agenda.idea_left": over_rows(KEEP, _left),
        "agenda.marked": Reversal(KEEP, over_rows(KEEP, _marked).act, only_own=True),
        "agenda.unmarked": Reversal(KEEP, over_rows(KEEP, _unmarked).act, only_own=True),
        "agenda.appointment_made": over_rows(KEEP, _planned),
        "agenda.series_made": over_rows(KEEP, _series_planned),
        **{f"agenda.{name}": Reversal(KEEP, _put_back) for name in MOVES},
        "agenda.series_moved": Reversal(KEEP, _put_back),
        "agenda.series_cancelled": Reversal(KEEP, _put_back),
        "agenda.appointment_change_taken_back": over_rows(KEEP, _calendar_row),
    },
    subjects={
        TASK: Subject(_("Task"), Ability.SEE_AGENDA, _seen(visible_tasks), named(Task), "customer"),
        IDEA: Subject(_("Idea"), Ability.SEE_AGENDA, _seen(visible_ideas), named(Idea), "customer"),
        MARKED: Subject(_("Today"), Ability.SEE_AGENDA, _marks),
        APPOINTMENT: Subject(
            _("Appointment"),
            Ability.SEE_AGENDA,
            _seen(visible_appointments),
            named(Appointment),
            "customer",
        ),
    },
    words=WORDS,
    prepare=prepare,
)
