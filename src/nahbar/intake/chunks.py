"""Raw rows, kept as they were read, in encrypted columnar files."""

import io
from datetime import datetime

import polars as pl

from nahbar.core import files
from nahbar.core.models import StoredFile
from nahbar.intake.models import ImportChunk


def keep_rows(rows: pl.DataFrame, *, at: datetime) -> StoredFile:
    """Keep raw rows."""
    packed = io.BytesIO()
    rows.write_ipc(packed, compression="zstd")
    return files.store_bytes(packed.getvalue(), at=at)


def read_rows(chunk: ImportChunk) -> pl.DataFrame:
    """The raw rows of a chunk: string columns `c0…`, with `row` and `line`."""
    return pl.read_ipc(io.BytesIO(files.read_stored(chunk.stored)))
