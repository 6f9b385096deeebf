"""Writing the ledger: one row for each operation, in the operation's own transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from nahbar.core.actors import By, House
from nahbar.core.models import LedgerEntry, LedgerText


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
    return LedgerEntry.objects.create(
        occurred_at=at,
        actor=None if isinstance(by, House) else by,
        via=by.via if isinstance(by, House) else "person",
        action=action,
        subject_kind=kind,
        subject_id=subject_id,
        fields=sorted({*(before or {}), *(after or {})}),
        details=_plain(details or {}),
        text_id=text_id,
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
