"""Tables as frames, for figures: orders as value reads them, and the kept figures of a run."""

import io
from bisect import bisect_right

import polars as pl

from nahbar.core import files
from nahbar.core.bulk import read_frame
from nahbar.core.clock import house_zone
from nahbar.value.models import RunPart, ValueRun

ORDERS = {
    "order": pl.Int64,
    "customer": pl.Int64,
    "kind": pl.String,
    "currency": pl.String,
    "amount": pl.Int64,
    "ordered_at": pl.Datetime("us"),
}


def read_orders() -> pl.DataFrame:
    """Every order of a known customer: `order, customer, kind, currency, amount` (millionths), `day`.

    The day is the house's. The moment is read as text: on SQLite Python would build an object of
    each one on the way.
    """
    orders = read_frame(
        "SELECT id, customer_id, kind, currency, amount, CAST(ordered_at AS text) FROM sales_order"
        " WHERE customer_id IS NOT NULL",
        schema=ORDERS,
    )
    local = pl.col("ordered_at").dt.replace_time_zone("UTC").dt.convert_time_zone(house_zone().key)
    return orders.select(pl.exclude("ordered_at"), local.dt.date().alias("day"))


def read_kept(run: ValueRun, *, customers: list[int] | None = None) -> pl.DataFrame:
    """The figures a run had, one row a customer, money in millionths; of all or of some customers.

    Of some, only the parts are opened that they are in. Raises ValueError where a kept file was
    tampered with.
    """
    parts = list(run.parts.select_related("file"))
    if customers is not None:
        firsts = [part.first_customer for part in parts]
        parts = [
            parts[at]
            for at in sorted({bisect_right(firsts, pk) - 1 for pk in customers})
            if at >= 0
        ]
    frames = [_open(part, customers) for part in parts]
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame()


def _open(part: RunPart, customers: list[int] | None) -> pl.DataFrame:
    rows = pl.scan_parquet(io.BytesIO(files.read_stored(part.file)))
    if customers is not None:
        rows = rows.filter(pl.col("customer").is_in(customers))
    return rows.collect()
