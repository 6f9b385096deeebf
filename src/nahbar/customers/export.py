"""All customers as a file: read in columns, a range of keys at a time, and written as they come.

What a cell holds is text to whoever opens the file: in CSV a beginning that a spreadsheet would
take for a formula gets an apostrophe, in Excel every cell is written as text.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path

import polars as pl
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import read_frame
from nahbar.core.harmless import harmless_column
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.own_fields.definitions import definitions
from nahbar.customers.own_fields.exporting import own_columns, own_headers
from nahbar.team.models import Firm

RANGE = 20_000
EXCEL_ROWS = 1_048_576
BETWEEN = "BETWEEN %s AND %s"
MANY = "; "

OWN = ("public_id", "kind", "stage", "name", "salutation", "title", "given_name", "family_name",
       "title_behind", "organisation", "language", "found_us")  # fmt: skip
NAMED = {
    "public_id": "id",
    "given_name": "first_name",
    "family_name": "last_name",
    "title_behind": "name_suffix",
}
PLACE = ("street", "extra", "postcode", "city", "region", "country")
BORN = ("day_of_birth", "birth_month", "birth_year")
HEADERS = [*(NAMED.get(name, name) for name in OWN), "since", "customer_numbers", "emails",
           "phones", "websites", *PLACE, *BORN, "carer", "tags"]  # fmt: skip
LISTS = {
    "customer_numbers": "SELECT customer_id, number FROM customers_customernumber"
    f" WHERE valid_until IS NULL AND customer_id {BETWEEN} ORDER BY id",
    "emails": "SELECT customer_id, value FROM customers_contactpoint"
    f" WHERE valid_until IS NULL AND kind = 'email' AND customer_id {BETWEEN} ORDER BY id",
    "phones": "SELECT customer_id, value FROM customers_contactpoint"
    f" WHERE valid_until IS NULL AND kind IN ('phone', 'mobile') AND customer_id {BETWEEN} ORDER BY id",
    "websites": "SELECT customer_id, value FROM customers_contactpoint"
    f" WHERE valid_until IS NULL AND kind = 'web' AND customer_id {BETWEEN} ORDER BY id",
    "carer": "SELECT c.id, COALESCE(NULLIF(u.name, ''), u.email) FROM customers_customer c"
    f" JOIN core_user u ON u.id = c.cared_for_by_id WHERE c.id {BETWEEN}",
    "tags": "SELECT t.customer_id, g.name FROM customers_tagging t"
    f" JOIN customers_tag g ON g.id = t.tag_id WHERE t.customer_id {BETWEEN} ORDER BY g.name",
}


def customer_frames(*, by: By, at: datetime, kind: str) -> Iterator[pl.DataFrame]:
    """All customers as frames of texts with the columns `HEADERS`, then the house's own fields.

    In the order they came; before the first stands an empty frame with the columns.

    That somebody takes them along, as a file of this `kind`, stands in the ledger before they have
    the first; its subject is the firm, whose customers they are.
    """
    demand(by, Ability.EXPORT_CUSTOMERS)
    with transaction.atomic():
        taken = {"kind": kind, "customers": Customer.objects.count()}
        record("customers.exported", by=by, at=at, subject=Firm(pk=1), details=taken)
    return _frames()


def write_customers(path: Path, *, by: By, at: datetime) -> int:
    """Write all customers to a `.csv` or `.xlsx` file; how many there were.

    Raises Refused (`unknown_file_kind`, `too_many_for_excel`).
    """
    demand(by, Ability.EXPORT_CUSTOMERS)
    write = {".csv": _write_csv, ".xlsx": _write_xlsx}.get(path.suffix.lower())
    if write is None:
        raise Refused("unknown_file_kind", _("Files are written as .csv or .xlsx."))
    if write is _write_xlsx and Customer.objects.count() >= EXCEL_ROWS:
        raise Refused("too_many_for_excel", _("Excel holds a million rows at most. Take CSV."))
    draft = path.with_name(f".{path.name}.part")
    try:
        rows = write(draft, customer_frames(by=by, at=at, kind=path.suffix.lower().strip(".")))
        draft.replace(path)  # a full disk leaves no half file under the name that was asked for
    finally:
        draft.unlink(missing_ok=True)
    return rows


def csv_parts(frames: Iterator[pl.DataFrame]) -> Iterator[bytes]:
    """The frames as one CSV file (RFC 4180, UTF-8), part by part, with formulas made harmless.

    The first frame, which may hold nobody, names the columns.
    """
    first = next(frames)
    yield (",".join(first.columns) + "\r\n").encode()
    frames = chain([first], frames)
    for frame in frames:
        text = frame.select(pl.all().map_batches(harmless_column)).write_csv(
            include_header=False, line_terminator="\r\n"
        )
        yield text.encode()


def _write_csv(path: Path, frames: Iterator[pl.DataFrame]) -> int:
    rows = 0

    def counted() -> Iterator[pl.DataFrame]:
        nonlocal rows
        for frame in frames:
            rows += frame.height
            yield frame

    with path.open("wb") as file:
        file.writelines(csv_parts(counted()))
    return rows


def _write_xlsx(path: Path, frames: Iterator[pl.DataFrame]) -> int:
    import xlsxwriter  # noqa: PLC0415  # rarely asked for, and slow to load

    row, first = 0, next(frames)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for column, header in enumerate(first.columns):
            sheet.write_string(0, column, header)
        for frame in chain([first], frames):
            for cells in frame.iter_rows():
                row += 1
                for column, cell in enumerate(cells):
                    if cell:
                        sheet.write_string(row, column, cell)
    return row


def _frames() -> Iterator[pl.DataFrame]:
    fields = definitions().fields
    yield pl.DataFrame(schema=dict.fromkeys([*HEADERS, *own_headers(fields)], pl.String))
    ends = Customer.objects.aggregate(first=Min("id"), last=Max("id"))
    if ends["first"] is None:
        return
    for first in range(ends["first"], ends["last"] + 1, RANGE):
        frame = _frame(first, first + RANGE - 1)
        if not frame.is_empty():
            yield own_columns(frame, fields, first, first + RANGE - 1).drop("key")


def _frame(first: int, last: int) -> pl.DataFrame:
    own = ", ".join(OWN)
    frame = read_frame(
        f"SELECT id, {own}, CAST(since AS varchar(10)) FROM customers_customer WHERE id {BETWEEN} ORDER BY id",
        (first, last),
        schema={"key": pl.Int64, **dict.fromkeys([*OWN, "since"], pl.String)},
    )
    frame = frame.with_columns(_hyphenated()).rename(NAMED)
    for name, query in LISTS.items():
        values = read_frame(query, (first, last), schema={"key": pl.Int64, name: pl.String})
        joined = values.group_by("key", maintain_order=True).agg(
            pl.col(name).unique(maintain_order=True).str.join(MANY)
        )
        frame = frame.join(joined, on="key", how="left", maintain_order="left")
    frame = frame.join(_places(first, last), on="key", how="left", maintain_order="left")
    frame = frame.join(_birthdays(first, last), on="key", how="left", maintain_order="left")
    return frame.select("key", pl.col(HEADERS).fill_null(""))


def _hyphenated() -> pl.Expr:
    """A public id as the web shows it, on both databases."""
    bare = pl.col("public_id").str.replace_all("-", "")
    starts = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))
    return pl.concat_str(*(bare.str.slice(*part) for part in starts), separator="-").alias(
        "public_id"
    )


def _places(first: int, last: int) -> pl.DataFrame:
    rows = read_frame(
        f"SELECT customer_id, {', '.join(PLACE)} FROM customers_postaladdress"
        f" WHERE valid_until IS NULL AND customer_id {BETWEEN} ORDER BY id",
        (first, last),
        schema={"key": pl.Int64, **dict.fromkeys(PLACE, pl.String)},
    )
    return rows.unique("key", keep="last", maintain_order=True)


def _birthdays(first: int, last: int) -> pl.DataFrame:
    rows = read_frame(
        "SELECT customer_id, day, month, year FROM customers_importantday"
        f" WHERE valid_until IS NULL AND kind = 'birthday' AND customer_id {BETWEEN} ORDER BY id",
        (first, last),
        schema={"key": pl.Int64, **dict.fromkeys(BORN, pl.Int64)},
    )
    return rows.with_columns(pl.col(BORN).cast(pl.String)).unique(
        "key", keep="last", maintain_order=True
    )
