"""Small columns and tables, and the folder of real ones."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from nahbar.intake.mapping import Proposal, TableProfile, TableView, propose

Rows = Sequence[Sequence[str | None]]


@pytest.fixture(scope="session")
def cells() -> Callable[..., pl.Series]:
    """A column of String cells."""
    return lambda *values: pl.Series("raw", values, dtype=pl.String)


@pytest.fixture(scope="session")
def chunk_of() -> Callable[[Rows], pl.DataFrame]:
    """Rows of cells as a chunk the reading part delivers."""

    def build(rows: Rows) -> pl.DataFrame:
        names = [f"c{i}" for i in range(len(rows[0]))]
        return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")

    return build


@pytest.fixture(scope="session")
def proposed(chunk_of) -> Callable[..., tuple[Proposal, TableProfile]]:
    """The proposal for a header written with `|` and some rows, with the profile behind it."""

    def build(header: str, rows: Rows, **options: str) -> tuple[Proposal, TableProfile]:
        profile = TableProfile()
        profile.add(chunk_of(rows))
        view = TableView("table", tuple(cell.strip() or None for cell in header.split("|")))
        return propose([view], profile, **options), profile

    return build


@pytest.fixture(scope="session")
def real_data() -> Path:
    folder = os.environ.get("NAHBAR_DATA")
    if not folder:
        assert os.environ.get("CI") != "true", "NAHBAR_DATA must name the data sets in CI"
        pytest.skip("NAHBAR_DATA is not set")
    return Path(folder)
