"""All customers as a file, with nothing in it that a spreadsheet would run."""

import csv
import io
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from tests.customers.folk import known_from_shop, write_down

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.harmless import harmless, harmless_column
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.customers import export
from nahbar.customers.export import HEADERS, write_customers
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.days import add_day
from nahbar.customers.operations.tags import tag
from nahbar.team.models import Firm

LINK = '=HYPERLINK("http://evil.example","click")'


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_everything_known_stands_in_one_row(
    tmp_path: Path, anna: Customer, mia: User, now: datetime
) -> None:
    who = {"by": mia, "at": now}
    add_contact_point(anna, "email", "anna@example.at", **who)
    add_contact_point(anna, "email", "berger@example.at", **who)
    end_contact_point(add_contact_point(anna, "email", "old@example.at", **who), **who)
    add_contact_point(anna, "mobile", "0664 1234567", **who)
    add_address(anna, {"street": 'Am "Eck", 1', "city": "Graz", "country": "AT"}, **who)
    add_day(anna, "birthday", day=2, month=3, **who)
    tag(anna, "Reading circle", **who)
    Customer.objects.filter(pk=anna.pk).update(since="2019-05-04")
    assert write_customers(tmp_path / "all.csv", by=mia, at=clock.now()) == 1
    row = read((tmp_path / "all.csv").read_text(encoding="utf-8"))[0]
    assert row["id"] == str(anna.public_id)
    assert row["emails"] == "anna@example.at; berger@example.at"
    assert row["phones"] == "+436641234567"
    assert (row["street"], row["city"]) == ('Am "Eck", 1', "Graz")
    assert (row["since"], row["tags"]) == ("2019-05-04", "Reading circle")
    assert [row[name] for name in export.BORN] == ["2", "3", ""]


def test_a_formula_in_a_name_is_no_formula_in_csv(
    tmp_path: Path, firm: Firm, now: datetime
) -> None:
    write_down(now, last_name=LINK)
    write_customers(tmp_path / "all.csv", by=THE_HOUSE, at=clock.now())
    assert read((tmp_path / "all.csv").read_text())[0]["last_name"] == f"'{LINK}"


def test_a_formula_in_a_name_is_text_in_excel(tmp_path: Path, firm: Firm, now: datetime) -> None:
    write_down(now, last_name=LINK)
    assert write_customers(tmp_path / "all.xlsx", by=THE_HOUSE, at=clock.now()) == 1
    header, row = (
        CalamineWorkbook.from_path(tmp_path / "all.xlsx").get_sheet_by_index(0).to_python()
    )
    assert header == HEADERS
    assert row[HEADERS.index("last_name")] == LINK
    assert b"<f>" not in _sheet_xml(tmp_path / "all.xlsx")


def _sheet_xml(path: Path) -> bytes:
    import zipfile  # noqa: PLC0415  # for this one look inside

    with zipfile.ZipFile(path) as book:
        return book.read("xl/worksheets/sheet1.xml")


def test_a_telephone_number_stays_as_it_is() -> None:
    assert harmless("+43 664 1234567") == "+43 664 1234567"
    assert harmless("-12,50") == "-12,50"
    assert harmless("+cmd|' /C calc'!A0").startswith("'")


@given(st.lists(st.text(max_size=20)))
def test_no_cell_begins_like_a_formula(cells: list[str]) -> None:
    written = harmless_column(pl.Series("cells", cells, dtype=pl.String)).to_list()
    assert written == [harmless(cell) for cell in cells]
    risky = [cell for cell in written if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}]
    assert all(set(cell) <= set("+-0123456789 .,()/") for cell in risky)
    assert [cell.removeprefix("'") for cell in written] == [
        cell.removeprefix("'") for cell in cells
    ]


def test_a_range_at_a_time_gives_everybody_once(
    tmp_path: Path, firm: Firm, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "RANGE", 2)
    numbers = [str(number) for number in range(7)]
    gap = known_from_shop(now, "gap")
    for number in numbers:
        known_from_shop(now, number)
    gap.delete()
    assert write_customers(tmp_path / "all.csv", by=THE_HOUSE, at=clock.now()) == 7
    rows = read((tmp_path / "all.csv").read_text())
    assert [row["customer_numbers"] for row in rows] == numbers


@pytest.mark.django_db
def test_nobody_gives_a_file_with_a_header(tmp_path: Path) -> None:
    assert write_customers(tmp_path / "all.csv", by=THE_HOUSE, at=clock.now()) == 0
    assert (tmp_path / "all.csv").read_text().strip() == ",".join(HEADERS)


@pytest.mark.django_db
def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        write_customers(tmp_path / "all.pdf", by=THE_HOUSE, at=clock.now())
    assert refusal.value.code == "unknown_file_kind"


def test_staff_take_nothing_along(tmp_path: Path, jonas: User, as_jonas: Client) -> None:
    with pytest.raises(Refused):
        write_customers(tmp_path / "all.csv", by=jonas, at=clock.now())
    assert as_jonas.get("/customers/export.csv").status_code == 403


def test_leaders_take_it_along_by_a_link(as_mia: Client, anna: Customer) -> None:
    answer = as_mia.get("/customers/export.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="customers.csv"'
    assert b"Berger" in b"".join(answer.streaming_content)  # type: ignore[arg-type]  # no async here
    excel = as_mia.get("/customers/export.xlsx")
    assert b"".join(excel.streaming_content)[:2] == b"PK"  # type: ignore[arg-type]  # no async here
    assert as_mia.get("/customers/export.exe").status_code == 404


def test_who_took_all_customers_along_stands_in_the_ledger(as_mia: Client, mia: User) -> None:
    for kind in ("csv", "xlsx"):
        answer = as_mia.get(f"/customers/export.{kind}")
        assert b"".join(answer.streaming_content)  # type: ignore[arg-type]  # no async here
    taken = LedgerEntry.objects.filter(action="customers.exported").order_by("pk")
    assert [(one.actor, one.details["kind"]) for one in taken] == [(mia, "csv"), (mia, "xlsx")]


def test_a_refused_export_is_none(tmp_path: Path, jonas: User) -> None:
    with pytest.raises(Refused):
        write_customers(tmp_path / "all.pdf", by=THE_HOUSE, at=clock.now())
    with pytest.raises(Refused):
        write_customers(tmp_path / "all.csv", by=jonas, at=clock.now())
    assert not LedgerEntry.objects.filter(action="customers.exported").exists()
