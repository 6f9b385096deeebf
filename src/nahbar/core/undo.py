"""The columnar undo log: which rows a batch made, confirmed or replaced, as packed integers."""

import zlib
from collections.abc import Callable, Iterator

import numpy as np
from django.db import models

from nahbar.core.bulk import Ids
from nahbar.core.models import Batch, UndoChunk

Counter = Callable[[str, int], None]  # is told in each step how many of something went or came back
Effect = UndoChunk.Effect
NOTHING: Ids = np.empty(0, dtype=np.int64)


def remember(batch: Batch, model: type[models.Model], effect: Effect, ids: Ids) -> None:
    """Note that the batch had this effect on these rows; in the transaction that has it."""
    if ids.size:
        ordered = np.unique(ids)
        UndoChunk.objects.create(
            batch=batch,
            model=model._meta.label_lower,
            effect=effect,
            ids=pack(ordered),
            count=ordered.size,
        )


def remembered(batch: Batch, model: type[models.Model], effect: Effect) -> Ids:
    """All rows of the model on which the batch had this effect, ascending."""
    chunks = UndoChunk.objects.filter(batch=batch, model=model._meta.label_lower, effect=effect)
    packed = chunks.values_list("ids", flat=True)
    return np.unique(np.concatenate([NOTHING, *(unpack(bytes(part)) for part in packed)]))


def release_created(batch: Batch, model: type[models.Model]) -> Ids:
    """The rows the batch made and nobody else vouches for; the others pass on.

    They pass to who confirmed them, else to who mentioned them.
    """
    mine = remembered(batch, model, Effect.CREATED)
    for effect in (Effect.CONFIRMED, Effect.MENTIONED):
        for other in _others(batch, model, effect):
            theirs = np.intersect1d(mine, remembered(other, model, effect), assume_unique=True)
            remember(other, model, Effect.CREATED, theirs)
            mine = np.setdiff1d(mine, theirs, assume_unique=True)
    return mine


def pack(ids: Ids) -> bytes:
    """Ascending ids as compressed differences: a run of a million rows takes a few kilobytes."""
    return zlib.compress(np.diff(ids, prepend=0).astype("<i8").tobytes(), 6)


def unpack(packed: bytes) -> Ids:
    """The ids that were packed."""
    return np.cumsum(np.frombuffer(zlib.decompress(packed), dtype="<i8")).astype(np.int64)


def _others(batch: Batch, model: type[models.Model], effect: Effect) -> Iterator[Batch]:
    chunks = UndoChunk.objects.filter(
        model=model._meta.label_lower, effect=effect, batch__undone_at=None
    )
    ids = chunks.exclude(batch=batch).order_by("batch_id").values_list("batch_id", flat=True)
    return iter(Batch.objects.filter(pk__in=ids.distinct()).order_by("pk"))
