"""Sheets of xlsx, xls and ods become tables of what a person sees in them."""

import datetime as dt

import pytest
from tests.intake.reading import hostile_files as hostile
from tests.intake.reading.dropped import opener, read, table, tables
from tests.intake.reading.workbook_files import ods, xls, xlsx

from nahbar.intake.reading import ReadingError, inspect

PEOPLE = [["Nr", "Name", "Betrag"], [13085, "Jörg Müller", 0.1], [2, "Eva\nHuber", 12.5]]
SEEN = [("13085", "Jörg Müller", "0.1"), ("2", "Eva\nHuber", "12.5")]


@pytest.mark.parametrize(("build", "kind"), [(xlsx, "xlsx"), (xls, "xls"), (ods, "ods")])
def test_every_kind_of_workbook_reads_the_same(build, kind):
    content = build({"Kunden": [[cell if cell != "Eva\nHuber" or kind != "ods" else "Eva" for cell in row] for row in PEOPLE]})  # fmt: skip
    found = table(content, f"kunden.{kind}")
    assert (found.table.format, found.table.sheet) == (kind, "Kunden")
    assert found.table.header == ("Nr", "Name", "Betrag")
    assert found.rows[0] == SEEN[0]
    assert found.lines == [2, 3]


def test_a_line_end_in_a_cell_stays_in_the_cell():
    assert table(xlsx({"Kunden": PEOPLE})).rows == SEEN


def test_every_filled_visible_sheet_is_a_table():
    def hide(book):
        book.get_worksheet_by_name("Liste").hide()

    content = xlsx(
        {"Kunden": PEOPLE, "leer": [], "Liste": [["x"]], "Orte": [["Ort"], ["Wien"]]}, hide
    )
    assert [found.table.sheet for found in tables(content)] == ["Kunden", "Orte"]


def test_cells_are_written_as_a_person_sees_them():
    cells = {
        dt.datetime(2024, 1, 5): "2024-01-05",  # noqa: DTZ001  # workbooks know no zones
        dt.datetime(2024, 1, 5, 7, 45): "2024-01-05 07:45:00",  # noqa: DTZ001  # likewise
        True: "true",
        0.1 + 0.2: "0.3",
        1e15: "1000000000000000",
        9007199254740991: "9007199254740991",
        1.5e-7: "0.00000015",
        -12.25: "-12.25",
        1e22: "10000000000000000000000",
        "  Anna\u00a0 ": "Anna",
        "04020": "04020",
        "nan": "nan",
        " ": None,
    }
    found = table(xlsx({"Werte": [["Nr", "Wert"], *([n, cell] for n, cell in enumerate(cells))]}))
    assert [row[1] for row in found.rows] == list(cells.values())


def test_times_durations_and_errors_are_written_plainly():
    def fill(book):
        sheet = book.get_worksheet_by_name("Werte")
        sheet.write_datetime(1, 1, dt.time(7, 45), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(2, 1, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_formula(3, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 1, "=1+1", None, 2)

    rows = [["Nr", "Wert"], [1], [2], [3], [4]]
    found = table(xlsx({"Werte": rows}, fill))
    assert [row[1] for row in found.rows] == ["07:45:00", "36:00:00", None, "2"]


def test_titles_and_gaps_above_a_table_do_not_hide_it():
    rows = [
        ["Umsatzliste 2024"],
        [],
        ["Nr", "Name", "Ort"],
        [1, "Anna", "Wien"],
        [],
        [2, "Eva", "Linz"],
    ]
    found = table(xlsx({"Liste": rows}))
    assert found.table.header == ("Nr", "Name", "Ort")
    assert found.table.preamble == ("Umsatzliste 2024", "")
    assert (found.numbers, found.lines) == ([1, 2], [4, 6])


def test_a_remark_beside_the_table_gets_a_column_without_a_name():
    rows = [["Nr", "Name"], *([n, "Anna"] for n in range(400)), [400, "Eva", None, "geprüft"]]
    found = table(xlsx({"Liste": rows}))
    assert found.table.header == ("Nr", "Name", "", "")
    assert found.rows[-1] == ("400", "Eva", None, "geprüft")
    assert found.unreadable == []


def test_a_sheet_is_read_on_from_any_row():
    content = xlsx({"Liste": [["Nr", "Ort"], *([n, "Wien"] for n in range(1, 501))]})
    [found] = inspect(opener(content), "liste.xlsx")
    assert found.sample.height == 200
    assert found.lines == 501
    assert read(content, found, rows=100, start_row=301).rows == [(str(n), "Wien") for n in range(301, 501)]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.damaged_xlsx(), "damaged_workbook"),
        (hostile.encrypted_xlsx(), "password_protected"),
        (hostile.far_corner_xlsx(), "workbook_too_demanding"),
        (xlsx({"leer": []}), "no_filled_sheet"),
        (xls({"Kunden": PEOPLE})[:2_000], "damaged_workbook"),
        (xlsx({"breit": [["x"] * 2_001]}), "too_many_columns"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_a_reason(content, code):
    with pytest.raises(ReadingError) as caught:
        inspect(opener(content), "kunden.xlsx")
    assert caught.value.code == code
    assert str(caught.value).startswith("kunden.xlsx")


def test_a_sheet_that_has_gone_is_named():
    content = xlsx({"Kunden": PEOPLE})
    [found] = inspect(opener(content), "kunden.xlsx")
    with pytest.raises(ReadingError) as caught:
        read(xlsx({"Andere": PEOPLE}), found)
    assert caught.value.code == "no_such_sheet"


def test_a_cell_too_large_for_any_workbook_is_reported_with_its_column():
    huge = b'<c t="inlineStr"><is><t>' + b"x" * 1_500_000 + b"</t></is></c>"
    small = b'<c t="inlineStr"><is><t>y</t></is></c>'
    rows = [small + small, small + huge, small + small]
    sheet = b"".join(b"<row>" + row + b"</row>" for row in rows)
    found = table(hostile.xlsx_of(hostile.SHEET_START + sheet + hostile.SHEET_END), "kunden.xlsx")
    [bad] = found.unreadable
    assert (bad.row, bad.line, bad.code, bad.parameters["position"]) == (1, 2, "cell_too_large", 2)
    assert len(found.rows) == 1
