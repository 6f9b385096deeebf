"""What was agreed at a moment becomes a promise or a task, by the words somebody wrote."""

from datetime import datetime, time, timedelta

from nahbar.agenda.models import Task
from nahbar.agenda.operations.add import add_task
from nahbar.agenda.operations.checks import moment_of
from nahbar.agenda.queries import people_who_may_own
from nahbar.agenda.wishes import TaskWish
from nahbar.agenda.wording import Colleague, Kind, Reading, read
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.moments.agreements import Agreement

DAWN = time(0, 1)  # midnight would say that only the day is known


def keep_agreement(agreement: Agreement, *, by: By, at: datetime) -> Task:
    """Keep it in the running transaction: who and until when stand in its words.

    Nobody named: whoever noted it; no day: tomorrow, which the form shows beforehand. Raises
    Refused as `add_task`.
    """
    demand(by, Ability.KEEP_AGENDA)
    people = list(people_who_may_own())
    found = read_words(agreement.words, people, at, usually="promise")
    wish = as_wish(found, people, by if isinstance(by, User) else None, at)
    reference = f"encounter:{agreement.encounter.pk}"
    return add_task(wish, customer=agreement.customer, reference=reference, by=by, at=at)


def keep_agreed(agreement: Agreement, by: By, at: datetime) -> None:
    """The same, as the moments hand it over."""
    keep_agreement(agreement, by=by, at=at)


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
