"""What is packed around a table is taken off, and what is packed against the house stays shut."""

import gzip

import pytest
from tests.intake.reading import hostile_files as hostile
from tests.intake.reading import workbook_files
from tests.intake.reading.dropped import Dribble, opener, table

from nahbar.intake.reading import ReadingError, inspect, read_chunks

TEXT = f"{hostile.HEADER}\n{hostile.rows(2_000)}".encode()


def refusal(content: bytes, name: str = "kunden.csv") -> ReadingError:
    with pytest.raises(ReadingError) as caught:
        inspect(opener(content), name)
    return caught.value


def test_gzip_is_taken_off_whatever_the_file_is_called():
    read = table(gzip.compress(TEXT), "kunden.csv")
    assert (len(read.rows), read.rows[-1][0]) == (2_000, "2000")


def test_gzip_of_several_members_is_one_text():
    half = TEXT.index(b"\n", len(TEXT) // 2) + 1
    packed = gzip.compress(TEXT[:half]) + gzip.compress(TEXT[half:]) + b"\0" * 512
    assert len(table(packed).rows) == 2_000


def test_a_zip_around_one_file_is_taken_off():
    packed = hostile.zip_of({"__MACOSX/._kunden.csv": b"x", "export/kunden.csv": TEXT})
    assert len(table(packed, "export.zip").rows) == 2_000


def test_a_workbook_may_be_packed_once_more():
    packed = gzip.compress(workbook_files.xlsx({"Kunden": [["Name"], ["Anna"]]}))
    assert table(packed).rows == [("Anna",)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.truncated_gzip(), "truncated_gzip"),
        (hostile.damaged_gzip(), "damaged_gzip"),
        (gzip.compress(TEXT) + b"and more", "damaged_gzip"),
        (hostile.gzip_in_gzip(), "nested_archive"),
        (hostile.zip_of({"a.csv": TEXT, "b.csv": TEXT}), "archive"),
        (hostile.zip_of({"a.zip": hostile.zip_of({"a.csv": TEXT})}), "nested_archive"),
        (hostile.zip_of({"a.csv": TEXT})[:-40], "damaged_archive"),
        (hostile.zip_of({"word/document.xml": b"<x/>"}), "not_a_table"),
    ],
)
def test_an_archive_that_cannot_be_unpacked_is_refused_before_any_row_is_read(content, code):
    error = refusal(content, "kunden.zip")
    assert error.code == code
    assert str(error).startswith("kunden.zip: ")


def test_a_gzip_cut_off_between_two_readings_breaks_off_with_an_error():
    whole = gzip.compress(TEXT * 50)
    [found] = inspect(opener(whole), "kunden.csv")
    chunks = read_chunks(opener(whole[: len(whole) // 2]), found, rows=100)
    with pytest.raises(ReadingError) as caught:
        list(chunks)
    assert caught.value.code == "truncated_gzip"


@pytest.mark.parametrize("bomb", [hostile.zip_bomb_xlsx, hostile.lying_zip_bomb_xlsx])
def test_a_zip_bomb_is_refused_by_what_it_unpacks_to_not_by_what_it_claims(bomb):
    assert refusal(bomb(), "kunden.xlsx").code == "zip_bomb"


def test_a_directory_that_lies_a_little_is_refused_too():
    liar = hostile.lying_zip_bomb_xlsx(megabytes=1)
    assert refusal(liar, "kunden.xlsx").code == "damaged_workbook"


def test_a_stream_that_gives_little_at_a_time_reads_the_same():
    for content in (TEXT, gzip.compress(TEXT)):
        dribbled = inspect(lambda content=content: Dribble(content), "kunden.csv")[0]
        chunks = list(read_chunks(lambda content=content: Dribble(content), dribbled, rows=300))
        expected = list(read_chunks(opener(TEXT), dribbled, rows=300))
        assert [chunk.rows.rows() for chunk in chunks] == [chunk.rows.rows() for chunk in expected]


def test_every_stream_is_closed_again():
    opened = []

    def open_file():
        opened.append(Dribble(gzip.compress(TEXT)))
        return opened[-1]

    [found] = inspect(open_file, "kunden.csv")
    chunks = read_chunks(open_file, found, rows=10)
    next(chunks)
    chunks.close()
    assert len(opened) > 1
    assert all(stream.closed for stream in opened)


def test_a_folder_is_refused_as_a_file_that_cannot_be_opened(tmp_path):
    with pytest.raises(ReadingError) as caught:
        inspect(lambda: tmp_path.open("rb"), "kunden")
    assert caught.value.code == "cannot_open"
    assert str(tmp_path) not in str(caught.value)
