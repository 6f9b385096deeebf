"""Taking back over rows: what was made goes, what went is made again, what was changed is changed back.

Each step says what one row was before and is after; either may be missing. A row that is no longer
as the step left it is not touched: somebody has changed it since.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.actors import By
from nahbar.core.change_log import in_force_since
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.core.reversals import (
    ROWS,
    TAKEN_BACK,
    ChangedSince,
    Clash,
    Done,
    Reversal,
    derived,
)

Values = Mapping[str, Any]
# They go on always, so that no form and no calendar of before passes for one of now.
VERSION, MOMENT = "version", "changed_at"


@dataclass(frozen=True)
class Step:
    """One row of the table `model` (`room.model`): made without `before`, gone without `after`.

    Values stand by column, plain as the ledger keeps them. Of a row that was made, `after` needs
    to name only what nobody may have changed since; of one that went, `before` is all of it.
    """

    model: str
    key: int
    before: Values | None
    after: Values | None


Steps = Callable[[Done], Sequence[Step]]
Then = Callable[[Sequence[Step]], object]


def over_rows(ability: Ability, steps: Steps, then: Then = lambda steps: None) -> Reversal:
    """Take it back over these rows, `then` put in order what follows from them."""

    def act(done: Done, by: By, at: datetime) -> None:
        _take_back(done, steps(done), then, by=by, at=at)

    return Reversal(ability, act)


def again_over_rows(ability: Ability, then: Then = lambda steps: None) -> Reversal:
    """Take a taking back over rows back: they are again as they were."""
    return over_rows(ability, kept_steps, then)


def kept_steps(done: Done) -> list[Step]:
    """The steps that a taking back kept of itself. Raises Refused (`words_gone`) where they are blanked."""
    if ROWS not in done.before:
        raise words_gone()
    return [Step(*step) for step in done.before[ROWS]]


def own_row(done: Done) -> list[Step]:
    """The subject's own columns, as the words of the row tell them."""
    if not done.before and not done.after:
        raise words_gone()
    entry = done.entry
    names = {*done.before, *done.after}
    before = {name: done.before.get(name) for name in names}
    after = {name: done.after.get(name) for name in names}
    return [Step(entry.subject_kind, entry.subject_id, before, after)]


def made_row(done: Done) -> list[Step]:
    """The subject itself was made; raises ChangedSince where something was done to it since."""
    return [made(done, done.entry.subject_kind, done.entry.subject_id)]


def made(done: Done, model: str, key: int) -> Step:
    """A row that came with it; raises ChangedSince where something was done to it since."""
    if in_force_since(done.entry, (model, key)):
        raise ChangedSince
    return Step(model, key, None, {})


def image_of(row: models.Model) -> dict[str, Any]:
    """All columns of a row, plain."""
    return {one.attname: plain(one, getattr(row, one.attname)) for one in _columns(type(row))}


def plain(column: models.Field[Any, Any], value: Any) -> Any:
    """A value as it is kept and compared: the same however it was typed."""
    if value is None or isinstance(column, models.JSONField):
        return value
    if isinstance(value, models.Model):
        return value.pk
    typed = _pointed_at(column).to_python(value)
    if isinstance(typed, bool | int | float | str):
        return typed
    if hasattr(typed, "normalize"):
        return format(typed.normalize(), "f")
    return typed.isoformat() if hasattr(typed, "isoformat") else str(typed)


def words_gone() -> Refused:
    """What stood there before was taken out of the ledger, for it spoke of a person."""
    return Refused("words_gone", _("What stood here before is no longer kept."))


def _take_back(done: Done, steps: Sequence[Step], then: Then, *, by: By, at: datetime) -> None:
    turned = [_turn(step, at) for step in reversed(steps)]
    turned = [step for step in turned if step.before != step.after]
    if not turned:
        raise ChangedSince
    then(turned)
    entry = done.entry
    subject = apps.get_model(entry.subject_kind)(pk=entry.subject_id)
    rows = [[step.model, step.key, step.before, step.after] for step in turned]
    before = {name: value for name, value in done.after.items() if name != ROWS}
    after = {name: value for name, value in done.before.items() if name != ROWS}
    record(
        f"{entry.action.partition('.')[0]}.{TAKEN_BACK}",
        by=by,
        at=at,
        subject=subject,
        before={**before, ROWS: rows},
        after=after,
        details={**entry.details, "took_back": entry.details.get("took_back") or entry.action},
    )


def _turn(step: Step, at: datetime) -> Step:
    """Do the opposite of the step; what was done, as a step of its own."""
    model = apps.get_model(step.model)
    if step.after is None:
        return _make_again(model, step)
    rows: models.QuerySet[Any] = models.QuerySet(model)
    row: models.Model | None = rows.select_for_update(of=("self",)).filter(pk=step.key).first()
    if row is None:
        raise ChangedSince
    _demand_unchanged(row, step)
    return _remove(row, step) if step.before is None else _set_back(row, step, at)


def _make_again(model: type[models.Model], step: Step) -> Step:
    if step.before is None or models.QuerySet(model).filter(pk=step.key).exists():
        raise ChangedSince
    by_attname = {one.attname: one for one in _columns(model)}
    values = {
        name: _typed(by_attname[name], value)
        for name, value in step.before.items()
        if name in by_attname
    }
    try:
        with transaction.atomic():
            model(**{**values, model._meta.pk.attname: step.key}).save(force_insert=True)
    except IntegrityError as error:  # something of the same name, or what it hung on is gone
        raise ChangedSince from error
    return Step(step.model, step.key, None, step.before)


def _remove(row: models.Model, step: Step) -> Step:
    """Remove the row, unless something hangs on it that nobody took back before."""
    collector = Collector(using=DEFAULT_DB_ALIAS, origin=row)
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError) as error:
        raise ChangedSince from error
    follows = derived()
    gone_too = {other for other in collector.data if other is not type(row)}
    gone_too |= {rows.model for rows in collector.fast_deletes if rows.exists()}
    gone_too |= {
        column.model
        for (column, _value), many in collector.field_updates.items()
        if any(rows.exists() if isinstance(rows, models.QuerySet) else rows for rows in many)
    }
    is_alone = len(collector.data.get(type(row), ())) <= 1
    if not is_alone or {model._meta.label_lower for model in gone_too} - follows:
        raise ChangedSince
    image = image_of(row)
    row.delete()
    return Step(step.model, step.key, image, None)


def _set_back(row: models.Model, step: Step, at: datetime) -> Step:
    before, after = {}, {}
    for name, value in (step.before or {}).items():
        column = _column(row, name)
        if column.attname in {VERSION, MOMENT}:
            continue
        before[column.attname] = plain(column, getattr(row, column.attname))
        after[column.attname] = plain(column, value)
        setattr(row, column.attname, _typed(column, value))
    changed = [*before]
    stamps = {one.attname for one in _columns(type(row))} & {VERSION, MOMENT}
    if VERSION in stamps:
        setattr(row, VERSION, getattr(row, VERSION) + 1)
    if MOMENT in stamps:
        setattr(row, MOMENT, at)
    changed += sorted(stamps)
    try:
        with transaction.atomic():
            row.save(update_fields=changed)
    except IntegrityError as error:  # the place is taken, or what it pointed to is gone
        raise ChangedSince from error
    return Step(step.model, step.key, before, after)


def _demand_unchanged(row: models.Model, step: Step) -> None:
    clashes = []
    for name, value in (step.after or {}).items():
        column = _column(row, name)
        now = plain(column, getattr(row, column.attname))
        if column.attname not in {VERSION, MOMENT} and now != plain(column, value):
            clashes.append(Clash(name, (step.before or {}).get(name), now))
    if clashes:
        raise ChangedSince(*clashes)


def _typed(column: models.Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None if column.null else column.get_default()
    return _pointed_at(column).to_python(value)


def _pointed_at(column: models.Field[Any, Any]) -> models.Field[Any, Any]:
    """The column whose values this one holds: its own, or that of the row it points to."""
    return column.target_field if isinstance(column, models.ForeignKey) else column


def _column(row: models.Model, name: str) -> models.Field[Any, Any]:
    for one in _columns(type(row)):
        if name in {one.name, one.attname}:
            return one
    raise KeyError(name)


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    return list(model._meta.concrete_fields)
