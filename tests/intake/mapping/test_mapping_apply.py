"""A mapping applied: typed columns, and everything bad named with row, column and reason."""

import datetime as dt

import pytest

from nahbar.intake.mapping import apply, line_amounts, slots_of

moment = dt.datetime.fromisoformat

SALES = "Belegnr.|Belegdatum|KdNr|Artikel|Menge|Einzelpreis"
GOOD = ("R-1001", "13.04.2024", "10001", "Winterreifen", "4", "89,90")


def test_a_bad_required_value_keeps_the_row_out_and_says_why(proposed, chunk_of):
    proposal, _ = proposed(SALES, [GOOD] * 5)
    rows = [GOOD, ("R-2", "31.02.2024", "1", "x", "1", "1,5"), ("R-3", None, "1", "x", "1", "1,5"),
            ("R-4", "1.1.2999", "1", "x", "viele", "1,5"), ("R-5", "1.2.2024", "1", "x", "1", None)]  # fmt: skip
    applied = apply(proposal, chunk_of(rows))
    assert applied.frame["row"].to_list() == [0]
    faults = applied.bad.select("row", "column", "code", "severity", "value").rows()
    assert faults == [
        (1, "Belegdatum", "date_impossible", "reject", "31.02.2024"),
        (2, "ordered_at", "value_missing", "reject", None),
        (3, "Belegdatum", "date_out_of_range", "reject", "1.1.2999"),
        (3, "Menge", "number_unreadable", "reject", "viele"),
        (4, "amount", "value_missing", "reject", None),
    ]


def test_a_bad_optional_value_is_dropped_and_noted(proposed, chunk_of):
    header = "Kundennummer|Nachname|E-Mail|Land"
    rows = [("1", "Huber", "a@b.at", "AT"), ("2", "Mo\u202eser", "nope", "Mittelerde")]
    proposal, _ = proposed(header, [rows[0]] * 5)
    applied = apply(proposal, chunk_of(rows))
    assert applied.frame.select("last_name", "email", "country").rows() == [
        ("Huber", ["a@b.at"], "AT"),
        ("Moser", None, None),
    ]
    assert applied.bad.select("code", "severity").rows() == [
        ("marks_removed", "kept"),
        ("email_unreadable", "note"),
        ("country_unknown", "note"),
    ]


def test_nothing_is_read_while_a_question_is_open(proposed, chunk_of):
    rows = [("R-1", "03/04/2024", "1", "x", "1", "1,50")] * 3
    proposal, _ = proposed(SALES, rows)
    with pytest.raises(ValueError, match="date_order:c1"):
        apply(proposal, chunk_of(rows))


def test_an_empty_chunk_gives_an_empty_frame_of_the_same_columns(proposed, chunk_of):
    proposal, _ = proposed(SALES, [GOOD] * 3)
    full, empty = apply(proposal, chunk_of([GOOD])), apply(proposal, chunk_of([GOOD]).clear())
    assert empty.frame.schema == full.frame.schema
    assert (empty.frame.height, empty.bad.height) == (0, 0)


def test_row_and_line_are_passed_through(proposed, chunk_of):
    proposal, _ = proposed(SALES, [GOOD] * 3)
    chunk = (
        chunk_of([GOOD, GOOD]).with_row_index("row", offset=40).with_row_index("line", offset=90)
    )
    assert apply(proposal, chunk).frame.select("row", "line").rows() == [(40, 90), (41, 91)]


def test_lines_are_told_apart_by_rule_and_by_word(proposed, chunk_of):
    rows = [("489434", "2009-12-01", "1", "Lamp", "12", "6.95", "")] * 30
    rows += [("C489449", "2009-12-02", "1", "Lamp", "-3", "6.95", "")] * 4
    rows += [("489450", "2009-12-02", "1", "Lamp", "-1", "6.95", "Rücknahme")]
    rows = [tuple(cell or None for cell in row) for row in rows]
    proposal, _ = proposed(SALES + "|Vorgangsart", rows)
    kinds = apply(proposal, chunk_of(rows)).frame["line_kind"].to_list()
    assert kinds == ["order"] * 30 + ["cancellation"] * 4 + ["take_back"]


def test_an_order_below_zero_is_kept_and_said(proposed, chunk_of):
    rows = [("489434", "2009-12-01", "1", "Lamp", "12", "6.95"), ("A506401", "2010-04-29", None, "Bad debt", "1", "-53594.36")]  # fmt: skip
    proposal, _ = proposed(SALES, rows * 3)
    applied = apply(proposal, chunk_of(rows))
    assert applied.frame.height == 2
    assert applied.bad.select("column", "code", "severity", "value").rows() == [
        ("Einzelpreis", "amount_negative", "kept", "-53594.36")
    ]
    assert line_amounts(applied.frame).to_list() == [83_400_000_000_000, -53_594_360_000_000_000]


def test_an_order_over_several_lines_carries_its_head_down_even_over_chunks(proposed, chunk_of):
    header = "Name|Email|Financial Status|Currency|Created at|Lineitem quantity|Lineitem name|Lineitem price"
    first = ("#1001", "a@b.at", "paid", "EUR", "2024-03-04 10:00:00 +0100", "1", "Tee", "4.50")
    more = ("#1001", None, None, None, None, "2", "Kanne", "20.00")
    last = ("#1002", "c@d.at", "refunded", "EUR", "2024-03-05 11:00:00 +0100", "1", "Tee", "4.50")
    proposal, _ = proposed(header, [first, more, last])
    assert proposal.fill_down
    one = apply(proposal, chunk_of([first]))
    two = apply(proposal, chunk_of([more, last]), one.carry)
    assert two.frame["customer_email"].to_list() == ["a@b.at", "c@d.at"]
    assert two.frame["ordered_at"][0] == moment("2024-03-04T10:00")
    assert two.frame["line_kind"].to_list() == ["order", "return"]
    assert two.bad.is_empty()


def test_the_parts_of_several_addresses_stay_together(proposed, chunk_of):
    header = (
        "Nachname|Straße privat|Ort privat|Straße geschäftlich|Ort geschäftlich|E-Mail|E-Mail 2"
    )
    row = ("Huber", "Gasse 3", "Wien", "Ring 12a", "Graz", "a@b.at", "c@d.at; e@f.at")
    proposal, _ = proposed(header, [row] * 3)
    frame = apply(proposal, chunk_of([row])).frame
    home, work = frame.row(0, named=True), {slot.name: slot.label for slot in slots_of(proposal)}
    assert (home["street"], home["house_number"], home["city"]) == ("Gasse", "3", "Wien")
    assert (home["street_2"], home["house_number_2"], home["city_2"]) == ("Ring", "12a", "Graz")
    assert (work["street"], work["street_2"]) == ("home", "business")
    assert (home["email"], home["email_2"]) == (["a@b.at"], ["c@d.at", "e@f.at"])


def test_full_names_fill_the_fields_that_no_column_fills(proposed, chunk_of):
    rows = [("1", "Dr. Anna Huber", "Anna", None), ("2", "Autohaus Berger GmbH", None, None), ("3", "Karl Moser", None, None)]  # fmt: skip
    proposal, _ = proposed("Kundennummer|Name|Vorname|Nachname", rows * 2, kind="customers")
    frame = apply(proposal, chunk_of(rows)).frame
    assert frame.select("title", "first_name", "last_name", "organisation").rows() == [
        ("Dr.", "Anna", None, None),
        (None, None, None, "Autohaus Berger GmbH"),
        (None, "Karl", "Moser", None),
    ]


def test_a_birthday_in_three_columns_is_a_day_that_exists(proposed, chunk_of):
    rows = [("Huber", "1980", "3", "14"), ("Moser", "1981", "2", "31"), ("Berger", None, "2", "29")]
    proposal, _ = proposed("Nachname|Geburtsjahr|Geburtsmonat|Geburtstag", rows * 3)
    applied = apply(proposal, chunk_of(rows))
    born = applied.frame.select("day_of_birth", "birth_month", "birth_year")
    assert born.rows() == [(14, 3, 1980), (None, None, None), (29, 2, None)]
    assert applied.bad.select("row", "column", "code", "value").rows() == [
        (1, "Geburtstag", "date_impossible", "31")
    ]


def test_a_time_in_its_own_column_joins_the_date(proposed, chunk_of):
    rows = [("R-1", "13.04.2024", "10:30", "4,50 €"), ("R-2", "14.04.2024", None, "CHF 3,20")]
    proposal, _ = proposed("Belegnr.|Datum|Uhrzeit|Betrag", rows * 3)
    frame = apply(proposal, chunk_of(rows)).frame
    assert frame["ordered_at"].to_list() == [
        moment("2024-04-13T10:30"),
        moment("2024-04-14"),
    ]
    assert frame["ordered_at_has_time"].to_list() == [True, False]
    assert frame["currency"].to_list() == ["EUR", "CHF"]


def test_a_customer_whom_nothing_identifies_is_kept_out(proposed, chunk_of):
    proposal, _ = proposed("Nachname|Ort", [("Huber", "Wien")] * 3)
    applied = apply(proposal, chunk_of([(None, "Wien"), ("a" * 10_000, "Graz")]))
    assert applied.frame.is_empty()
    assert applied.bad["code"].to_list() == ["value_missing", "name_too_long", "value_missing"]
    assert applied.bad["value"].str.len_chars().max() == 200


def test_the_sum_below_a_list_is_no_customer(proposed, chunk_of):
    rows = [
        ("10001", "Huber", "12,50"),
        ("Summe", None, "123.456.789,10"),
        ("Total", "Reifen", "1"),
    ]
    proposal, _ = proposed("Kundennr|Nachname|Umsatz", [rows[0]] * 5)
    applied = apply(proposal, chunk_of(rows))
    assert applied.frame["row"].to_list() == [0, 2]
    assert applied.bad.select("row", "column", "code").rows() == [(1, "identity", "value_missing")]
