"""What a search gives."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """A customer (primary key) who may be meant.

    `score` 0 … 1; `field` and `why` (in words) tell by what. A guess answers only to a part of what
    was typed, or to something that sounds or looks like it.
    """

    customer_id: int
    score: float
    field: str
    why: str
    is_guess: bool = False
