"""What a column holds, learnt chunk by chunk over all files, in little memory.

Shapes are counted on an even sample of each chunk; what decides how *every* cell is read (decimal
comma or point, day or month first, `13085.0`) is counted over all cells.
"""

import heapq
from collections import Counter
from dataclasses import dataclass, field

import polars as pl

from nahbar.intake.mapping.absence import is_absent
from nahbar.intake.mapping.dates import order_evidence
from nahbar.intake.mapping.decimals import style_evidence
from nahbar.intake.mapping.shapes import shapes_of

FIRST_SAMPLE, LATER_SAMPLE = 600, 150  # cells of a chunk whose shape is looked at
EXAMPLES = 8
FEW = 40  # different cells up to which each is counted
_SKETCH = 1_024  # smallest hashes kept: the distinct count is good to about 3 %
_HASHES = 2**64


@dataclass
class ColumnProfile:
    """Counts over all chunks seen. `add` and `merge` change it; everything else is an answer."""

    rows: int = 0
    nulls: int = 0
    absent: int = 0  # words for "no value"
    shortest: int | None = None
    longest: int = 0
    sampled: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    style: Counter[str] = field(default_factory=Counter)
    order: Counter[str] = field(default_factory=Counter)
    integral_floats: int = 0
    examples: list[str] = field(default_factory=list)
    smallest_hashes: list[int] = field(default_factory=list)
    few: Counter[str] = field(default_factory=Counter)  # each cell counted; empty where many differ

    def add(self, cells: pl.Series) -> None:
        """Learn from one chunk of a String column (empty cells are null)."""
        raw = cells.alias("raw")
        self.rows += raw.len()
        self.nulls += raw.null_count()
        present = raw.drop_nulls()
        if present.is_empty():
            return
        self._add_all(present)
        present = present.filter(~present.to_frame().select(is_absent(pl.col("raw"))).to_series())
        if not present.is_empty():
            self._add_sample(present)
            self._add_few(present)

    def _add_all(self, present: pl.Series) -> None:
        self.absent += int(present.to_frame().select(is_absent(pl.col("raw")).sum()).item())
        length = pl.col("raw").str.len_chars()
        shortest, longest = present.to_frame().select(a=length.min(), b=length.max()).row(0)
        self.shortest = shortest if self.shortest is None else min(self.shortest, shortest)
        self.longest = max(self.longest, longest)
        smallest = present.hash(0).unique().bottom_k(_SKETCH).to_list()
        self.smallest_hashes = heapq.nsmallest(_SKETCH, {*self.smallest_hashes, *smallest})

    def _add_sample(self, present: pl.Series) -> None:
        sample = present.gather_every(
            -(-present.len() // (LATER_SAMPLE if self.sampled else FIRST_SAMPLE))
        )
        found = shapes_of(sample.value_counts(name="n").iter_rows())
        self.sampled += sample.len()
        self.shapes.update(found)
        for cell in sample.unique(maintain_order=True).head(EXAMPLES):
            if len(self.examples) < EXAMPLES and cell[:80] not in self.examples:
                self.examples.append(cell[:80])
        # A column that is mostly text needs no full count of its few numbers.
        if found["number"] + found["digits"] >= sample.len() * 0.3:
            parted = present.filter(present.str.contains(r"[.,'’]"))
            counted = parted.value_counts(name="n")
            self.style.update(style_evidence(counted["raw"], counted["n"]))
            self.integral_floats += int(present.str.contains(r"^-?[0-9]+\.0$").sum())
        if found["date"] >= sample.len() * 0.3:
            counted = present.value_counts(name="n")
            self.order.update(order_evidence(counted["raw"], counted["n"]))

    def _add_few(self, present: pl.Series) -> None:
        if self.distinct > FEW:
            self.few.clear()
            return
        for cell, count in present.value_counts(name="n").iter_rows():
            self.few[cell[:80]] += count

    @property
    def present(self) -> int:
        """Cells that hold a value."""
        return self.rows - self.nulls - self.absent

    @property
    def distinct(self) -> int:
        """About how many different cells there are (exact below 1,024)."""
        if len(self.smallest_hashes) < _SKETCH:
            return len(self.smallest_hashes)
        return round((_SKETCH - 1) / (self.smallest_hashes[-1] / _HASHES))

    @property
    def uniqueness(self) -> float:
        """Distinct cells per filled cell, 0–1."""
        filled = self.rows - self.nulls
        return min(1.0, self.distinct / filled) if filled else 0.0

    @property
    def has_integral_floats(self) -> bool:
        """Whether every value is a whole number written with `.0`."""
        return 0 < self.integral_floats == self.present

    def share(self, *shapes: str) -> float:
        """The share of sampled cells that have any one of these (disjoint) shapes, 0–1."""
        return sum(self.shapes[shape] for shape in shapes) / self.sampled if self.sampled else 0.0
