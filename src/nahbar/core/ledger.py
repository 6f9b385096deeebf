"""Writing the ledger: one row for each operation, in the operation's own transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from nahbar.core import facts
from nahbar.core.actors import By, House
from nahbar.core.models import LedgerEntry, LedgerText

UNDOES = "undoes"  # in the details of a row: the row (primary key) that it takes back
_named: ContextVar[tuple[int, list[LedgerEntry]] | None] = ContextVar("_named", default=None)


def record(
    action: str,
    *,
    by: By,
    at: datetime,
    subject: models.Model,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    details: Mapping[str, Any] | None = None,
) -> LedgerEntry:
    """Add one row: `action` (room.past_participle) was done to `subject`.

    `before` and `after` hold the changed fields and are treated as personal: they go to the
    erasable text store. `details` must not say anything about a person: counts, codes, ids.
    Outside a transaction this is an error, for the row must stand or fall with the change.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action} was recorded outside the transaction that does it")
    kind, subject_id = subject._meta.label_lower, subject.pk
    text_id = None
    if before or after:
        text_id = LedgerText.objects.create(
            subject_kind=kind,
            subject_id=subject_id,
            before=_plain(before or {}),
            after=_plain(after or {}),
        ).pk
    named = _named.get()
    told = {**(details or {}), **({UNDOES: named[0]} if named else {})}
    entry = LedgerEntry.objects.create(
        occurred_at=at,
        actor=None if isinstance(by, House) else by,
        via=by.via if isinstance(by, House) else "person",
        action=action,
        subject_kind=kind,
        subject_id=subject_id,
        fields=sorted({*(before or {}), *(after or {})}),
        details=_plain(told),
        text_id=text_id,
    )
    if named:
        named[1].append(entry)
    facts.changed_with(subject)
    return entry


@contextmanager
def naming(entry: LedgerEntry) -> Iterator[list[LedgerEntry]]:
    """What is recorded within takes `entry` back, and says so; the rows it leaves."""
    written: list[LedgerEntry] = []
    token = _named.set((entry.pk, written))
    try:
        yield written
    finally:
        _named.reset(token)


@dataclass(frozen=True)
class Row:
    """What was done to one of many subjects (its primary key): see `record`."""

    subject: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    details: Mapping[str, Any]


def record_many(
    action: str, rows: Sequence[Row], *, model: type[models.Model], by: By, at: datetime
) -> None:
    """`record` for each of many rows of one table that were changed alike, in two statements."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action} was recorded outside the transaction that does it")
    kind = model._meta.label_lower
    texts = LedgerText.objects.bulk_create(
        LedgerText(
            subject_kind=kind,
            subject_id=row.subject,
            before=_plain(row.before),
            after=_plain(row.after),
        )
        for row in rows
    )
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            occurred_at=at,
            actor=None if isinstance(by, House) else by,
            via=by.via if isinstance(by, House) else "person",
            action=action,
            subject_kind=kind,
            subject_id=row.subject,
            fields=sorted({*row.before, *row.after}),
            details=_plain(row.details),
            text_id=text.pk,
        )
        for row, text in zip(rows, texts, strict=True)
    )


def changes(
    instance: models.Model, fields: Iterable[str], new: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields that `new` would really change: as they are, and as they would be."""
    before = {name: getattr(instance, name) for name in fields if name in new}
    changed = [name for name, old in before.items() if old != new[name]]
    return {name: before[name] for name in changed}, {name: new[name] for name in changed}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, Mapping):
        return _plain(value)
    if isinstance(value, list | tuple | set):
        return [_plain_value(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, models.Model):
        return value.pk
    return str(value)


def blank_texts(model: type[models.Model], subjects: Iterable[int]) -> int:
    """Take the personal values of these subjects (primary keys) out of the ledger; how many rows.

    The ledger itself stays: who did what to which id, and when.
    """
    texts = LedgerText.objects.filter(
        subject_kind=model._meta.label_lower, subject_id__in=list(subjects)
    )
    return texts.update(before={}, after={})
