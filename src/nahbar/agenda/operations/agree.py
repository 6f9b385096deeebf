"""What was agreed at a moment becomes a promise or a task, by the words somebody wrote.

If the moment is removed, what came of it is needed no more, unless somebody has worked on it.
"""

from datetime import datetime, time, timedelta

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.checks import moment_of, write
from nahbar.agenda.queries import people_who_may_own
from nahbar.agenda.wishes import TaskWish
from nahbar.agenda.wording import Colleague, Kind, Reading, read
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.models import LedgerEntry, User
from nahbar.moments.agreements import Agreement
from nahbar.moments.models import Encounter

ADDED, LET_GO, TAKEN_UP = "agenda.added", "agenda.let_go", "agenda.taken_up"
DAWN = time(0, 1)  # midnight would say that only the day is known


def keep_agreement(agreement: Agreement, *, by: By, at: datetime) -> Task:
    """Keep it in the running transaction: who and until when stand in its words.

    Nobody named: whoever noted it; no day: tomorrow, which the form shows beforehand. Raises
    Refused as `add_task`.
    """
    demand(by, Ability.KEEP_AGENDA)
    people = list(people_who_may_own())
    found = read_words(agreement.words, people, at, usually="promise")
    wish = as_wish(found, people, _person(by), at)
    reference = reference_of(agreement.encounter)
    return add_task(wish, customer=agreement.customer, reference=reference, by=by, at=at)


def keep_agreed(agreement: Agreement, by: By, at: datetime) -> None:
    """The same, as the moments hand it over."""
    keep_agreement(agreement, by=by, at=at)


def let_agreed_go(encounter: Encounter, by: By, at: datetime) -> int:
    """Settle what was agreed at a moment that is being removed; how many stay as they are.

    Those stay that somebody has changed, put off, handed on or settled since they were noted.
    """
    stayed = 0
    for task, last in _agreed_at(encounter):
        demand(by, Ability.KEEP_AGENDA)
        if last in {ADDED, TAKEN_UP}:
            settled = {"state": Task.State.DROPPED, "settled_at": at, "settled_by": _person(by)}
            write(task, settled, LET_GO, by=by, at=at)
        elif last != LET_GO:
            stayed += 1
    return stayed


def take_agreed_up(encounter: Encounter, by: By, at: datetime) -> None:
    """Open again what was let go with the moment, now that the moment is back."""
    for task, last in _agreed_at(encounter):
        if last == LET_GO:
            demand(by, Ability.KEEP_AGENDA)
            opened = {"state": Task.State.OPEN, "settled_at": None, "settled_by": None}
            write(task, opened, TAKEN_UP, by=by, at=at)


def reference_of(encounter: Encounter) -> str:
    """How a task names the moment at which it was agreed."""
    return f"encounter:{encounter.pk}"


def read_words(words: str, people: list[User], at: datetime, *, usually: Kind) -> Reading:
    """The words, read with the house's people and clock."""
    known = [Colleague(person.pk, str(person)) for person in people]
    return read(words, now=at.astimezone(house_zone()), colleagues=known, usually=usually)


def as_wish(found: Reading, people: list[User], otherwise: User | None, at: datetime) -> TaskWish:
    """What was read as a wish; nobody named: `otherwise`, no day: tomorrow."""
    local = at.astimezone(house_zone())
    owner = next((one for one in people if one.pk == found.owner), otherwise)
    if found.due is None:
        return TaskWish(found.title, owner, local.date() + timedelta(days=1), kind=found.kind)
    since = found.due.since
    return TaskWish(
        found.title,
        owner,
        found.due.on,
        due_time=found.due.at,
        kind=found.kind,
        remind_at=moment_of(since, DAWN) if since else None,
    )


def _agreed_at(encounter: Encounter) -> list[tuple[Task, str]]:
    """What was agreed at the moment, held, each with what was done to it last."""
    rows = Task.objects.filter(customer=encounter.customer_id, reference=reference_of(encounter))
    tasks = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if not tasks:
        return []
    steps = LedgerEntry.objects.filter(
        subject_kind=Task._meta.label_lower, subject_id__in=[task.pk for task in tasks]
    )
    last = dict(steps.order_by("pk").values_list("subject_id", "action"))
    return [(task, last.get(task.pk, "")) for task in tasks]


def _person(by: By) -> User | None:
    return by if isinstance(by, User) else None
