"""What table a text is: delimiter, header, preamble."""

import pytest
from tests.intake.reading.dropped import table


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_found(delimiter):
    read = table("a-b-c\n1-x y-2\n3-z-4\n".replace("-", delimiter))
    assert (read.table.delimiter, read.table.header) == (delimiter, ("a", "b", "c"))
    assert read.rows == [("1", "x y", "2"), ("3", "z", "4")]


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("Preis;Menge\n12,50;3,00\n3,99;1,00\n", ";"),
        ("a,b,c\n1,x;y,2\n3,u;v,4\n", ","),
        ('a,b\n1,"x;y;z"\n2,"u;v;w"\n', ","),
        ("Name;Notiz\nAnna;rot, grün, blau\nEva;groß, klein, breit\n", ";"),
        ("Name\tAdresse\nAnna\tRing 1, Wien; Tür 3\nEva\tPark 2, Linz; Tür 4\n", "\t"),
        ("E-Mail\nanna@example.org\neva@example.org\n", None),
        ("Betrag\n12,50\n13,99\n", None),
        ("Name,Vorname,E-Mail,Straße (Zusatz; Tür)\n", ","),
    ],
)
def test_the_delimiter_is_the_one_that_leaves_sensible_cells(content, delimiter):
    assert table(content).table.delimiter == delimiter


def test_excels_declared_delimiter_is_believed_and_skipped():
    read = table("sep=|\r\na|b\r\n1;2|3;4\r\n")
    assert (read.table.delimiter, read.table.preamble) == ("|", ("sep=|",))
    assert (read.rows, read.lines) == ([("1;2", "3;4")], [3])


def test_the_notes_of_linkedin_are_preamble():
    notes = 'Notes:\n"When exporting, you may notice, that some addresses\nare missing."\n\n'
    read = table(notes + "First Name,Last Name,URL\nAnna,Berger,https://x.example\nEva,Huber,\n")
    assert read.table.header == ("First Name", "Last Name", "URL")
    assert read.table.preamble[0] == "Notes:"
    assert read.lines == [6, 7]


def test_the_account_lines_above_a_bank_export_are_preamble():
    above = (
        '"Kontonummer:";"DE00 / Girokonto";\n\n"Von:";"01.01.2024";\n"Kontostand:";"1,56 EUR";\n\n'
    )
    header = '"Buchungstag";"Wertstellung";"Text";"Auftraggeber";"Betrag";\n'
    read = table(above + header + '"02.01.2024";"02.01.2024";"Lastschrift";"Stadt";"-5,00";\n')
    assert read.table.header == (
        "Buchungstag",
        "Wertstellung",
        "Text",
        "Auftraggeber",
        "Betrag",
        "",
    )
    assert len(read.table.preamble) == 5
    assert (read.rows[0][4], read.lines) == ("-5,00", [7])


def test_a_title_in_an_otherwise_empty_row_is_preamble():
    read = table("Umsätze 2024;;;\n;;;\nNr;Name;Ort;Betrag\n1;Anna;Wien;5\n2;Eva;Linz;6\n")
    assert read.table.header == ("Nr", "Name", "Ort", "Betrag")
    assert read.numbers == [1, 2]


def test_a_file_without_header_has_empty_names_and_loses_no_row():
    read = table("1;Anna;01.02.1980\n2;Eva;03.04.1985\n3;Jörg;05.06.1990\n")
    assert read.table.header == ("", "", "")
    assert not read.table.has_header
    assert (len(read.rows), read.lines[0]) == (3, 1)


def test_years_as_names_of_columns_are_a_header():
    assert table("Kunde;2023;2024\nAnna;5;7\nEva;6;8\n").table.header == ("Kunde", "2023", "2024")


def test_a_table_of_words_only_has_a_header():
    assert table("Vorname;Ort\nAnna;Wien\nEva;Linz\n").table.header == ("Vorname", "Ort")


def test_equal_and_empty_names_are_kept_and_the_technical_ones_are_unique():
    read = table("Name;E-Mail;Name; \nAnna;a@example.org;Berger;x\n")
    assert read.table.header == ("Name", "E-Mail", "Name", "")
    assert read.table.columns == ("c0", "c1", "c2", "c3")


def test_rows_shorter_than_the_header_leave_the_header_whole():
    read = table("a;b;c;d;e\n1;x;y\n2;x;y\n3;x;y\n")
    assert read.table.header == ("a", "b", "c", "d", "e")
    assert read.rows[0] == ("1", "x", "y", None, None)


def test_a_header_over_several_lines_is_one_header():
    read = table('Nr;"Name\nund Titel";Ort\n1;Anna;Wien\n')
    assert read.table.header == ("Nr", "Name\nund Titel", "Ort")
    assert (read.rows, read.lines) == ([("1", "Anna", "Wien")], [3])


def test_only_a_header_is_a_table_without_rows():
    read = table("Name;Ort\n")
    assert (read.table.header, read.rows, read.table.sample.height) == (("Name", "Ort"), [], 0)
    assert read.table.sample.columns == ["c0", "c1"]


def test_the_sample_is_the_first_two_hundred_rows_and_lines_are_counted():
    read = table("Nr;Ort\n" + "".join(f"{n};Wien\n" for n in range(1_000)))
    assert read.table.sample.rows() == read.rows[:200]
    assert read.table.lines == 1_001
