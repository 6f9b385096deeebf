"""A list as a file: written step by step, in columns, as text that no spreadsheet takes for a formula.

Rows come in the order in which customers came to the house. Days are written as `2026-03-02`,
numbers with a point; several values stand in one cell, parted by `; `.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.bulk import Ids, read_matching, slices
from nahbar.core.facts import Fact, FactKind, facts_for
from nahbar.core.files import keep, seal
from nahbar.core.harmless import harmless_column
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.language import speaking
from nahbar.core.money import MICROS
from nahbar.core.undo import unpack
from nahbar.customers.lists.telling import unit_of
from nahbar.customers.models import ListRun
from nahbar.customers.queries import visible_among
from nahbar.team.queries import speech_for, the_firm

State = ListRun.State
STEP = 5_000
MANY = "; "
NUMBERS = (FactKind.NUMBER, FactKind.MONEY)
CONTACTS = {
    "mail": "SELECT customer_id, value FROM customers_contactpoint"
    " WHERE valid_until IS NULL AND kind = 'email' AND customer_id IN {keys} ORDER BY id",
    "phone": "SELECT customer_id, value FROM customers_contactpoint"
    " WHERE valid_until IS NULL AND kind IN ('phone', 'mobile') AND customer_id IN {keys} ORDER BY id",
    "number": "SELECT customer_id, number FROM customers_customernumber"
    " WHERE valid_until IS NULL AND customer_id IN {keys} ORDER BY id",
}


class _Stopped(Exception):
    """Whoever asked has stopped it, or may no longer have it."""


def write_file(run: ListRun) -> None:
    """Write what was asked for and keep it; begun anew where it was cut off."""
    with ExitStack() as stack:
        stack.enter_context(speaking(speech_for(run.by, the_firm())))
        folder = stack.enter_context(tempfile.TemporaryDirectory(dir=settings.NAHBAR_HOME / "work"))
        path = Path(folder) / f"customers.{run.asked['kind']}"
        ListRun.objects.filter(pk=run.pk).update(state=State.RUNNING, done=0)
        write = _write_xlsx if run.asked["kind"] == "xlsx" else _write_csv
        try:
            write(path, _frames(run), _numeric(run))
        except _Stopped as stopped:
            state = State.CANCELLED if str(stopped) == "cancelled" else State.STOPPED
            ListRun.objects.filter(pk=run.pk).update(
                state=state, reason=str(stopped), ended_at=clock.now()
            )
            return
        with path.open("rb") as content, seal(content) as sealed, transaction.atomic():
            stored = keep(sealed, at=clock.now())
            ListRun.objects.filter(pk=run.pk).update(
                state=State.DONE, stored=stored, ended_at=clock.now(), done=run.count
            )


def _columns(run: ListRun) -> list[Fact]:
    known = facts_for(run.by)
    return [known[key] for key in run.asked.get("columns", ()) if key in known]


def _numeric(run: ListRun) -> frozenset[str]:
    return frozenset(_header(fact) for fact in _columns(run) if fact.kind in NUMBERS)


def _header(fact: Fact) -> str:
    unit = unit_of(fact)
    return f"{fact.label} ({unit})" if unit else str(fact.label)


def _frames(run: ListRun) -> Iterator[pl.DataFrame]:
    """The rows as texts; the first frame has nobody and names the columns."""
    facts, done = _columns(run), 0
    yield _frame(run, unpack(bytes(run.customers))[:0], facts)
    for some in slices(unpack(bytes(run.customers)), STEP):
        leave_if_stopping()
        now = ListRun.objects.select_related("by").get(pk=run.pk)
        if now.is_cancelled:
            raise _Stopped("cancelled")
        if not now.by.is_active or not may(now.by, Ability.EXPORT_CUSTOMERS):
            raise _Stopped("not_allowed")
        yield _frame(now, some, facts)
        done += some.size
        ListRun.objects.filter(pk=run.pk).update(done=done)


def _frame(run: ListRun, some: Ids, facts: Sequence[Fact]) -> pl.DataFrame:
    seen = sorted(visible_among(run.by, some.tolist()))
    frame = read_matching(
        "SELECT id, name FROM customers_customer WHERE id IN {keys}",
        seen,
        schema={"customer": pl.Int64, "name": pl.String},
    ).sort("customer")
    for name, query in CONTACTS.items():
        schema = {"customer": pl.Int64, name: pl.String}
        frame = _joined(frame, read_matching(query, seen, schema=schema), name)
    frame = frame.rename(
        {"name": _("Name"), "mail": _("Mail"), "phone": _("Phone"), "number": _("Customer number")}
    )
    for fact in facts:
        known = _as_text(fact, fact.of(frame["customer"].to_numpy()))
        name = _header(fact)
        name = name if name not in frame.columns else f"{name} *"
        frame = _joined(frame, known.rename({"value": name}), name)
    return frame.drop("customer")


def _joined(frame: pl.DataFrame, values: pl.DataFrame, name: str) -> pl.DataFrame:
    several = values.group_by("customer", maintain_order=True).agg(
        pl.col(name).unique(maintain_order=True).str.join(MANY)
    )
    joined = frame.join(several, on="customer", how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null(""))


def _as_text(fact: Fact, known: pl.DataFrame) -> pl.DataFrame:
    known, value = known.select("customer", "value").drop_nulls(), pl.col("value")
    if fact.kind == FactKind.TEXT:
        return known
    if fact.kind in {FactKind.CHOICE, FactKind.CHOICES}:
        names = dict(fact.options() if fact.options else ())
        said = value.replace_strict(
            list(names), list(names.values()), default="", return_dtype=pl.String
        )
    elif fact.kind == FactKind.DAY:
        said = value.cast(pl.Int32).cast(pl.Date).dt.strftime("%Y-%m-%d")
    elif fact.kind == FactKind.DAY_OF_YEAR:
        said = pl.format("{}-{}", _two(value // 100), _two(value % 100))
    elif fact.kind == FactKind.YES:
        said = pl.lit(_("yes"))
    elif fact.is_exact:
        said = _exact(value)
    else:
        said = value.cast(pl.String)
    return known.with_columns(said.alias("value"))


def _exact(micros: pl.Expr) -> pl.Expr:
    sign = pl.when(micros < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    whole, rest = micros.abs() // MICROS, micros.abs() % MICROS
    text = pl.concat_str(
        sign, whole.cast(pl.String), pl.lit("."), rest.cast(pl.String).str.zfill(6)
    )
    return text.str.strip_chars_end("0").str.strip_chars_end(".")


def _two(value: pl.Expr) -> pl.Expr:
    return value.cast(pl.String).str.zfill(2)


def _write_csv(path: Path, frames: Iterator[pl.DataFrame], numeric: frozenset[str]) -> None:
    with path.open("wb") as file:
        for at, frame in enumerate(frames):
            texts = [
                pl.col(n).map_batches(harmless_column) for n in frame.columns if n not in numeric
            ]
            written = frame.with_columns(texts).write_csv(
                include_header=at == 0, line_terminator="\r\n"
            )
            file.write(written.encode())


def _write_xlsx(path: Path, frames: Iterator[pl.DataFrame], numeric: frozenset[str]) -> None:
    import xlsxwriter  # noqa: PLC0415  # rarely asked for, and slow to load

    row = 0
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for frame in frames:
            if row == 0:
                for column, header in enumerate(frame.columns):
                    sheet.write_string(0, column, header, bold)
                sheet.freeze_panes(1, 1)
            is_number = [name in numeric for name in frame.columns]
            for cells in frame.iter_rows():
                row += 1
                for column, cell in enumerate(cells):
                    if cell and is_number[column]:
                        sheet.write_number(row, column, float(cell))
                    elif cell:
                        sheet.write_string(row, column, cell)
