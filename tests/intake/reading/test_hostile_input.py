"""Whatever comes in, the answer names what and where, and nothing is half done."""

import resource
import string
import sys

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.intake.reading import hostile_files as hostile
from tests.intake.reading.dropped import opener, table, tables
from tests.intake.reading.workbook_files import ods, xls, xlsx

from nahbar.intake.reading import ReadingError, inspect, read_chunks


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.empty(), "empty_file"),
        (hostile.only_blank_lines(), "empty_file"),
        (hostile.binary(), "not_text"),
        (hostile.pdf(), "not_a_table"),
        (hostile.web_page(), "not_a_table"),
        (hostile.five_thousand_columns(), "too_many_columns"),
        (b"x" * 10_000_000, "line_too_long"),
    ],
    ids=["empty", "blank", "binary", "pdf", "web page", "columns", "endless line"],
)
def test_what_is_no_table_is_refused_by_name(content, code):
    with pytest.raises(ReadingError) as caught:
        inspect(opener(content), "kunden.csv")
    assert caught.value.code == code
    assert caught.value.parameters["file"] == "kunden.csv"
    assert "kunden.csv" in str(caught.value)


def test_a_row_with_nul_bytes_is_unreadable_and_the_others_are_read():
    read = table(hostile.nul_bytes())
    assert [(bad.row, bad.line, bad.code) for bad in read.unreadable] == [(2, 3, "nul_bytes")]
    assert read.numbers == [1, 3]


@pytest.mark.parametrize("quoted", [True, False])
def test_ten_megabytes_in_one_cell_cost_their_row_only(quoted):
    read = table(hostile.ten_megabyte_cell(quoted=quoted))
    [bad] = read.unreadable
    assert (bad.row, bad.line, bad.code) == (2, 3, "cell_too_large")
    assert (bad.parameters["position"], bad.parameters["column"]) == (3, "Ort")
    assert read.numbers == [1, 3, 4]
    assert len(bad.text) == 2_000


def test_ten_megabytes_of_lines_in_one_cell_cost_their_row_only():
    read = table(hostile.ten_megabyte_note())
    [bad] = read.unreadable
    assert (bad.row, bad.line, bad.code) == (2, 3, "unclosed_quote")
    assert (bad.parameters["position"], bad.parameters["last_line"]) == (3, 650_003)
    assert read.numbers == [1, 3, 4]


def test_a_name_of_ten_thousand_characters_is_a_name():
    assert len(table(hostile.long_name()).rows[0][1]) == 10_000


def test_an_unclosed_quote_does_not_lose_the_rest():
    read = table(hostile.unclosed_quote())
    assert [(bad.row, bad.line) for bad in read.unreadable] == [(3, 4)]
    assert read.numbers == [1, 2, *range(4, 11)]


def test_formulas_marks_and_odd_values_pass_unchanged():
    assert table(hostile.formulas()).rows[0][1] == '=HYPERLINK("http://example.org";"hier")'
    assert table(hostile.scripts_and_marks()).rows[1][1] == "Anna\u202egreb"
    assert table(hostile.odd_values()).rows[2] == ("2024-02-30", None, "n/a")


def test_many_heavy_rows_come_in_small_chunks():
    content = b"a;b\n" + b"".join(b"%d;%s\n" % (n, b"x" * 900_000) for n in range(50))
    [found] = inspect(opener(content), "kunden.csv")
    chunks = list(read_chunks(opener(content), found))
    assert [chunk.first_row for chunk in chunks] == [1, 37]
    assert [chunk.rows.height for chunk in chunks] == [36, 14]


@pytest.mark.skipif(sys.platform != "linux", reason="the peak is counted in other units elsewhere")
def test_a_large_file_is_read_in_flat_memory(tmp_path):
    path = tmp_path / "gross.csv"
    block = (hostile.rows(100_000)).encode()
    with path.open("wb") as file:
        file.write(f"{hostile.HEADER}\n".encode())
        for _ in range(25):
            file.write(block)
    small = tmp_path / "klein.csv"
    small.write_bytes(f"{hostile.HEADER}\n".encode() + block)
    _count(small)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert _count(path) == 2_500_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def _count(path):
    def open_file():
        return path.open("rb")

    [found] = inspect(open_file, path.name)
    return sum(chunk.rows.height for chunk in read_chunks(open_file, found))


def outcome(content: bytes, name: str) -> list[str]:
    """The sentences of all refusals; any other exception, or a code without sentence, is raised."""
    try:
        return [str(row) for read in tables(content, name) for row in read.unreadable]
    except ReadingError as error:
        return [str(error)]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), st.text(alphabet=';,\t|"\n\r\0aä1 \\', max_size=120).map(str.encode)))  # fmt: skip
def test_no_bytes_raise_anything_but_a_reading_error(content):
    said = outcome(content, "kunden.csv")
    assert all(said)


PLAIN_WORKBOOKS = [build({"Kunden": [["Nr", "Name"], [1, "Anna"]]}) for build in (xlsx, xls, ods)]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(PLAIN_WORKBOOKS), st.integers(8, 6_000), st.binary(min_size=1, max_size=40))
def test_no_damage_to_a_workbook_raises_anything_but_a_reading_error(content, place, damage):
    place %= len(content)
    said = outcome(content[:place] + damage + content[place + len(damage) :], "kunden.xlsx")
    assert all(said)


WORD = st.text(alphabet=string.ascii_letters + "äöüß ,;'\n\"\\", min_size=1, max_size=12)


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=12),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_was_written_by_the_rules_is_read_as_it_was_meant(rows, delimiter, encoding, end):
    def quoted(cell):
        return '"' + cell.replace('"', '""').replace("\n", end) + '"'

    lines = [["Nummer", "Name", "Bemerkung", "Ort"], *(["1", *row] for row in rows)]
    text = "".join(delimiter.join(map(quoted, line)) + end for line in lines)
    read = table(text.encode(encoding))
    expected = [tuple(cell.strip(" \n") or None for cell in ("1", *row)) for row in rows]
    assert read.table.header == tuple(lines[0])
    assert read.rows == expected
    assert read.unreadable == []


def test_reading_twice_gives_the_same():
    for content in (hostile.mixed_encodings(), hostile.unclosed_quote(), hostile.nul_bytes()):
        first, second = table(content), table(content)
        assert first.rows == second.rows
        assert first.unreadable == second.unreadable
        assert isinstance(first.table.sample, pl.DataFrame)
        assert first.table.sample.equals(second.table.sample)
