"""Bytes become the characters that were meant."""

import pytest
from tests.intake.reading.dropped import table

NAMES = "Name;Ort\nJörg Müller;Köln\nBärbel Weiß;Düsseldorf\nÄnne Groß;Nürnberg\n"
PEOPLE = [("Jörg Müller", "Köln"), ("Bärbel Weiß", "Düsseldorf"), ("Änne Groß", "Nürnberg")]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (NAMES.encode(), "utf-8"),
        (NAMES.encode("utf-8-sig"), "utf-8-sig"),
        (NAMES.encode("cp1252"), "cp1252"),
        (b"\xff\xfe" + NAMES.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + NAMES.encode("utf-16-be"), "utf-16-be"),
        (NAMES.encode("utf-16-le"), "utf-16-le"),
        (NAMES.encode("utf-16-be"), "utf-16-be"),
        (NAMES.encode("cp850"), "cp850"),
        (NAMES.encode("cp437"), "cp850"),
        (NAMES.encode("mac-roman"), "mac-roman"),
        ((NAMES + "Zoë\x81;Wien\n").encode("latin-1"), "latin-1"),
    ],
)
def test_umlauts_are_read_in_every_encoding_firms_use(content, encoding):
    read = table(content)
    assert read.table.encoding == encoding
    assert read.table.header == ("Name", "Ort")
    assert read.rows[:3] == PEOPLE


def test_windows_quotation_marks_and_the_euro_sign_are_not_taken_for_dos_letters():
    read = table("Titel;Preis\n„Käse“ und „Brot“;5 €\n„Öl“;7 €\n„Tee“;2 €\n".encode("cp1252"))
    assert read.table.encoding == "cp1252"
    assert read.rows[0] == ("„Käse“ und „Brot“", "5 €")


def test_lines_of_another_encoding_are_read_by_their_own_and_named():
    lines = [
        line.encode("cp1252" if n == 2 else "utf-8") for n, line in enumerate(NAMES.split("\n"))
    ]
    read = table(b"\n".join(lines))
    assert read.table.encoding == "utf-8+cp1252"
    assert read.rows == PEOPLE


def test_an_umlaut_far_behind_the_beginning_still_decides_the_encoding():
    content = b"Name;Ort\n" + b"Anna;Wien\n" * 300_000 + "Jörg;Köln\n".encode("cp1252")
    read = table(content)
    assert read.table.encoding == "cp1252"
    assert read.rows[-1] == ("Jörg", "Köln")


def test_plain_ascii_counts_as_utf_8():
    assert table("Name;Ort\nAnna;Wien\n").table.encoding == "utf-8"


def test_bytes_that_no_encoding_explains_are_never_an_error():
    read = table(b"Name;Ort\nM\x81\xfcller;Wien\n\xf0\x28\x8c\x28;Graz\n")
    assert [row[1] for row in read.rows] == ["Wien", "Graz"]


def test_a_byte_order_mark_inside_the_file_is_taken_off_the_cell():
    assert table("Name;Ort\n\ufeffAnna;Wien\n").rows == [("Anna", "Wien")]
