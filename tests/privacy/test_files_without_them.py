"""Somebody's rows go out of kept files; everything else in them stays, and they do not come again."""

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.intake.conftest import begin, take

from nahbar.core.files import read_stored
from nahbar.core.models import User
from nahbar.customers.models import Customer, CustomerNumber
from nahbar.intake.chunks import read_rows
from nahbar.intake.forgetting.originals import Gone, as_read, without_rows
from nahbar.intake.models import Import, ImportChunk, RejectedRow
from nahbar.privacy import erasure_list
from nahbar.privacy.models.requests import Erasure
from nahbar.privacy.operations.erase import ask_erasure, erase
from nahbar.privacy.operations.welcome_back import welcome_back

__all__ = ["begin", "take"]
pytestmark = pytest.mark.django_db(transaction=True)
Take = Callable[..., Import]

LIST = (
    "Kundennummer;Vorname;Nachname;E-Mail;Ort\r\n"
    "K1;Anna;Berger;anna@berger.example;Graz\r\n"
    'K2;Bernd;Berger;"anna@berger.example";Wien\r\n'
    'K3;Carla;"Novak\r\nDoris";c@novak.example;Linz\r\n'
)


@pytest.fixture(autouse=True)
def own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasure_list, "_path", lambda: tmp_path / erasure_list.FILE)


def of_number(number: str) -> Customer:
    found = CustomerNumber.objects.filter(number=number, valid_until=None).first()
    assert found is not None
    return found.customer


def erased(number: str, by: User, at: datetime) -> Erasure:
    customer = of_number(number)
    return erase(ask_erasure(customer, typed=customer.name, by=by, at=at), by=by, at=at)


def original(run: Import) -> str:
    return read_stored(run.files.get().stored).decode()


def test_the_original_loses_their_row_and_nothing_else(
    take: Take, olga: User, now: datetime
) -> None:
    run = take(LIST)
    erased("K1", olga, now)
    lines = original(run).split("\r\n")
    assert lines == ["Kundennummer;Vorname;Nachname;E-Mail;Ort", ";;;;", *LIST.split("\r\n")[2:]]


def test_somebody_at_the_same_address_stays(take: Take, olga: User, now: datetime) -> None:
    run = take(LIST)
    erased("K1", olga, now)
    [chunk] = ImportChunk.objects.filter(table__import_run=run)
    assert read_rows(chunk)["c0"].to_list() == ["K2", "K3"]
    assert of_number("K2").name == "Bernd Berger"


def test_a_row_over_two_lines_goes_whole(take: Take, olga: User, now: datetime) -> None:
    run = take(LIST)
    erased("K3", olga, now)
    assert "Novak" not in original(run)
    assert "Doris" not in original(run)
    assert original(run).count("\n") == LIST.count("\n")


def test_examples_of_columns_forget_them(take: Take, olga: User, now: datetime) -> None:
    run = take(LIST)
    erased("K3", olga, now)
    table = run.tables.get()
    assert "novak" not in f"{table.profile}{table.proposal}{table.layout}".lower()
    assert "anna@berger.example" in f"{table.profile}"


def test_the_same_file_does_not_bring_them_back(take: Take, olga: User, now: datetime) -> None:
    take(LIST)
    erased("K1", olga, now)
    again = take(LIST)
    assert not CustomerNumber.objects.filter(number="K1").exists()
    assert CustomerNumber.objects.filter(number="K2").exists()
    assert "Anna" not in original(again)
    assert (again.rows_read, again.rows_rejected) == (3, 1)


def test_the_same_key_does_not_either_and_nothing_of_the_row_is_kept(
    take: Take, olga: User, now: datetime
) -> None:
    take(LIST)
    erased("K1", olga, now)
    again = take(
        "Kundennummer;Vorname;Nachname;Ort\nK1;Anna;Bergerneu;Leoben\nK9;Neu;Mensch;Wien\n"
    )
    assert not CustomerNumber.objects.filter(number="K1").exists()
    row = RejectedRow.objects.get(table__import_run=again)
    assert (row.code, row.cells) == ("erased", {})
    assert "Bergerneu" not in original(again)
    assert "Mensch" in original(again)


def test_a_customer_anew_comes_in_again(take: Take, olga: User, now: datetime) -> None:
    take(LIST)
    gone = erased("K1", olga, now)
    welcome_back(gone, by=olga, at=now)
    take(LIST)
    assert of_number("K1").name == "Anna Berger"


def test_wide_letters_zip_and_gzip_stay_what_they_are() -> None:
    wide = Gone(frozenset({2}), (2, 3), delimiter=";", width=2, encoding="utf-16-le")
    text = "a;b\nweg;fort\nda;hier\n"
    assert without_rows(text.encode("utf-16-le"), [wide]).decode("utf-16-le") == "a;b\n;\nda;hier\n"
    plain = Gone(frozenset({2}), (2, 3), delimiter=";", width=2)
    assert (
        gzip.decompress(without_rows(gzip.compress(text.encode()), [plain])) == b"a;b\n;\nda;hier\n"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("liste.csv", text)
    with zipfile.ZipFile(io.BytesIO(without_rows(packed.getvalue(), [plain]))) as archive:
        assert archive.read("liste.csv") == b"a;b\n;\nda;hier\n"


def test_a_workbook_keeps_its_other_rows(olga: User, take: Take, now: datetime) -> None:
    import xlsxwriter  # noqa: PLC0415

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Liste")
        for row, line in enumerate(LIST.replace('"', "").replace("\r\nDoris", "").splitlines()):
            for column, cell in enumerate(line.split(";")):
                sheet.write_string(row, column, cell)
    run = take(content.getvalue())
    erased("K3", olga, now)
    kept = read_stored(run.files.get().stored)
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"Novak" not in whole
    assert b"Bernd" in whole
    rows = CalamineWorkbook.from_filelike(io.BytesIO(kept)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows][:3] == ["Kundennummer", "K1", "K2"]


def test_what_nobody_writes_becomes_what_was_read() -> None:
    assert as_read({"Blatt": (["a", "b"], [["1", "2"]])}).decode("utf-8-sig") == "a;b\r\n1;2\r\n"
