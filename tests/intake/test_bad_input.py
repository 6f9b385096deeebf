"""Whatever is dropped in: the answer names what and where, nothing is half done, the rest is stored."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.utils import translation
from tests.intake.dropping import HEADER, Dropping, is_empty, names, notes, reasons, rejects
from tests.intake.reading import hostile_files as hostile

from nahbar.customers.models import ContactPoint, Customer
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.words import FILES, LACKING, ROWS
from nahbar.sales.models import Order, OrderLine

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("build", "name", "code"),
    [
        (hostile.empty, "kunden.csv", "empty_file"),
        (hostile.only_blank_lines, "kunden.csv", "empty_file"),
        (hostile.only_header, "kunden.csv", "no_rows"),
        (hostile.binary, "kunden.csv", "not_text"),
        (hostile.pdf, "kunden.csv", "not_a_table"),
        (hostile.web_page, "kunden.xls", "not_a_table"),
        (hostile.zip_bomb_xlsx, "kunden.xlsx", "zip_bomb"),
        (hostile.lying_zip_bomb_xlsx, "kunden.xlsx", "zip_bomb"),
        (hostile.far_corner_xlsx, "kunden.xlsx", "workbook_too_demanding"),
        (hostile.damaged_xlsx, "kunden.xlsx", "damaged_workbook"),
        (hostile.encrypted_xlsx, "kunden.xlsx", "password_protected"),
        (hostile.five_thousand_columns, "kunden.csv", "too_many_columns"),
        (hostile.truncated_gzip, "kunden.csv.gz", "truncated_gzip"),
        (hostile.damaged_gzip, "kunden.csv.gz", "damaged_gzip"),
        (hostile.gzip_in_gzip, "kunden.csv.gz", "nested_archive"),
    ],
)
def test_what_cannot_be_read_stops_the_whole_import_and_is_named(
    counter: Dropping, build: Callable[[], bytes], name: str, code: str
) -> None:
    whole = ("bestellungen.csv", f"{HEADER}1;A;1;03.01.2026;4,50;77\n".encode())
    files = [(name, build())] if code == "no_rows" else [whole, (name, build())]
    failed = counter.read(*files)
    assert (failed.state, failed.error_code) == (Import.State.FAILED, code)
    [said] = reasons(failed)
    assert said.startswith(f"{name}")
    assert code not in said
    assert said.endswith((".", "?"))
    assert is_empty()


def test_a_file_with_a_header_only_beside_others_adds_nothing(counter: Dropping) -> None:
    rows = f"{HEADER}1;A;1;03.01.2026;4,50;77\n".encode()
    done = counter.take(("jaenner.csv", rows), ("februar.csv", HEADER.encode()))
    assert done.rows_stored == 1


@pytest.mark.parametrize("build", [hostile.ten_megabyte_cell, hostile.ten_megabyte_note])
def test_ten_megabytes_in_a_cell_cost_one_row(
    counter: Dropping, build: Callable[[], bytes]
) -> None:
    done = counter.take(("kunden.csv", build()), kind="customers")
    [(row, line, _column, code)] = rejects(done)
    assert (row, line) == (2, 3)
    assert code in {"cell_too_large", "unclosed_quote"}
    assert "“Ort”" in reasons(done)[0]
    assert names() == {"Anna 1", "Anna 3", "Anna 4"}


def test_nul_bytes_cost_one_row(counter: Dropping) -> None:
    done = counter.take(("kunden.csv", hostile.nul_bytes()), kind="customers")
    assert rejects(done) == [(2, 3, "", "nul_bytes")]
    assert RejectedRow.objects.get().cells == {"": "2;Be␀rnd;Graz;2,50"}
    assert names() == {"Anna", "Eva"}


def test_mixed_encodings_are_each_read_as_they_were_meant(counter: Dropping) -> None:
    done = counter.take(("kunden.csv", hostile.mixed_encodings()), kind="customers")
    assert done.rows_stored == 6
    assert names() == {"Jörg Müller", "Bärbel Weiß", "Zoë Gößl"}


def test_of_two_columns_with_one_heading_both_are_kept(counter: Dropping) -> None:
    done = counter.take(("kunden.csv", hostile.duplicate_headers()), kind="customers")
    assert done.rows_stored == 2
    assert "Anna" in " ".join(names())
    assert ContactPoint.objects.filter(kind="email").count() == 2


def test_impossible_dates_keep_their_rows_out(counter: Dropping) -> None:
    dates = ("01.01.0001", "31.12.2999", "2024-02-30", "n/a", "-", "13.01.2026")
    rows = "".join(f"{n};A;1;{day};4,50;77\n" for n, day in enumerate(dates, start=1))
    done = counter.take(("orders.csv", (HEADER + rows).encode()), kind="orders")
    assert rejects(done) == [
        (1, 2, "Date", "date_out_of_range"),
        (2, 3, "Date", "date_out_of_range"),
        (3, 4, "Date", "date_impossible"),
        (4, 5, "ordered_at", "value_missing"),
        (5, 6, "ordered_at", "value_missing"),
    ]
    assert "01.01.0001" in reasons(done)[0]
    assert reasons(done)[3] == "The row has no date."
    assert Order.objects.get().number == "6"


def test_amounts_too_large_to_be_true_keep_their_rows_out(counter: Dropping) -> None:
    amounts = (
        ("999999999", "9999999999,99"),  # each believable, not their product
        ("1", "99999999999999,00"),
        ("99999999999", "1,00"),
        ("1", "1e308"),
        ("-999999999", "99999999999,00"),
        ("0,000001", "0,000001"),
        ("0", "4,50"),
        ("2", "-4,50"),
        ("2", "4,50"),
    )
    rows = "".join(f"{n};A;{q};13.01.2026;{p};77\n" for n, (q, p) in enumerate(amounts, start=1))
    done = counter.take(("orders.csv", (HEADER + rows).encode()), kind="orders")
    assert rejects(done) == [
        (1, 2, "Price", "amount_absurd"),
        (2, 3, "Price", "number_out_of_range"),
        (3, 4, "Quantity", "quantity_absurd"),
        (4, 5, "Price", "number_unreadable"),
        (5, 6, "Price", "amount_absurd"),
    ]
    assert (8, "Price", "amount_negative") in notes(done)
    assert OrderLine.objects.count() == 4
    assert Order.objects.get(number="9").amount == Decimal(9)
    assert done.totals["amount"] == "0.000000000001"


def test_an_order_too_large_to_be_true_is_refused_and_the_rest_is_stored(
    counter: Dropping,
) -> None:
    rows = "".join(f"9;A{n};1;13.01.2026;{'-' * (n % 2)}99999999999;77\n" for n in range(200))
    good = "8;A;1;13.01.2026;4,50;78\n"
    done = counter.take(("orders.csv", (HEADER + good + rows).encode()), kind="orders")
    assert rejects(done) == [(n, n + 1, "", "order_absurd") for n in range(2, 202)]
    assert "come to more than a hundred billion" in reasons(done)[0]
    assert Order.objects.get().number == "8"
    assert Customer.objects.count() == 1


def test_an_order_does_not_become_too_large_by_a_later_file_either(counter: Dropping) -> None:
    def lines(*articles: str) -> bytes:
        return (HEADER + "".join(f"9;{a};1;13.01.2026;60000000000;77\n" for a in articles)).encode()

    assert counter.take(("first.csv", lines("A")), kind="orders").rows_rejected == 0
    later = counter.take(("later.csv", lines("A", "B")), kind="orders")
    assert (later.rows_unchanged, later.rows_rejected) == (1, 1)
    assert [code for *_, code in rejects(later)] == ["order_absurd"]
    assert Order.objects.get().amount == Decimal(60_000_000_000)


def test_large_orders_without_a_number_are_grouped_as_they_are_stored(counter: Dropping) -> None:
    rows = "".join(
        f"{customer};{day}.01.2026;60000000000\n"
        for customer, day in [
            ("1", "13"),
            ("1", "14"),
            ("2", "13"),
            ("2", "13"),
            ("", "15"),
            ("", "15"),
        ]
    )
    content = ("Customer No;Date;Amount\n" + rows).encode()
    done = counter.take(("orders.csv", content), kind="orders")
    assert [row for row, *_ in rejects(done)] == [3, 4]
    assert Order.objects.count() == 4


@pytest.mark.parametrize("nothing", ["nan", "NaN", "-", "n/a", "N/A", "#N/A", "null", "None", ""])
def test_words_for_nothing_are_nothing(counter: Dropping, nothing: str) -> None:
    content = f"Kundennummer;Vorname;Nachname;Ort\n1;Anna;Berger;Wien\n{nothing};Eva;Fuchs;{nothing}\n{nothing};{nothing};{nothing};Graz\n"
    done = counter.take(("kunden.csv", content.encode()), kind="customers")
    assert names() == {"Anna Berger", "Eva Fuchs"}
    assert rejects(done) == [(3, 4, "identity", "value_missing")]
    assert "nobody" in reasons(done)[0]


def test_a_name_of_ten_thousand_characters_is_left_out_and_said(counter: Dropping) -> None:
    done = counter.take(("kunden.csv", hostile.long_name()), kind="customers")
    assert done.rows_stored == 1
    assert notes(done) == [(1, "Name", "name_too_long")]
    assert Customer.objects.get().name == ""


def test_long_values_of_every_column_fit_or_are_left_out(counter: Dropping) -> None:
    columns = ["Vorname", "Nachname", "Titel", "Firma", "Abteilung", "Position", "E-Mail", "Telefon",
               "Webseite", "Straße", "PLZ", "Ort", "Bundesland", "Land", "Tags", "Mag"]  # fmt: skip
    rows = [
        f"{n};{';'.join([width * 'x'] * len(columns))}"
        for n, width in enumerate((50, 199, 300, 3_000, 90_000))
    ]
    content = "\n".join([f"Kundennummer;{';'.join(columns)}", *rows, ""])
    done = counter.take(("kunden.csv", content.encode()), kind="customers")
    assert done.rows_stored == 5


def test_long_values_of_orders_fit_or_are_left_out(counter: Dropping) -> None:
    columns = ["Article", "Product", "Product Group", "Channel", "Branch", "Currency"]
    rows = [
        f"{n};1;13.01.2026;4,50;77;{';'.join([width * 'x'] * len(columns))}"
        for n, width in enumerate((50, 99, 150, 999, 9_000))
    ]
    content = "\n".join([f"Invoice;Quantity;Date;Price;Customer No;{';'.join(columns)}", *rows, ""])
    assert counter.take(("orders.csv", content.encode()), kind="orders").rows_stored == 5


@pytest.mark.parametrize("length", [60, 61, 100, 5_000])
def test_a_customer_number_without_end_keeps_its_row_out(counter: Dropping, length: int) -> None:
    content = f"Kundennummer;Vorname;Nachname\n{'7' * length};Anna;Berger\n8;Eva;Fuchs\n"
    done = counter.take(("kunden.csv", content.encode()), kind="customers")
    expected = [] if length <= 60 else [(1, 2, "Kundennummer", "key_too_long")]
    assert rejects(done) == expected
    assert "Eva Fuchs" in names()


def test_two_people_with_one_mail_stay_two(counter: Dropping) -> None:
    content = b"Vorname;Nachname;E-Mail\nAnna;Berger;haus@berger.example\nKarl;Huber;haus@berger.example\n"
    assert counter.take(("kunden.csv", content)).rows_stored == 2
    assert names() == {"Anna Berger", "Karl Huber"}
    order = b"Order Number;Date;Amount;E-Mail\n1;13.01.2026;10,00;haus@berger.example\n"
    done = counter.take(("orders.csv", order), kind="orders")
    assert [code for *_, code in rejects(done)] == ["mail_of_several"]
    assert "share this mail" in reasons(done)[0]
    assert not Order.objects.exists()


def test_a_customer_number_given_anew_overwrites_nobody(counter: Dropping) -> None:
    counter.take(("kunden.csv", b"Kundennummer;Vorname;Nachname\n77;Anna;Berger\n"))
    again = b"Kundennummer;Vorname;Nachname\n77;Karl;Huber\n80;Eva;Fuchs\n80;Otto;Lang\n"
    done = counter.take(("kunden.csv", again))
    assert [(row, code) for row, *_, code in rejects(done)] == [
        (1, "number_reused"),
        (3, "number_reused"),
    ]
    assert names() == {"Anna Berger", "Eva Fuchs"}


def test_a_file_name_whose_bytes_are_no_text_does_no_harm(counter: Dropping) -> None:
    rows = f"{HEADER}1;A;1;03.01.2026;4,50;77\n".encode()
    done = counter.take(("bestell\udcfcng\0.csv", rows), kind="orders")
    assert done.files.get().name == "bestell?ng.csv"


def test_a_heading_and_lines_above_it_may_hold_anything(counter: Dropping) -> None:
    content = f"Export\x01 vom 3.1.\n\n{HEADER}1;A;1;03.01.2026;4,50;77\n".replace(
        "Article", "Art\x07icle"
    )
    assert counter.take(("orders.csv", content.encode()), kind="orders").rows_stored == 1


@pytest.mark.parametrize("sentences", [FILES, ROWS, LACKING], ids=["files", "rows", "lacking"])
def test_every_reason_is_a_sentence_in_both_languages(sentences: dict[str, object]) -> None:
    for sentence in sentences.values():
        with translation.override("en"):
            english = str(sentence)
        with translation.override("de"):
            german = str(sentence)
        assert english != german, f"not translated: {english}"
        for said in (english, german):
            assert said.endswith((".", "?"))
            assert "_" not in re.sub(r"%\(\w+\)s", "", said)
