"""Rejected rows as the page shows them: why, whose number it is, and which cells are to blame."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db.models import QuerySet

from nahbar.customers.models import Customer, SourceRecord
from nahbar.intake.identity import NUMBER
from nahbar.intake.mapping import ColumnChoice, field_of, from_json
from nahbar.intake.mapping.values import read_column
from nahbar.intake.models import Import, ImportTable, RejectedRow
from nahbar.intake.views.mapping_page import heading_of
from nahbar.intake.words import say_fault, shown_column

_SUM = re.compile(r"(?:zwischen|gesamt)?summe\b|gesamt\b|total\b|sub-?total\b|sum\b", re.IGNORECASE)
# The fields that a fault of no single cell is about.
_ABOUT = {
    "number_reused": {"customer_number"},
    "mail_of_several": {"email", "customer_email"},
    "customer_missing": {"customer_number", "customer_email", "customer_name"},
    "ordered_at": {"ordered_at"},
    "occurred_at": {"occurred_at"},
    "amount": {"line_amount", "order_amount", "unit_price", "quantity"},
}


@dataclass(frozen=True)
class Cell:
    """A cell one may mend; `is_wrong`: the row stayed out because of it."""

    name: str
    label: str
    value: str
    is_wrong: bool


@dataclass(frozen=True)
class Shown:
    """A rejected row. `owner`: whose customer number it names; `text`: of one without cells."""

    row: RejectedRow
    column: str
    why: str
    owner: Customer | None
    is_sum: bool
    cells: list[Cell]
    text: str


@dataclass(frozen=True)
class NoteGroup:
    """Values of one column that were left out or changed for one reason, with one of them."""

    column: str
    count: int
    example: RejectedRow
    why: str
    owner: Customer | None


def open_rows(import_run: Import) -> QuerySet[RejectedRow]:
    """The rows that still wait for somebody."""
    return RejectedRow.objects.filter(
        table__import_run=import_run, state=RejectedRow.State.OPEN, is_note=False
    )


def show_rows(rows: list[RejectedRow]) -> list[Shown]:
    """Rejected rows (with their tables and files) for the page."""
    owners = owners_of(rows)
    return [_shown(row, owners.get(row.pk)) for row in rows]


def show_notes(import_run: Import) -> list[NoteGroup]:
    """What was taken over with a value left out or changed: how often, by column and reason."""
    counted: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], int] = {}
    for pk, column, code in _notes(import_run):
        counted[column, code] += 1
        first.setdefault((column, code), pk)
    with_place = RejectedRow.objects.select_related("table__file", "table__import_run")
    examples = with_place.in_bulk(list(first.values()))
    owners = owners_of(examples.values())
    return [
        NoteGroup(
            column=shown_column(examples[first[group]]),
            count=count,
            example=examples[first[group]],
            why=say_fault(examples[first[group]]),
            owner=owners.get(first[group]),
        )
        for group, count in counted.most_common()
    ]


def _notes(import_run: Import) -> list[tuple[int, str, str]]:
    """Id, column and code of the notes on rows that were taken over; a thousand at most a table."""
    every = RejectedRow.objects.filter(table__import_run=import_run)
    columns = ("pk", "column", "code", "table", "row")
    notes = list(every.filter(is_note=True).order_by("pk").values_list(*columns))
    out = every.filter(is_note=False, row__in={row for *_, row in notes})
    kept_out = set(out.exclude(state=RejectedRow.State.CORRECTED).values_list("table", "row"))
    return [
        (pk, column, code) for pk, column, code, table, row in notes if (table, row) not in kept_out
    ]


def owners_of(rows: Iterable[RejectedRow]) -> dict[int, Customer]:
    """The customer whose number each row names in its source, by the row's id."""
    by_table: dict[ImportTable, list[RejectedRow]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row)
    keys = {pk: key for table, held in by_table.items() for pk, key in _numbers(table, held)}
    if not keys:
        return {}
    source = next(iter(by_table)).import_run.source_id
    records = SourceRecord.objects.filter(
        source=source, key__in=set(keys.values()), superseded_at=None
    )
    owner = {record.key: record.customer for record in records.select_related("customer")}
    return {pk: owner[key] for pk, key in keys.items() if key in owner}


def _numbers(table: ImportTable, rows: list[RejectedRow]) -> list[tuple[int, str]]:
    choice = next((c for c in _choices(table) if c.field == "customer_number"), None)
    if choice is None:
        return []
    cells = pl.Series("raw", [row.cells.get(choice.column) for row in rows], dtype=pl.String)
    read = read_column(cells, field_of(table.kind, "customer_number"), choice.options)
    return [
        (row.pk, NUMBER + number[:100])
        for row, number in zip(rows, read["value"], strict=True)
        if number
    ]


def _choices(table: ImportTable) -> tuple[ColumnChoice, ...]:
    return from_json(table.proposal).choices if table.proposal else ()


def _shown(row: RejectedRow, owner: Customer | None) -> Shown:
    about = _ABOUT.get(row.column if row.code == "value_missing" else row.code, set())
    cells = [
        Cell(
            name=f"cell_{choice.column}",
            label=heading_of(choice),
            value=row.cells.get(choice.column) or "",
            is_wrong=choice.field in about or (bool(row.column) and choice.header == row.column),
        )
        for choice in _choices(row.table)
        if choice.column in row.cells
    ]
    return Shown(
        row=row,
        column=shown_column(row),
        why=say_fault(row),
        owner=owner if row.code == "number_reused" else None,
        is_sum=_is_sum(row),
        cells=cells,
        text=row.cells.get("", ""),
    )


def _is_sum(row: RejectedRow) -> bool:
    """Whether this is the line below the table that adds it up: hardly filled, and it says so."""
    filled = [cell.strip() for cell in row.cells.values() if cell and cell.strip()]
    hardly = len(filled) <= max(2, len(row.cells) // 2)
    return hardly and any(_SUM.match(cell) for cell in filled[:2])
