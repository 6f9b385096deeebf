"""The public export: half a million real order lines, with published counts."""

import gzip
from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest

from nahbar.intake.mapping import TableProfile, TableView, apply, line_amounts, missing, propose

HEADER = (
    "Invoice",
    "StockCode",
    "Description",
    "Quantity",
    "InvoiceDate",
    "Price",
    "Customer ID",
    "Country",
)

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def lines(real_data) -> pl.DataFrame:
    packed = real_data / "online_retail_2009_10" / "online_retail_ii_2009_2010.csv.gz"
    frame = pl.read_csv(
        gzip.decompress(packed.read_bytes()),
        infer_schema=False,
        new_columns=[f"c{i}" for i in range(8)],
    )
    return frame.with_columns(pl.all().str.strip_chars().replace("", None)).with_row_index("row")


@pytest.fixture(scope="module")
def profile(lines) -> TableProfile:
    profile = TableProfile()
    for chunk in lines.iter_slices(100_000):
        profile.add(chunk)
    return profile


def test_the_header_is_understood_and_cancellations_are_found(profile):
    proposal = propose([TableView("online retail", HEADER)], profile)
    assert [choice.field for choice in proposal.choices] == [
        "order_number", "sku", "product_name", "quantity", "ordered_at", "unit_price", "customer_number", "country",
    ]  # fmt: skip
    assert (proposal.kind, missing(proposal), proposal.open_questions) == ("orders", (), ())
    rules = [(rule.kind, rule.value, rule.lines, rule.negative) for rule in proposal.rules]
    assert rules == [("cancellation", "C", 10_206, 10_205), ("return", "", 2_121, 2_121)]


def test_without_a_header_the_values_say_the_same(profile):
    proposal = propose([TableView("bare", (None,) * 8)], profile)
    assert [choice.field for choice in proposal.choices] == [
        "order_number", "sku", "product_name", "quantity", "ordered_at", "unit_price", "customer_number", "country",
    ]  # fmt: skip
    assert proposal.kind_confidence < 1


def test_every_line_is_read_and_the_sum_is_exact(lines, profile):
    proposal = propose([TableView("online retail", HEADER)], profile)
    frames, bad = [], []
    for chunk in lines.iter_slices(100_000):
        applied = apply(proposal, chunk)
        frames.append(applied.frame)
        bad.append(applied.bad)
    frame, faults = pl.concat(frames), pl.concat(bad)
    total = Decimal(int(line_amounts(frame).sum())) / 10**12
    assert total.quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("9539484.63")
    assert frame.height == 525_461
    assert frame["order_number"].n_unique() == 28_816
    assert frame["customer_number"].drop_nulls().n_unique() == 4_383
    assert frame["product_name"].null_count() == 2_928
    assert frame.filter(pl.col("line_kind") == "cancellation").height == 10_206
    assert dict(faults.group_by("code").len().iter_rows()) == {
        "country_unknown": 960,
        "amount_negative": 3,
    }
