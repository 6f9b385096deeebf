"""What was done to keep the house whole, written down: a row that begins and ends, and the ledger."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from nahbar.core.actors import By
from nahbar.core.breakdowns import refusal_of
from nahbar.core.ledger import record
from nahbar.core.models import Upkeep
from nahbar.core.refusals import Refused

Kind, State = Upkeep.Kind, Upkeep.State
BROKEN_OFF, UNDER_WAY = "broken_off", "backup_under_way"


class Noted:
    """The row of what is under way; `tell` says what came of it."""

    def __init__(self, row: Upkeep) -> None:
        self.row = row

    def tell(self, **facts: Any) -> None:
        """Set fields of the row: `name`, `size`, `counts`, `problems` …"""
        for name, value in facts.items():
            setattr(self.row, name, value)


@contextmanager
def noted(
    kind: Upkeep.Kind, name: str, *, by: By, at: datetime, was_asked: bool = False
) -> Iterator[Noted]:
    """Write down that something of this kind begins, and how it ends; a failure is raised on.

    Where the house `was_asked` by a person, a refusal is told to them and is no failure; nor is it
    one that another backup is being made already.
    """
    left = Upkeep.objects.filter(kind=kind, state=State.BEGUN)
    left.update(state=State.FAILED, code=BROKEN_OFF, ended_at=at)
    begun = time.monotonic()
    told = Noted(Upkeep.objects.create(kind=kind, name=name, begun_at=at))
    try:
        yield told
    except Exception as error:
        refusal = error if isinstance(error, Refused) else refusal_of(error)
        if isinstance(error, Refused) and (was_asked or error.code == UNDER_WAY):
            told.row.delete()
            raise
        told.tell(state=State.FAILED, code=refusal.code if refusal else "unexpected")
        _end(told.row, begun, by=by, at=at)
        raise
    told.tell(state=State.DONE)
    _end(told.row, begun, by=by, at=at)


def note_restored(told: Mapping[str, Any], *, by: By, at: datetime) -> None:
    """In the restored house: it says of itself from when it is.

    What was under way then is the backup itself, which of course stands in it unfinished.
    """
    Upkeep.objects.filter(state=State.BEGUN).delete()
    row = Upkeep.objects.create(
        kind=Kind.RESTORE, state=State.DONE, begun_at=at, ended_at=at, size=told["size"]
    )
    details = {"made_at": told["made_at"], "version": told["version"]}
    record("house.restored", by=by, at=at, subject=row, details=details)


def note_moved(to: str, *, by: By, at: datetime) -> None:
    """In the transaction that is poured over, so that the new house knows where it comes from."""
    row = Upkeep.objects.create(kind=Kind.MOVE, state=State.DONE, begun_at=at, ended_at=at, name=to)
    record("house.moved", by=by, at=at, subject=row, details={"to": to})


def _end(row: Upkeep, begun: float, *, by: By, at: datetime) -> None:
    row.seconds = round(time.monotonic() - begun, 3)
    row.ended_at = at + timedelta(seconds=row.seconds)
    action = {Kind.BACKUP: "house.backed_up", Kind.DRILL: "house.drilled"}[Kind(row.kind)]
    details = {
        "state": row.state,
        "size": row.size,
        "code": row.code,
        "problems": len(row.problems),
    }
    with transaction.atomic():
        row.save()
        record(action, by=by, at=row.ended_at, subject=row, details=details)
