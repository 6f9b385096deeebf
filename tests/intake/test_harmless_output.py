"""Formulas, scripts and hidden marks that came in are plain text wherever they come out."""

import csv
import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from python_calamine import CalamineWorkbook
from tests.intake.dropping import HEADER, Dropping, names, notes
from tests.intake.reading import hostile_files as hostile

from nahbar.core import clock
from nahbar.core.models import User
from nahbar.customers.export import write_customers
from nahbar.customers.models import Customer
from nahbar.intake.rejects_file import write_rejects

pytestmark = pytest.mark.django_db


FORMULAS = [
    '=HYPERLINK("http://x.example";"hier")',
    "@SUM(A1)",
    "+43 1 2345678 A",
    "-1+cmd|' /C calc'!A0",
]


def _customers_called_like_formulas() -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Kundennummer", "Firma", "Ort"])
    writer.writerows([[f"={n}", formula, formula] for n, formula in enumerate(FORMULAS)])
    return text.getvalue().encode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_leave_the_house_as_plain_text(
    counter: Dropping, mia: User, tmp_path: Path, kind: str
) -> None:
    counter.take(("kunden.csv", _customers_called_like_formulas()), kind="customers")
    path = tmp_path / f"out.{kind}"
    assert write_customers(path, by=mia, at=clock.now()) == len(FORMULAS)
    if kind == "csv":
        frame = pl.read_csv(path, infer_schema=False)
        cells = [cell for row in frame.rows() for cell in row if cell]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        assert f"'{FORMULAS[0]}" in cells
    else:
        assert b"<f>" not in _sheet_of(path)
        assert FORMULAS[0] in _cells_of(path)


def _cells_of(path: Path) -> list[object]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row]


def _sheet_of(path: Path) -> bytes:
    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml")


def test_formulas_in_rejected_rows_are_harmless_in_their_file(counter: Dropping) -> None:
    rows = "".join(f'"{f.replace(chr(34), chr(34) * 2)}";A;1;gestern;4,50;77\n' for f in FORMULAS)
    good = "".join(f"{n};A;1;1{n}.01.2026;4,50;77\n" for n in range(3, 10))
    done = counter.take(("=cmd.csv", (HEADER + good + rows).encode()), kind="orders")
    assert done.rows_rejected == len(FORMULAS)
    path = write_rejects(done)
    assert path
    with Path(path).open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.reader(stream, delimiter=";"))
    assert len(written) == 1 + len(FORMULAS)
    assert not [cell for row in written for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert {row[3] for row in written[1:]} == {"Date"}


def test_scripts_and_marks_in_names_are_plain_text_on_the_page(
    counter: Dropping, as_mia: Client
) -> None:
    done = counter.take(("kunden.csv", hostile.scripts_and_marks()), kind="customers")
    assert (2, "Name", "marks_removed") in notes(done)
    assert "Annagreb" in names()
    assert not [name for name in names() if set(name) & set("\u202e\u200b\ufeff")]
    villain = Customer.objects.get(numbers__number="1")
    page = as_mia.get(f"/customers/{villain.public_id}/", follow=True).content.decode()
    assert "alert(1)" in page
    assert "<script>alert" not in page
