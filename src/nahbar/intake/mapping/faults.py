"""What was bad in a chunk: one row per bad cell."""

import polars as pl

FAULTS = {
    "row": pl.UInt32,
    "line": pl.UInt32,
    "column": pl.String,
    "code": pl.String,
    "severity": pl.String,
    "value": pl.String,
}
LONGEST_VALUE = 200


class Faults:
    """Collects faults over the columns of a chunk; `positions` holds `row` and perhaps `line`."""

    def __init__(self, positions: pl.DataFrame) -> None:
        self._positions = positions
        self._found: list[pl.DataFrame] = []

    def add(self, column: str, cells: pl.Series, codes: pl.Series, severity: str) -> None:
        """One fault for each cell that has a code."""
        if codes.null_count() == len(codes):
            return
        found = self._positions.with_columns(
            pl.lit(column).alias("column"),
            codes.alias("code"),
            pl.lit(severity).alias("severity"),
            cells.str.slice(0, LONGEST_VALUE).alias("value"),
        ).filter(pl.col("code").is_not_null())
        self._found.append(found)

    def add_cleaned(self, column: str, cells: pl.Series, marks: pl.Series) -> None:
        """A note for each name that lost marks nobody sees; its value is kept."""
        if marks.any():
            code = pl.when(pl.lit(marks)).then(pl.lit("marks_removed")).alias("code")
            self.add(column, cells, marks.to_frame().select(code).to_series(), "kept")

    def rejected(self) -> pl.Series:
        """The rows that some bad value has kept out so far."""
        rejects = [found for found in self._found if found["severity"][0] == "reject"]
        none = pl.Series("row", [], dtype=self._positions["row"].dtype)
        return pl.concat([none, *(found["row"] for found in rejects)]).unique()

    def frame(self) -> pl.DataFrame:
        """All faults with the columns of `FAULTS`, by row; `line` is null where not known."""
        if not self._found:
            return pl.DataFrame(schema=FAULTS)
        every = pl.concat(self._found)
        if "line" not in every.columns:
            every = every.with_columns(pl.lit(None).alias("line"))
        return every.select(pl.col(name).cast(kind) for name, kind in FAULTS.items()).sort(
            "row", maintain_order=True
        )
