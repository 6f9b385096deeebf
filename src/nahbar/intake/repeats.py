"""Equal rows in one import: which of several a row is, in eight bytes a row and flat time."""

import numpy as np
import numpy.typing as npt
import polars as pl

Digests = npt.NDArray[np.int64]


class Repeats:
    """Counts how often each digest has come so far, over chunks.

    Sorted runs of doubling length are merged as they come to equal size (a log-structured merge),
    so that each chunk costs its own length times the logarithm of all that came before.
    """

    def __init__(self) -> None:
        self._runs: list[Digests] = []

    def number(self, digests: pl.Series) -> pl.Series:
        """Which occurrence each row is, from 1, counted over everything given so far."""
        values = digests.to_numpy()
        earlier = np.zeros(values.size, dtype=np.int64)
        for run in self._runs:
            found = np.searchsorted(run, values, "right") - np.searchsorted(run, values, "left")
            earlier += found
        here = (
            digests.rename("digest")
            .to_frame()
            .select(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("digest"))
        )
        self._add(np.sort(values))
        return here.to_series() + pl.Series(earlier)

    def _add(self, run: Digests) -> None:
        while self._runs and self._runs[-1].size <= run.size:
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)


class DistinctCount:
    """How many different digests there were, keeping each once."""

    def __init__(self) -> None:
        self._seen: Digests = np.empty(0, dtype=np.int64)
        self._new: list[Digests] = []

    def add(self, digests: pl.Series) -> None:
        """Count these too; nulls are nobody."""
        self._new.append(digests.drop_nulls().unique().to_numpy())
        if sum(part.size for part in self._new) > 2 * self._seen.size + 100_000:
            self._merge()

    def total(self) -> int:
        """The count."""
        self._merge()
        return int(self._seen.size)

    def _merge(self) -> None:
        self._seen = np.unique(np.concatenate([self._seen, *self._new]))
        self._new = []
