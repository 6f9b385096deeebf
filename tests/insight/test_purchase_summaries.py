"""What a summary says of each customer."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.insight.clv import account_for_purchases, summarize_purchases
from nahbar.insight.errors import InsightError

START = dt.date(2024, 1, 1)


def on(day: int) -> dt.date:
    return START + dt.timedelta(days=day)


def orders(*rows: tuple) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "who": [row[0] for row in rows],
            "day": [on(row[1]) for row in rows],
            "amount": [row[2] for row in rows],
        }
    )


def summarize(frame, until: int = 100, **options) -> pl.DataFrame:
    names = {"customer": "who", "occurred_on": "day", "amount": "amount"}
    return summarize_purchases(frame, **names, as_of=on(until), **options)


class OnlyArrow:
    """A frame of whom nothing is known but the Arrow stream."""

    def __init__(self, frame):
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema=None):
        return self._frame.__arrow_c_stream__(requested_schema)


ANNA = [("Anna", 0, 10.0), ("Anna", 7, 20.0), ("Anna", 28, 40.0)]


def test_repeat_purchase_days_their_last_the_age_and_their_mean_are_told():
    row = summarize(orders(*ANNA)).row(0, named=True)
    assert row == {"customer": "Anna", "frequency": 2, "recency": 28, "age": 100, "monetary": 30}


def test_weeks_are_days_by_seven():
    row = summarize(orders(*ANNA), unit="week").row(0, named=True)
    assert (row["recency"], row["age"]) == (4, 100 / 7)


def test_two_purchases_on_one_day_are_one_visit():
    found = summarize(orders(("Anna", 0, 1.0), ("Anna", 5, 2.0), ("Anna", 5, 3.0)))
    assert found["frequency"].to_list() == [1]
    assert found["monetary"].to_list() == [5]


def test_one_purchase_has_no_value_yet():
    row = summarize(orders(("Anna", 0, 9.0))).row(0, named=True)
    assert (row["frequency"], row["recency"], row["monetary"]) == (0, 0, 0)


def test_free_repeat_purchases_are_worth_exactly_nothing():
    found = summarize(orders(("Anna", 0, 0.1), ("Anna", 1, 0.0), ("Anna", 2, 0.0)))
    assert found["frequency"].to_list() == [2]
    assert found["monetary"].to_list() == [0.0]


def test_the_last_day_counts_and_later_rows_do_not():
    found = summarize(orders(*ANNA, ("Bernd", 29, 1.0)), until=28)
    assert found["customer"].to_list() == ["Anna"]
    assert found["frequency"].to_list() == [2]
    assert found["age"].to_list() == [28]


def test_a_later_row_changes_nothing_not_even_by_being_returned():
    assert summarize(orders(*ANNA, ("Anna", 50, -40.0)), until=40).equals(
        summarize(orders(*ANNA), until=40)
    )


def test_calibration_and_what_followed_stand_side_by_side():
    later = [("Anna", 60, 7.0), ("Anna", 61, 9.0), ("Bernd", 70, 5.0)]
    row = summarize(orders(*ANNA, *later), calibration_end=on(50)).row(0, named=True)
    assert (row["frequency"], row["recency"], row["age"], row["monetary"]) == (2, 28, 50, 30)
    assert (row["frequency_holdout"], row["monetary_holdout"]) == (2, 8)
    assert row["duration_holdout"] == 50


def test_a_return_in_the_holdout_does_not_reach_back_into_the_calibration():
    found = summarize(orders(*ANNA, ("Anna", 60, -40.0)), calibration_end=on(50))
    assert found["frequency"].to_list() == [2]
    assert found["frequency_holdout"].to_list() == [0]


def test_who_came_after_the_calibration_is_left_out_of_it():
    found = summarize(orders(*ANNA, ("Bernd", 70, 5.0)), calibration_end=on(50))
    assert found["customer"].to_list() == ["Anna"]


@pytest.mark.parametrize(
    "customers",
    [
        pl.Series(["b", "a", "c"]),
        pl.Series([3, 1, 70], dtype=pl.UInt64),
        pl.Series([-5, 2**62, -(2**62)]),
        pl.Series([2**64 - 1, 5, 7], dtype=pl.UInt64),
        pl.Series([dt.date(2020, 1, 2), dt.date(2020, 1, 1), dt.date(2021, 1, 1)]),
        pl.Series(["b", "a", "c"], dtype=pl.Categorical),
    ],
    ids=["text", "numbers", "far apart", "unsigned", "dates", "categories"],
)
def test_customers_keep_their_type_and_come_in_its_order(customers):
    frame = pl.DataFrame({"who": customers, "day": [on(1)] * 3, "amount": [1.0, 2.0, 3.0]})
    found = summarize(frame)["customer"]
    assert found.dtype == customers.dtype
    assert found.to_list() == sorted(customers.to_list())


@pytest.mark.parametrize(
    "amounts",
    [
        pl.Series([10, 20, 40]),
        pl.Series([Decimal("10.00"), Decimal("20.00"), Decimal("40.00")]),
        pl.Series([10, 20, 40], dtype=pl.Float32),
    ],
    ids=["integers", "decimals", "short floats"],
)
def test_amounts_may_be_any_number(amounts):
    assert summarize(orders(*ANNA).with_columns(amount=amounts)).equals(summarize(orders(*ANNA)))


def test_a_datetime_belongs_to_the_day_of_its_zone():
    vienna = ZoneInfo("Europe/Vienna")
    late = [
        dt.datetime(2024, 1, 1, 23, 30, tzinfo=vienna),
        dt.datetime(2024, 1, 2, 0, 30, tzinfo=vienna),
    ]
    frame = pl.DataFrame({"who": ["Anna"] * 2, "day": late, "amount": [1.0, 2.0]})
    frame = frame.with_columns(pl.col("day").dt.convert_time_zone("Europe/Vienna"))
    assert summarize(frame)["frequency"].to_list() == [1]


def test_any_frame_that_speaks_arrow_will_do():
    assert summarize(OnlyArrow(orders(*ANNA))).equals(summarize(orders(*ANNA)))
    assert summarize(orders(*ANNA).lazy()).equals(summarize(orders(*ANNA)))


def test_rows_that_name_nobody_are_left_out_and_counted():
    frame = orders(*ANNA, (None, 3, 1.0), (None, 4, -1.0))
    account = account_for_purchases(
        frame, customer="who", occurred_on="day", amount="amount", as_of=on(100)
    )
    assert account.frame.equals(summarize(orders(*ANNA)))
    assert [(remark.code, remark.values["rows"]) for remark in account.warnings] == [
        ("rows_without_customer", 2)
    ]


def test_no_orders_make_an_empty_summary():
    for frame in (orders(*ANNA).clear(), orders(*ANNA, ("Bernd", 0, 1.0)).filter(pl.lit(False))):
        found = summarize(frame, calibration_end=on(50))
        assert found.is_empty()
        assert found.columns[:5] == ["customer", "frequency", "recency", "age", "monetary"]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("amount", float("nan"), "amount_not_finite"),
        ("amount", float("inf"), "amount_not_finite"),
        ("amount", None, "amount_missing"),
        ("amount", "12,30", "not_an_amount"),
        ("day", None, "date_missing"),
        ("day", "2024-01-01", "not_a_date"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(column, value, code):
    good = orders(*ANNA)
    bad = pl.Series(column, [value] * 3, dtype=good.schema[column] if value is None else None)
    with pytest.raises(InsightError) as refused:
        summarize(good.with_columns(bad))
    assert refused.value.code == code


def test_what_is_no_frame_or_lacks_a_column_is_refused():
    with pytest.raises(InsightError, match="Arrow") as refused:
        summarize([1, 2, 3])
    assert refused.value.code == "not_a_frame"
    with pytest.raises(InsightError, match="amount") as refused:
        summarize(orders(*ANNA).drop("amount"))
    assert refused.value.code == "column_missing"
    with pytest.raises(InsightError, match="month"):
        summarize(orders(*ANNA), unit="month")
    with pytest.raises(InsightError, match="calibration"):
        summarize(orders(*ANNA), calibration_end=on(101))


cents = st.integers(-5000, 10000).map(lambda cent: cent / 100)
lines = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 30), cents), min_size=1, max_size=40
)


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    exact = ["customer", "frequency", "recency", "age"]
    return one.select(exact).equals(other.select(exact)) and np.allclose(
        one["monetary"], other["monetary"], atol=1e-9
    )


@settings(max_examples=50, deadline=None)
@given(lines, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    assert same(summarize(orders(*rows)), summarize(orders(*shuffled)))


@settings(max_examples=50, deadline=None)
@given(lines)
def test_an_amount_in_two_rows_is_the_amount_in_one(rows):
    split = [part for who, day, amount in rows for part in ((who, day, amount / 2),) * 2]
    assert same(summarize(orders(*rows)), summarize(orders(*split)))


@settings(max_examples=50, deadline=None)
@given(lines)
def test_customers_do_not_touch_each_other(rows):
    alone = pl.concat(
        [
            summarize(orders(*(row for row in rows if row[0] == who)))
            for who in sorted({row[0] for row in rows})
        ]
    )
    assert same(summarize(orders(*rows)), alone)
