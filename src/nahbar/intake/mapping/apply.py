"""Apply a mapping: String cells in, typed columns and a list of what was bad out.

A bad value in a field that `rejects` (order number, customer number, dates, quantities and
amounts of orders, the moment of an encounter) keeps its row out: severity `reject`. A bad value
elsewhere becomes null: severity `note`. What is used as it is but worth a look has severity `kept`:
a name that lost unseen marks, an order below zero. The raw row is kept elsewhere in any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from nahbar.intake.mapping.composing import compose
from nahbar.intake.mapping.faults import Faults
from nahbar.intake.mapping.filling import fill_down
from nahbar.intake.mapping.proposal import Proposal
from nahbar.intake.mapping.slots import Slot, slots_of
from nahbar.intake.mapping.values import BESIDE, read_column

POSITION = ("row", "line")


@dataclass(frozen=True)
class Applied:
    """What became of a chunk.

    `frame`: `row` (and `line`, if given) with one column per slot: text and codes String, money
    and quantities Int64 micros, moments Datetime (naive) with `…_has_time`, repeated fields
    lists; only rows nothing rejects. `bad`: columns as `FAULTS`; `value` is cut to 200 characters.
    `carry` goes to the next chunk of the same table, so that an order may span both. `filled` are
    the raw cells with an order's head on each of its lines: a row that can stand alone.
    """

    frame: pl.DataFrame
    bad: pl.DataFrame
    carry: Mapping[str, str | None] = field(default_factory=dict)
    filled: pl.DataFrame = field(default_factory=pl.DataFrame)


def apply(
    mapping: Proposal, chunk: pl.DataFrame, carry: Mapping[str, str | None] | None = None
) -> Applied:
    """Type a chunk of String columns `c0`, `c1`, … (cells stripped, empty ones null).

    `ValueError` while a question without default is open: nothing is read on a guess.
    """
    if mapping.open_questions:
        raise ValueError(f"open question: {mapping.open_questions[0].id}")
    if "row" not in chunk.columns:
        chunk = chunk.with_row_index("row")
    slots = slots_of(mapping)
    filled, carried = chunk, dict(carry or {})
    if mapping.fill_down:
        filled, carried = fill_down(slots, chunk, carried)
    faults = Faults(chunk.select(name for name in POSITION if name in chunk.columns))
    frame = _typed(slots, filled, faults)
    frame = compose(mapping, slots, filled, frame, faults)
    bad = faults.frame()
    rejected = bad.filter(pl.col("severity") == "reject")["row"].unique()
    kept = frame.filter(~pl.col("row").is_in(rejected.implode())) if len(rejected) else frame
    return Applied(kept, bad, carried, filled)


def _typed(slots: tuple[Slot, ...], chunk: pl.DataFrame, faults: Faults) -> pl.DataFrame:
    columns = [chunk[name] for name in POSITION if name in chunk.columns]
    for slot in slots:
        cells = chunk[slot.choice.column]
        read = read_column(cells, slot.field, slot.choice.options)
        columns += _columns_of(slot, read)
        severity = "reject" if slot.field.rejects else "note"
        faults.add(slot.choice.header or slot.choice.column, cells, read["code"], severity)
        if "marks" in read.columns:
            faults.add_cleaned(slot.choice.header or slot.choice.column, cells, read["marks"])
    return pl.DataFrame(columns)


def _columns_of(slot: Slot, read: pl.DataFrame) -> list[pl.Series]:
    value = read["value"]
    if slot.field.repeats and not isinstance(value.dtype, pl.List):
        value = value.to_frame().select(pl.when(value.is_not_null()).then(pl.concat_list("value"))).to_series()  # fmt: skip
    elif not slot.field.repeats and isinstance(value.dtype, pl.List):
        value = value.list.first()
    beside = [name for name in BESIDE.get(slot.field.type, ()) if name != "marks"]
    return [value.alias(slot.name), *(read[name].alias(f"{slot.name}_{name}") for name in beside)]
