"""What each of the room's operations makes sure of before it writes."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from nahbar.core.access import Ability, demand, may
from nahbar.core.clock import house_zone
from nahbar.core.figures import FigureKind
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.customers.typed import several_lines
from nahbar.measures.figures import figure_kind
from nahbar.measures.models import Finding, Goal, Measure

LONGEST = 2_000
Kept = TypeVar("Kept", Finding, Goal, Measure)


def demand_figure(key: str, by: User) -> FigureKind:
    """Refuse unless `by` may write findings and see this figure."""
    demand(by, Ability.WRITE_FINDINGS)
    kind = figure_kind(key, by)
    if kind is None:
        raise Refused("no_such_figure", _("There is no such figure."))
    return kind


def demand_measure(measure: Measure, by: User) -> None:
    """Refuse unless it is one's own, or one may see what it is about."""
    demand(by, Ability.WRITE_FINDINGS)
    if measure.owner_id != by.pk:
        demand_figure(measure.finding.figure, by)


def needed_words(text: str) -> str:
    """Several lines of text that say something. Raises Refused (`nothing_said`, `too_long`)."""
    said = several_lines(text, LONGEST)
    if not said:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    return said


def locked(kept: Kept) -> Kept:
    """The row as it is now, held until the transaction ends."""
    return type(kept).objects.select_for_update().get(pk=kept.pk)


def still_open(finding: Finding) -> Finding:
    """The finding, held; refused where it has ended (`already_ended`)."""
    held = locked(finding)
    if held.state != Finding.State.OPEN:
        raise Refused("already_ended", _("This finding has ended. Write down a new one."))
    return held


def day_ahead(day: date | None, at: datetime, missing: tuple[str, str]) -> date:
    """A day that is still to come; `missing` is the refusal (code, sentence) where there is none."""
    if day is None:
        raise Refused(*missing)
    if day < at.astimezone(house_zone()).date():
        raise Refused("day_is_past", _("This day is over. Choose one that is still to come."))
    return day


def may_own(person: User | None) -> User:
    """Whoever is given a measure works here and may act. Raises Refused (`owner_cannot`)."""
    if person is None or not person.is_active or not may(person, Ability.WRITE_FINDINGS):
        raise Refused("owner_cannot", _("Choose somebody of the house who can see to it."))
    return person


def change(
    kept: Kept,
    new: Mapping[str, Any],
    *,
    seen: Mapping[str, str],
    action: str,
    by: User,
    at: datetime,
) -> Kept:
    """Write the fields in `new` into the held row, and the ledger.

    `seen` is what stood there when the person began, as `plain` writes it. What others changed
    elsewhere stays; where they changed the same to something else, ChangedMeanwhile is raised.
    """
    now = {name: plain(getattr(kept, name)) for name in new}
    wanted: dict[str, Any] = {
        name: value
        for name, value in new.items()
        if plain(value) != now[name] and plain(value) != seen.get(name)
    }
    theirs = {name: now[name] for name in wanted if seen.get(name) != now[name]}
    if theirs:
        raise ChangedMeanwhile(theirs)
    if wanted:
        before = {name: in_ledger(getattr(kept, name)) for name in wanted}
        after = {name: in_ledger(value) for name, value in wanted.items()}
        for name, value in wanted.items():
            setattr(kept, name, value)
        kept.version += 1
        kept.save(update_fields=[*wanted, "version"])
        record(action, by=by, at=at, subject=kept, before=before, after=after)
    return kept


def plain(value: Any) -> str:
    """A field as a page carries it from showing to saving."""
    if value is None:
        return ""
    if isinstance(value, User):
        return str(value.public_id)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def in_ledger(value: Any) -> Any:
    """A field as the ledger keeps it: people by name."""
    return str(value) if isinstance(value, User) else value
