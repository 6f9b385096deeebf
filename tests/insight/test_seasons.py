"""Strong months, weak months, and the days of the week."""

import datetime as dt

import numpy as np
import polars as pl
import pytest

from nahbar.insight.errors import InsightError
from nahbar.insight.seasons import month_index

AS_OF = dt.date(2024, 12, 31)
TRUTH = np.array([0.7, 0.8, 0.9, 1.0, 1.0, 1.1, 0.8, 0.9, 1.0, 1.1, 1.3, 1.4])


def monthly(years: int, *, growth: float = 0.0, noise: float = 0.0, seed: int = 0):
    """Amounts on the 10th of each month up to December 2024; growth is per month."""
    random = np.random.default_rng(seed)
    months = 12 * years
    level = 1000 * (1 + growth * np.arange(months)) * np.exp(noise * random.normal(size=months))
    days = [dt.date(2025 - years + at // 12, at % 12 + 1, 5) for at in range(months)]
    return pl.DataFrame({"on": days, "amount": level * np.tile(TRUTH, years)})


def measure(frame, as_of=AS_OF, **options):
    return month_index(frame, occurred_on="on", amount="amount", as_of=as_of, **options)


def codes(found) -> list[str]:
    return [remark.code for remark in found.remarks]


def test_a_season_without_growth_is_found_exactly():
    found = measure(monthly(4))
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist())
    assert (found.best, found.worst, found.years) == (12, 1, 4)


def test_growth_is_no_season():
    found = measure(monthly(4, growth=0.04))
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist(), abs=0.035)


def test_the_index_is_1_for_the_average_month():
    found = measure(monthly(5, growth=0.01, noise=0.2))
    assert found.months["index"].mean() == pytest.approx(1)


@pytest.mark.parametrize("years", [2, 3, 6])
def test_ranges_hold_the_truth_in_about_95_of_100(years):
    hits = []
    for seed in range(60):
        months = measure(monthly(years, noise=0.12, seed=seed)).months
        low, high = months["low"].to_numpy(), months["high"].to_numpy()
        hits.append((low <= TRUTH) & (high >= TRUTH))
    assert 0.91 <= np.mean(hits) <= 0.985


def test_a_year_ending_in_june_gives_the_months_their_own_names():
    frame = monthly(4).filter(pl.col("on") <= dt.date(2024, 6, 30))
    found = measure(frame, as_of=dt.date(2024, 6, 30))
    assert found.years == 3
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist())


def test_a_month_that_is_not_over_does_not_count():
    found = measure(monthly(3), as_of=dt.date(2024, 12, 30))
    assert found.years == 2
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist())


def test_one_year_has_an_index_without_range_and_less_has_none():
    found = measure(monthly(1))
    assert found.months["index"][11] == pytest.approx(1.4)
    assert found.months["low"].null_count() == 12
    assert "one_year_only" in codes(found)
    less = measure(monthly(1).tail(9))
    assert less.months["index"].null_count() == 12
    assert less.best is less.worst is None
    assert "less_than_a_year" in codes(less)


def test_a_stray_date_decades_ago_does_not_count_as_a_year():
    stray = pl.DataFrame({"on": [dt.date(1987, 3, 3)], "amount": [1.0]})
    daily = pl.concat([monthly(4)] * 20)
    found = measure(pl.concat([stray, daily]))
    assert found.years == 4
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist())


def test_a_shop_open_on_saturdays_is_seen_to_be():
    days = pl.date_range(dt.date(2023, 1, 1), AS_OF, eager=True)
    amount = pl.Series([{6: 30.0, 7: 0.0}.get(day.isoweekday(), 10.0) for day in days])
    found = measure(pl.DataFrame({"on": days, "amount": amount}))
    index = [7 * share / 80 for share in (10, 10, 10, 10, 10, 30, 0)]
    assert found.weekdays["index"].to_list() == pytest.approx(index)
    assert found.weekdays["low"].to_list() == pytest.approx(index)
    assert found.weekdays["weekday"].to_list() == list(range(1, 8))


def test_records_that_end_early_end_the_season_there():
    found = measure(monthly(3), as_of=dt.date(2025, 9, 30))
    assert "records_end_early" in codes(found)
    assert found.months["index"].mean() == pytest.approx(1)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (monthly(3).head(0), "no_amounts"),
        (monthly(3).with_columns(-pl.col("amount")), "total_not_positive"),
        (monthly(3).with_columns(amount=pl.lit(0.0)), "total_not_positive"),
        (monthly(3).tail(1), "less_than_a_year"),
        (pl.concat([monthly(3).tail(1)] * 50), "less_than_a_year"),
    ],
)
def test_where_no_season_can_be_seen_nothing_is_shown(frame, code):
    found = measure(frame)
    assert code in codes(found)
    assert found.months["index"].null_count() == 12
    assert "No month" in found.explanation
    numbers = pl.concat([found.months["index"], found.weekdays["index"]]).drop_nulls()
    assert numbers.is_finite().all()


def test_a_clock_that_is_centuries_off_is_told_and_left_out():
    wrong = pl.DataFrame({"on": [dt.date(1, 1, 1), dt.date(2999, 1, 1)], "amount": [1e9, 1e9]})
    found = measure(pl.concat([monthly(4), wrong]))
    assert {"rows_too_early", "rows_later"} <= set(codes(found))
    assert found.months["index"].to_list() == pytest.approx(TRUTH.tolist())


def test_an_amount_that_is_unknown_is_refused():
    with pytest.raises(InsightError) as refused:
        measure(monthly(2).with_columns(amount=pl.lit(None, pl.Float64)))
    assert refused.value.code == "amount_missing"
