"""Keeping the rows that were not taken over, with where and why."""

import polars as pl

from nahbar.customers.models import Customer
from nahbar.intake.models import ImportTable, RejectedRow

MOST_NOTES = 1_000


def keep_faults(table: ImportTable, rows: pl.DataFrame, bad: pl.DataFrame) -> int:
    """Keep bad values; how many rows they kept out. Of mere notes, the first thousand of a table."""
    rejected = bad.filter(pl.col("severity") == "reject")
    room = MOST_NOTES - table.rejected.filter(is_note=True).count()
    notes = bad.filter(pl.col("severity") != "reject").head(max(room, 0))
    first = rejected.unique("row", keep="first", maintain_order=True)
    further = rejected.join(first, on=["row", "column", "code"], how="anti")
    _keep(table, rows, first, is_note=False)
    _keep(table, rows, pl.concat([notes, further.head(max(room, 0))]), is_note=True)
    return first.height


def keep_refusals(table: ImportTable, rows: pl.DataFrame, refused: pl.DataFrame) -> int:
    """Keep rows that collide with what is stored; how many."""
    others = Customer.objects.in_bulk(refused["other"].drop_nulls().unique().to_list())
    collisions = refused.with_columns(
        pl.lit("").alias("column"),
        pl.col("other")
        .map_elements(lambda pk: str(others[pk].public_id), return_dtype=pl.String)
        .alias("value"),
    )
    _keep(table, rows, collisions, is_note=False, value_name="customer")
    return refused.height


def _keep(
    table: ImportTable,
    rows: pl.DataFrame,
    faults: pl.DataFrame,
    *,
    is_note: bool,
    value_name: str = "value",
) -> None:
    if faults.is_empty():
        return
    raw = rows.filter(pl.col("row").is_in(faults["row"].implode()))
    cells = {row["row"]: row for row in raw.iter_rows(named=True)}
    RejectedRow.objects.bulk_create(
        [
            RejectedRow(
                table=table,
                row=fault["row"],
                line=cells[fault["row"]].get("line"),
                column=(fault["column"] or "")[:200],
                code=fault["code"],
                details={value_name: fault["value"]} if fault["value"] else {},
                cells={n: v for n, v in cells[fault["row"]].items() if n not in {"row", "line"}},
                is_note=is_note,
            )
            for fault in faults.iter_rows(named=True)
        ],
        batch_size=500,
    )
