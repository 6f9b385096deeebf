"""What is a row, what is a cell, and what number and line they have."""

import pytest
from tests.intake.reading.dropped import table

from nahbar.intake.reading.limits import LARGEST_CELL


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_end_ends_a_row(end):
    read = table(f"Name;Ort{end}Anna;Wien{end}Eva;Linz{end}")
    assert read.rows == [("Anna", "Wien"), ("Eva", "Linz")]
    assert read.lines == [2, 3]


def test_a_last_line_needs_no_end():
    assert table("Name;Ort\nAnna;Wien").rows == [("Anna", "Wien")]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quoted_cell_holds_delimiters_quotes_and_line_ends(end):
    read = table(f'Name;Notiz{end}Anna;"sagt ""ja; gern""{end}am Montag"{end}Eva;""{end}')
    assert read.rows == [("Anna", 'sagt "ja; gern"\nam Montag'), ("Eva", None)]
    assert read.lines == [2, 4]


def test_quotes_escaped_by_a_backslash_are_understood_where_the_file_uses_them():
    read = table('a,b\n1,"ha \\"ha\\", ha"\n3,"C:\\\\x"\n4,"so"\n')
    assert read.table.layout.escape == "\\"
    assert read.rows == [("1", 'ha "ha", ha'), ("3", "C:\\x"), ("4", "so")]


def test_a_backslash_before_a_closing_quote_is_text_in_other_files():
    read = table('a,b\n"C:\\data\\",1\n"C:\\mehr\\",2\n"D:\\",3\n')
    assert read.rows == [("C:\\data\\", "1"), ("C:\\mehr\\", "2"), ("D:\\", "3")]


def test_cells_in_single_quotes_are_understood():
    read = table("Name;Ort\n'Berger; Anna';'Wien'\n'Huber; Eva';'Linz'\n")
    assert read.table.quote == "'"
    assert read.rows == [("Berger; Anna", "Wien"), ("Huber; Eva", "Linz")]


def test_apostrophes_in_names_are_no_quotes():
    read = table("Name;Ort\n's Wirtshaus;Wien\nO'Brien;Linz\n")
    assert read.rows == [("'s Wirtshaus", "Wien"), ("O'Brien", "Linz")]


def test_quotes_inside_unquoted_cells_are_text():
    assert table('Maß;Ort\n5" Rohr;Wien\n27" Rad;Linz\n').rows == [
        ('5" Rohr', "Wien"),
        ('27" Rad', "Linz"),
    ]


def test_unescaped_quotes_in_quoted_cells_are_mended_if_the_row_comes_out_whole():
    read = table('Nr;Titel;Ort\n1;"er sagt "ja; gern" leise";Wien\n2;"Der Fluch" (Buch);Linz\n')
    assert read.rows == [
        ("1", 'er sagt "ja; gern" leise', "Wien"),
        ("2", '"Der Fluch" (Buch)', "Linz"),
    ]


def test_white_space_of_every_kind_is_taken_off_and_emptiness_is_null():
    read = table("a;b;c\n \u00a0Anna\t ;\u200b;\u202f\n x ;  y;z\u3000\n")
    assert read.rows == [("Anna", None, None), ("x", "y", "z")]


def test_words_for_nothing_stay_words():
    assert table("a;b;c\nnan;-;n/a\n").rows == [("nan", "-", "n/a")]


def test_control_characters_go_and_direction_marks_stay():
    assert table("a;b\nAn\x07na\x0b;Be\u202ernd\x85\n").rows == [("Anna", "Be\u202ernd")]


def test_rows_without_a_filled_cell_take_a_line_but_no_number():
    read = table("Name;Ort\n\nAnna;Wien\n;\n  ; \nEva;Linz\n\n")
    assert read.rows == [("Anna", "Wien"), ("Eva", "Linz")]
    assert (read.numbers, read.lines) == ([1, 2], [3, 6])


def test_missing_cells_at_the_end_are_null():
    assert table("a;b;c\n1;2;3\n4;5\n6\n").rows == [
        ("1", "2", "3"),
        ("4", "5", None),
        ("6", None, None),
    ]


def test_surplus_cells_are_no_matter_while_they_are_empty():
    assert table("a;b\n1;2;\n3;4; ;\n5;6\n").rows == [("1", "2"), ("3", "4"), ("5", "6")]


def test_a_row_with_filled_surplus_cells_is_unreadable_and_says_why():
    read = table("a;b\n1;2\n3;4;5\n6;7\n")
    [bad] = read.unreadable
    assert (read.numbers, read.lines) == ([1, 3], [2, 4])
    assert (bad.row, bad.line, bad.code, bad.text) == (2, 3, "too_many_cells", "3;4;5")
    assert bad.parameters == {"cells": 3, "columns": 2}
    assert str(bad) == "row 2, line 3: The row has 3 cells, but the table has only 2 columns."


def test_a_stray_quote_costs_its_own_row_only():
    read = table('a;b;c\n1;x;y\n2;"x;y\n3;x;y\n4;x;y\n')
    [bad] = read.unreadable
    assert read.numbers == [1, 3, 4]
    assert (bad.row, bad.line, bad.code, bad.text) == (2, 3, "unclosed_quote", '2;"x;y')
    assert bad.parameters == {"position": 2, "column": "b", "last_line": 3}


def test_a_stray_quote_that_meets_a_later_quote_does_not_swallow_the_rows_between():
    rows = "".join(f"{n};x;y\n" for n in range(3, 9))
    read = table(f'a;b;c\n1;x;y\n2;"x;y\n{rows}9;5 Zoll";y\n10;"x";"y"\n')
    assert [bad.row for bad in read.unreadable] == [2]
    assert [row[0] for row in read.rows] == ["1", "3", "4", "5", "6", "7", "8", "9", "10"]


def test_the_torn_rest_of_a_cell_belongs_to_its_unreadable_row():
    read = table('a;b;c\n1;x;y\n2;"x\nnoch Text\nund "mehr" davon;y\n3;x;y\n')
    [bad] = read.unreadable
    assert (bad.row, bad.parameters["last_line"], read.numbers, read.lines) == (
        2,
        5,
        [1, 3],
        [2, 6],
    )
    assert bad.text == '2;"x\nnoch Text\nund "mehr" davon;y'


def test_quotes_that_do_not_pair_up_make_their_row_unreadable():
    read = table('a;b\n1;"x" y";"z\n2;x\n')
    assert [(bad.row, bad.code) for bad in read.unreadable] == [(1, "broken_quotes")]
    assert read.numbers == [2]


def test_addresses_over_several_lines_stay_one_cell():
    address = '"Ring 1\n1010 Wien\nÖsterreich"'
    read = table(f"Nr;Adresse;Ort\n1;{address};Wien\n2;{address};Linz\n")
    assert read.rows[1] == ("2", "Ring 1\n1010 Wien\nÖsterreich", "Linz")
    assert read.lines == [2, 5]


def test_a_cell_of_exactly_the_limit_is_read():
    read = table(f"a;b\n1;{'x' * LARGEST_CELL}\n2;{'x' * (LARGEST_CELL + 1)}\n3;x\n")
    assert read.numbers == [1, 3]
    assert [(bad.row, bad.code, bad.parameters["position"]) for bad in read.unreadable] == [
        (2, "cell_too_large", 2)
    ]
    assert len(read.unreadable[0].text) == 2_000
