"""Removing what is no longer shown: rows of past runs, and what a killed run had stored."""

import numpy as np
import polars as pl
from django.db import transaction

from nahbar.core import files
from nahbar.core.bulk import delete_ids, read_frame
from nahbar.value.models import CustomerValue, ValueRun

SLICE = 25_000
State = ValueRun.State


def give_up(run: ValueRun) -> None:
    """Mark a run as failed and let its parts go; its rows are removed with the next clearing."""
    with transaction.atomic():
        unfinished = ValueRun.objects.select_for_update().get(pk=run.pk)
        for part in unfinished.parts.select_related("file"):
            part.delete()
            files.release(part.file)
        unfinished.state = State.FAILED
        unfinished.save(update_fields=["state"])


def remove_unfinished() -> None:
    """Clear away what runs that were killed had stored. Only who has the turn may do this."""
    for run in ValueRun.objects.filter(state=State.RUNNING):
        give_up(run)
    _remove_rows_of(State.FAILED)
    _remove_rows_of(State.PAST)


def remove_past_rows() -> None:
    """The rows of past runs go; their frames stay."""
    _remove_rows_of(State.PAST)


def _remove_rows_of(state: str) -> None:
    """In short steps, each for itself: other writers come in between.

    In the order in which they were stored, so that a step is one stretch of the table.
    """
    unordered = read_frame(
        "SELECT v.id FROM value_customervalue v JOIN value_valuerun r ON r.id = v.run_id"
        " WHERE r.state = %s",
        [state],
        schema={"id": pl.Int64},
    )["id"].to_numpy()
    ids = np.sort(unordered)
    for start in range(0, ids.size, SLICE):
        with transaction.atomic():
            delete_ids(CustomerValue, ids[start : start + SLICE])
