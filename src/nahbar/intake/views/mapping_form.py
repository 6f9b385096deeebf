"""The mapping on the screen: each column with what it becomes, on real rows; and back again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.models import User
from nahbar.intake.chunks import read_rows
from nahbar.intake.field_words import CHOICES, FIELDS, KINDS, QUESTIONS, REASONS
from nahbar.intake.mapping import (
    ColumnChoice,
    Proposal,
    Question,
    from_json,
    missing,
    preview,
    table_kind,
)
from nahbar.intake.models import Import, ImportTable
from nahbar.intake.operations.confirm import answer_question, choose_kind, reassign_column
from nahbar.intake.words import MISSING, ROWS

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
    choices: list[tuple[str, str]]
    value: str
    note: str
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
    layout: Mapping[str, Any]
    kind_name: str
    kind: str
    kinds: list[tuple[str, str]]
    columns: list[Column]
    questions: list[Asked]
    missing: list[str]
    is_skipped: bool


def show_tables(import_run: Import) -> list[ShownTable]:
    """The tables of an import, those with equal headings together."""
    together: dict[str, list[ImportTable]] = {}
    for table in import_run.tables.select_related("file").defer("profile"):
        together.setdefault(table.header_digest, []).append(table)
    return [_show(tables) for tables in together.values()]


def apply_form(import_run: Import, form: QueryDict, *, by: User, at: datetime) -> None:
    """Carry out what the form says and the proposal does not say yet."""
    seen = set()
    for table in import_run.tables.select_related("import_run", "file"):
        if table.header_digest in seen:
            continue
        seen.add(table.header_digest)
        prefix = f"t{table.position}"
        kind = form.get(f"{prefix}_kind", table.kind)
        if kind != ("" if table.skipped else table.kind):
            choose_kind(table, kind, by=by, at=at)
            continue
        _reassign(table, prefix, form, by, at)
        _answer(table, prefix, form, by, at)


def _reassign(table: ImportTable, prefix: str, form: QueryDict, by: User, at: datetime) -> None:
    for choice in from_json(table.proposal).choices:
        wanted = form.get(f"{prefix}_{choice.column}", choice.field or "")
        current = from_json(table.proposal).choice(choice.column).field or ""
        if wanted not in {current, choice.field or ""}:
            reassign_column(table, choice.column, wanted or None, by=by, at=at)


def _answer(table: ImportTable, prefix: str, form: QueryDict, by: User, at: datetime) -> None:
    for question in from_json(table.proposal).questions:
        said = form.get(f"{prefix}_q_{question.id}", "")
        if said in question.choices and said != question.default:
            if question.code == "table_kind" and said != table.kind:
                choose_kind(table, said, by=by, at=at)
                return
            answer_question(table, question.id, said, by=by, at=at)


def _show(tables: list[ImportTable]) -> ShownTable:
    first = tables[0]
    proposal = from_json(first.proposal)
    prefix = f"t{first.position}"
    names = [table.file.name + (f" ({table.sheet})" if table.sheet else "") for table in tables]
    samples = _samples(first, proposal)
    return ShownTable(
        names=", ".join(dict.fromkeys(names)),
        rows=sum(table.row_count for table in tables),
        layout=first.layout,
        kind_name=f"{prefix}_kind",
        kind="" if first.skipped else proposal.kind,
        kinds=[*_spoken(KINDS), ("", _("leave this table out"))],
        columns=[
            _column(proposal, choice, prefix, cells)
            for choice, cells in zip(proposal.choices, samples, strict=True)
        ],
        questions=[_question(question, prefix) for question in proposal.questions],
        missing=[str(MISSING.get(code, code)) for code in missing(proposal)],
        is_skipped=first.skipped,
    )


def _samples(table: ImportTable, proposal: Proposal) -> list[list[Sample]]:
    chunk = table.chunks.select_related("stored").first()
    if chunk is None:
        return [[] for _choice in proposal.choices]
    rows = read_rows(chunk).head(SAMPLES).drop("row", "line").rows()
    return [list(cells) for cells in zip(*map(_as_samples, preview(proposal, rows)), strict=True)]


def _as_samples(cells: Any) -> list[Sample]:
    return [
        Sample(
            (cell.raw or "")[:80],
            _shown(cell.value)[:80],
            str(ROWS.get(cell.code, cell.code)) % {"value": (cell.raw or "")[:40], "column": ""}
            if cell.code
            else "",
        )
        for cell in cells
    ]


def _shown(value: Any) -> str:
    match value:
        case None:
            return "–"
        case list():
            return ", ".join(map(str, value))
        case Decimal():
            return formats.number(value.normalize() + 0)
        case datetime():
            has_time = (value.hour, value.minute, value.second) != (0, 0, 0)
            return formats.date(value.date()) + (f", {value:%H:%M}" if has_time else "")
        case date():
            return formats.date(value)
        case str() if value in CHOICES:
            return str(CHOICES[value])
        case _:
            return str(value)


def _column(proposal: Proposal, choice: ColumnChoice, prefix: str, cells: list[Sample]) -> Column:
    fields = [(f.name, str(FIELDS.get(f.name, f.name))) for f in table_kind(proposal.kind).fields]
    return Column(
        source=choice.header or _("Column %(number)s") % {"number": int(choice.column[1:]) + 1},
        name=f"{prefix}_{choice.column}",
        choices=[("", _("leave out")), *sorted(fields, key=lambda field: field[1].casefold())],
        value=choice.field or "",
        note=str(REASONS.get(choice.why.code, "")),
        is_sure=choice.field is None or choice.confidence >= SURE,
        samples=cells,
    )


def _spoken(words: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(name, str(word)) for name, word in words.items()]


def _question(question: Question, prefix: str) -> Asked:
    evidence = {"header": "", "lines": "", "value": "", **question.evidence}
    evidence["examples"] = ", ".join(map(str, evidence.get("examples", [])))
    evidence["value"] = f"„{evidence['value']}…“" if evidence["value"] else ""
    if isinstance(evidence["lines"], int):
        evidence["lines"] = formats.number(evidence["lines"])
    sentence = str(QUESTIONS[question.code]) % evidence
    return Asked(
        name=f"{prefix}_q_{question.id}",
        sentence=" ".join(sentence.split()),
        choices=[(choice, str(CHOICES.get(choice, choice))) for choice in question.choices],
        value=question.default or "",
        is_open=question.default is None,
    )
