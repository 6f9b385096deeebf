"""What goes into a taker beside the rows, and what comes out."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import polars as pl

from nahbar.core.models import Batch, Source
from nahbar.intake.tally import Tally

REFUSED = pl.Schema({"row": pl.Int64, "code": pl.String, "other": pl.Int64})


class Counts(Protocol):
    """Says which of several equal rows each row is, from 1."""

    def number(self, digests: pl.Series) -> pl.Series: ...


@dataclass(frozen=True)
class Work:
    """For whom the rows are taken, and what was counted of the rows before them.

    `people` is what `colleagues.who_works_here` gives. `repeats` and `tally` belong to the whole
    import: chunks must be given to them in order.
    """

    source: Source
    batch: Batch
    at: datetime
    currency: str
    zone: str
    knows_people_by_mail: bool
    address_uses: dict[int, str]
    people: pl.DataFrame
    repeats: Counts
    tally: Tally


@dataclass(frozen=True)
class Outcome:
    """How many rows were stored, how many said nothing new, and which were refused.

    `refused`: frame `row, code, other`; `other` is the customer whom the row collides with.
    """

    stored: int = 0
    unchanged: int = 0
    customers_created: int = 0
    customers_updated: int = 0
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED))
