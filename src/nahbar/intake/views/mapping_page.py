"""The mapping on the screen: each column with what it becomes, on real rows, and what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.customers.own_fields.kinds import BY_NUMBER
from nahbar.customers.own_fields.words import Known, names_in
from nahbar.intake.chunks import read_rows
from nahbar.intake.field_words import (
    CHOICES,
    FIELDS,
    HINTS,
    KINDS,
    OF_PREFIX,
    QUESTIONS,
    REASONS,
)
from nahbar.intake.mapping import (
    ColumnChoice,
    Misfit,
    PreviewCell,
    Proposal,
    Question,
    from_json,
    misfits,
    missing,
    preview,
    table_kind,
    unused_discounts,
)
from nahbar.intake.mapping.own import OWN
from nahbar.intake.models import Import, ImportTable
from nahbar.intake.own_columns import CUSTOMERS, NEW, offered_fields
from nahbar.intake.views.cell_words import shown_value
from nahbar.intake.words import ENCODINGS, MISSING, ROWS

SAMPLES = 5
SURE = 0.6


@dataclass(frozen=True)
class Sample:
    """One cell as it stands and as it will be, or why it cannot be."""

    before: str
    after: str
    wrong: str


@dataclass(frozen=True)
class Column:
    """One column as the piece `mapping_table` shows it."""

    source: str
    name: str
    choices: list[tuple[str, Any]]
    value: str
    note: str
    wrong: str
    hint: str
    is_sure: bool
    samples: list[Sample]


@dataclass(frozen=True)
class Asked:
    """One question about the values."""

    name: str
    sentence: str
    choices: list[tuple[str, str]]
    value: str
    is_open: bool


@dataclass(frozen=True)
class ShownTable:
    """A table, or several with the same heading, and all that can be decided about it."""

    names: str
    rows: int
    encoding: str
    kind_name: str
    kind: str
    kinds: list[tuple[str, str]]
    columns: list[Column]
    questions: list[Asked]
    missing: list[str]
    unused_discounts: tuple[str, ...]
    is_skipped: bool

    @property
    def taken(self) -> list[Column]:
        """The columns that get a field."""
        return [column for column in self.columns if column.value]

    @property
    def left(self) -> list[Column]:
        """The columns that stay in the original only."""
        return [column for column in self.columns if not column.value]

    @property
    def wrong(self) -> list[Column]:
        """The columns of which more than a few cells do not fit."""
        return [column for column in self.columns if column.wrong]


def show_tables(import_run: Import) -> list[ShownTable]:
    """The tables of an import, those with equal headings together."""
    together: dict[str, list[ImportTable]] = {}
    for table in import_run.tables.select_related("file").defer("profile"):
        together.setdefault(table.header_digest, []).append(table)
    return [_show(tables) for tables in together.values()]


def _show(tables: list[ImportTable]) -> ShownTable:
    first = tables[0]
    proposal = from_json(first.proposal)
    prefix = f"t{first.position}"
    names = [table.file.name + (f" ({table.sheet})" if table.sheet else "") for table in tables]
    return ShownTable(
        names=", ".join(dict.fromkeys(names)),
        rows=sum(table.row_count for table in tables),
        encoding=_encoding(first.layout.get("encoding")),
        kind_name=f"{prefix}_kind",
        kind="" if first.skipped else proposal.kind,
        kinds=[
            *((name, str(word)) for name, word in KINDS.items()),
            ("", _("leave this table out")),
        ],
        columns=_columns(proposal, prefix, _first_rows(first)),
        questions=[_question(question, prefix) for question in proposal.questions],
        missing=[str(MISSING.get(code, code)) for code in missing(proposal)],
        unused_discounts=unused_discounts(proposal),
        is_skipped=first.skipped,
    )


def _encoding(name: str | None) -> str:
    """How the letters of a text file are written, as programs for tables call it."""
    last = (name or "").rsplit("+", 1)[-1]
    return str(ENCODINGS.get(last, last.upper()))


def _first_rows(table: ImportTable) -> pl.DataFrame:
    chunk = table.chunks.select_related("stored").first()
    return read_rows(chunk).drop("row", "line") if chunk else pl.DataFrame()


def _columns(proposal: Proposal, prefix: str, rows: pl.DataFrame) -> list[Column]:
    found = misfits(proposal, rows)
    choices = _targets(proposal.kind)
    shown = preview(proposal, rows.head(SAMPLES).rows())
    names = names_in(cell.value for cells in shown for cell in cells if _is_own(cell))
    samples = [
        [_sample(proposal.kind, _named(cell, names)) for cell in cells]
        for cells in zip(*shown, strict=True)
    ]
    return [
        Column(
            source=heading_of(choice),
            name=f"{prefix}_{choice.column}",
            choices=choices,
            value=choice.field or "",
            note=_note(choice),
            wrong=_wrong(found.get(choice.column)),
            hint=str(HINTS.get(choice.field or "", "")),
            is_sure=choice.field is None or choice.confidence >= SURE,
            samples=samples[index] if samples else [],
        )
        for index, choice in enumerate(proposal.choices)
    ]


def _targets(kind: str) -> list[tuple[str, Any]]:
    """What a column can become: the fields of this kind of table, then those the house made."""
    fields = sorted(
        ((f.name, str(FIELDS[f.name])) for f in table_kind(kind).fields),
        key=lambda one: one[1].casefold(),
    )
    own = [*offered_fields(), (NEW, _("a new field …"))] if kind == CUSTOMERS else []
    named = [(_("Our own fields"), own)] if own else []
    return [("", _("only in the original")), *fields, *named]


def _is_own(cell: PreviewCell) -> bool:
    return (cell.field or "").startswith(OWN) and cell.value is not None


def _named(cell: PreviewCell, names: Known) -> PreviewCell:
    """A choice by its name."""
    if not _is_own(cell):
        return cell
    values = cell.value if isinstance(cell.value, list) else [cell.value]
    called = [
        names.called(int(found[1])) if (found := BY_NUMBER.fullmatch(str(value))) else value
        for value in values
    ]
    return replace(cell, value=called if isinstance(cell.value, list) else called[0])


def heading_of(choice: ColumnChoice) -> str:
    """What a column is called: by its heading, else by its place."""
    return choice.header or _("Column %(number)s") % {"number": int(choice.column[1:]) + 1}


def _sample(kind: str, cell: Any) -> Sample:
    wrong = ""
    if cell.code:
        told = {"value": (cell.raw or "")[:40], "column": ""}
        wrong = str(ROWS.get(cell.code, cell.code)) % told
    return Sample((cell.raw or "")[:80], shown_value(kind, cell)[:80], wrong)


def _note(choice: ColumnChoice) -> str:
    """Why, where that is not plain to see: by hand, unsure, or left out for a reason of its own."""
    is_plain = choice.confidence >= SURE if choice.field else choice.why.code == "nothing_fits"
    return "" if is_plain and choice.why.code != "person" else str(REASONS.get(choice.why.code, ""))


def _wrong(misfit: Misfit | None) -> str:
    if misfit is None or not misfit.is_large:
        return ""
    counted = {"bad": formats.number(misfit.bad), "filled": formats.number(misfit.filled)}
    return _("%(bad)s of %(filled)s values do not fit") % counted


def _question(question: Question, prefix: str) -> Asked:
    evidence: dict[str, Any] = {"header": "", "lines": "", "value": "", **question.evidence}
    evidence["examples"] = ", ".join(map(str, evidence.get("examples", [])))
    if isinstance(evidence["lines"], int):
        evidence["lines"] = formats.number(evidence["lines"])
    is_by_prefix = question.code == "order_kind_rule" and evidence["value"]
    sentence = OF_PREFIX if is_by_prefix else QUESTIONS[question.code]
    return Asked(
        name=f"{prefix}_q_{question.id}",
        sentence=str(sentence) % evidence,
        choices=[(choice, _spoken(choice, evidence)) for choice in question.choices],
        value=question.default or "",
        is_open=question.default is None,
    )


def _spoken(choice: str, evidence: Mapping[str, Any]) -> str:
    return str(CHOICES[choice]) % evidence
