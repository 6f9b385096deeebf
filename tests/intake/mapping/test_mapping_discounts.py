"""What a line comes to: its own amount where the table gives it, else price less discount."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.intake.mapping import answer, apply, reassign, unused_discounts

LINES = "Belegnr|Belegdatum|KdNr|Menge|Einzelpreis"


def rows_of(*ends: tuple[str | None, ...]) -> list[tuple[str | None, ...]]:
    return [(f"R-10{n // 2}", "13.04.2026", "77", "2", "50,00", *end) for n, end in enumerate(ends)]


def amounts_of(proposal, chunk) -> list[int]:
    return apply(proposal, chunk).frame["line_amount"].to_list()


@pytest.mark.parametrize(
    "total",
    ["Gesamt netto", "Netto gesamt", "Positionsbetrag", "Nettobetrag", "Zeilensumme", "Line total"],
)
def test_the_amount_of_the_line_is_found_beside_price_and_discount(proposed, chunk_of, total):
    rows = rows_of(("10", "90,00"), ("0", "100,00"), ("5", "95,00"), ("", "100,00"))
    proposal, _ = proposed(f"{LINES}|Rabatt|{total}", rows)
    assert [choice.field for choice in proposal.choices[4:]] == ["unit_price", None, "line_amount"]
    assert proposal.choice("c5").why.code == "amount_given"
    assert proposal.open_questions == ()
    assert amounts_of(proposal, chunk_of(rows)) == [
        90_000_000,
        100_000_000,
        95_000_000,
        100_000_000,
    ]


@pytest.mark.parametrize("total", ["Gesamt netto", "Nettobetrag", "Rechnungsbetrag"])
def test_a_total_that_all_lines_of_an_order_repeat_is_the_orders(proposed, total):
    rows = rows_of(("190,00",), ("190,00",), ("120,50",), ("120,50",))
    proposal, _ = proposed(f"{LINES}|{total}", rows)
    assert proposal.choice("c5").field == "order_amount"


def test_a_discount_in_percent_is_taken_off_exactly(proposed, chunk_of):
    rows = rows_of(("10 %",), ("0 %",), ("33,3 %",), (None,))
    proposal, _ = proposed(f"{LINES}|Rabatt", rows)
    assert proposal.open_questions == ()
    assert amounts_of(proposal, chunk_of(rows)) == [
        90_000_000,
        100_000_000,
        66_700_000,
        100_000_000,
    ]


@pytest.mark.parametrize(
    ("means", "first"),
    [("percent", 90_000_000), ("of_line", 90_000_000), ("of_piece", 80_000_000)],
)
def test_what_the_numbers_of_a_discount_are_is_asked(proposed, chunk_of, means, first):
    rows = rows_of(("10",), ("0",), ("5",), ("20",))
    proposal, _ = proposed(f"{LINES}|Rabatt", rows)
    [question] = proposal.open_questions
    assert (question.code, question.evidence["examples"]) == ("discount_means", ["10", "0", "5"])
    assert amounts_of(answer(proposal, question.id, means), chunk_of(rows))[0] == first


def test_a_discount_that_the_prices_have_in_them_is_left_out(proposed, chunk_of):
    rows = rows_of(("10",), ("0",))
    proposal, profile = proposed(f"{LINES}|Rabatt", rows)
    included = answer(proposal, "discount_means:c5", "included")
    assert "line_amount" not in apply(included, chunk_of(rows)).frame.columns
    assert reassign(included, profile, "c5", "discount").open_questions


def test_a_return_is_made_smaller_by_its_discount_as_well(proposed, chunk_of):
    rows = [*rows_of(("10 %",), ("-10 %",)), ("R-9", "13.04.2026", "77", "-2", "50,00", "10 %")]
    proposal, _ = proposed(f"{LINES}|Rabatt", rows)
    assert amounts_of(proposal, chunk_of(rows)) == [90_000_000, 90_000_000, -90_000_000]


@pytest.mark.parametrize(("cell", "code"), [("140 %", "number_absurd"), ("viel", "number_unreadable")])  # fmt: skip
def test_a_line_whose_discount_cannot_be_is_kept_out(proposed, chunk_of, cell, code):
    proposal, _ = proposed(f"{LINES}|Rabatt %", rows_of(("10",), ("5",), ("3",), ("0",)))
    applied = apply(proposal, chunk_of(rows_of((cell,))))
    assert applied.frame.is_empty()
    assert applied.bad["code"].to_list() == [code]


def test_a_discount_that_nothing_takes_off_is_told(proposed):
    rows = [("R-1", "13.04.2026", "77", "100,00", "5,00", "HERBST")] * 3
    header = "Belegnr|Belegdatum|KdNr|Gesamtbetrag|Discount Amount|Discount Code"
    proposal, profile = proposed(header, rows)
    assert unused_discounts(proposal) == ("Discount Amount",)
    assert unused_discounts(reassign(proposal, profile, "c3", "line_amount")) == ()


@settings(max_examples=30, deadline=None)
@given(st.integers(-500, 500), st.integers(0, 10**6), st.integers(0, 10_000))
def test_a_share_taken_off_is_exact_to_a_millionth(proposed, chunk_of, pieces, cents, hundredths):
    proposal, _ = proposed(f"{LINES}|Rabatt %", rows_of(("10,5",), ("5,25",), ("3",), ("0",)))
    percent = f"{hundredths // 100},{hundredths % 100:02d}"
    price = f"{cents // 100},{cents % 100:02d}"
    row = ("R-1", "13.04.2026", "77", str(pieces), price, percent)
    [amount] = amounts_of(proposal, chunk_of([row]))
    assert amount == pieces * cents * (10_000 - hundredths)
