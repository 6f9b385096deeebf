"""Who came when, stayed, went and came back."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.insight.cohorts import flows, retention
from nahbar.insight.errors import InsightError

AS_OF = dt.date(2024, 12, 31)


def purchases(days: dict[str, list[dt.date]]) -> pl.DataFrame:
    rows = [(who, day, 10.0) for who, own in days.items() for day in own]
    schema = {"who": pl.String, "on": pl.Date, "amount": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def year(*years: int) -> list[dt.date]:
    return [dt.date(number, 5, 17) for number in years]


def flow(frame, *, as_of=AS_OF, **options):
    return flows(frame, customer="who", occurred_on="on", as_of=as_of, **options)


def retain(frame, *, as_of=AS_OF, **options):
    return retention(frame, customer="who", occurred_on="on", as_of=as_of, **options)


TOWN = {
    "Anna": year(2021, 2022, 2023, 2024),
    "Bernd": year(2021, 2023),
    "Clara": year(2022, 2022),
    "Dora": year(2024),
}


def test_each_customer_is_new_kept_returned_or_lost():
    frame = flow(purchases(TOWN)).frame
    assert frame["starts_on"].to_list() == [dt.date(y, 1, 1) for y in range(2021, 2025)]
    assert frame["new"].to_list() == [2, 1, 0, 1]
    assert frame["kept"].to_list() == [0, 1, 1, 1]
    assert frame["returned"].to_list() == [0, 0, 1, 0]
    assert frame["lost"].to_list() == [0, 1, 1, 1]
    assert frame["is_finished"].to_list() == [True] * 4


def test_a_running_period_is_marked_and_said():
    found = flow(purchases(TOWN), as_of=dt.date(2024, 12, 30))
    assert found.frame["is_finished"].to_list() == [True, True, True, False]
    assert "period_running" in [remark.code for remark in found.remarks]
    assert "2023-01-01" in found.explanation


def test_years_without_anybody_stand_in_the_table_too():
    frame = flow(purchases({"Anna": year(2020, 2024)})).frame
    assert frame["active"].to_list() == [1, 0, 0, 0, 1]
    assert frame["returned"].to_list() == [0, 0, 0, 0, 1]


DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2024, 12, 31))


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(DAYS, min_size=1), min_size=1))
def test_flows_add_up_exactly_and_agree_with_cohorts(days):
    for unit in ("year", "quarter"):
        frame = flow(purchases(days), unit=unit).frame
        assert (frame["active"] == frame["new"] + frame["kept"] + frame["returned"]).all()
        before = frame["active"].shift(1, fill_value=0)
        assert (before == frame["kept"] + frame["lost"]).all()
        assert frame["new"].sum() == len(days)
        cohorts = retain(purchases(days), unit=unit).frame
        assert cohorts.filter(pl.col("period") == 0)["size"].sum() == len(days)
        assert cohorts["active"].sum() == frame["active"].sum()


def test_retention_follows_each_cohort_with_wilsons_range():
    days = {f"{at:02}": year(2022, 2024) if at < 8 else year(2022) for at in range(20)}
    row = retain(purchases(days)).frame.row(2, named=True)
    assert (row["cohort"], row["size"], row["period"], row["active"]) == (
        dt.date(2022, 1, 1),
        20,
        2,
        8,
    )
    assert row["share"] == pytest.approx(0.4)
    # Newcombe 1998: 8 of 20 by Wilson's score method
    assert (row["low"], row["high"]) == pytest.approx((0.2188, 0.6134), abs=1e-4)


def test_quarters_are_those_of_the_calendar():
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 4, 1)]
    frame = retain(purchases({f"{at}": days for at in range(5)}), unit="quarter").frame
    assert frame["cohort"].unique().to_list() == [dt.date(2023, 10, 1)]
    assert frame["active"].to_list() == [5, 5, 5, 0, 0]


def test_a_cohort_of_four_has_no_shares():
    found = retain(purchases({who: year(2022) for who in "abcd"}))
    assert found.frame["size"].to_list() == [4, 4, 4]
    assert found.frame.select("share", "low", "high").null_count().row(0) == (3, 3, 3)
    assert "cohorts_too_small" in [remark.code for remark in found.remarks]


def test_with_amounts_a_returned_purchase_is_none():
    frame = purchases(TOWN)
    back = pl.DataFrame({"who": ["Dora"], "on": [dt.date(2024, 6, 1)], "amount": [-10.0]})
    found = flow(pl.concat([frame, back]), amount="amount")
    assert found.frame["new"].to_list() == [2, 1, 0, 0]
    assert "customers_without_purchase" in [remark.code for remark in found.remarks]


def test_only_returns_leave_nobody_and_say_so():
    frame = purchases(TOWN).with_columns(amount=pl.lit(-5.0))
    for ask in (flow, retain):
        found = ask(frame, amount="amount")
        assert found.frame.is_empty()
        assert found.n == 0
        assert found.period is None
        assert "no_purchases" in [remark.code for remark in found.remarks]


def test_a_clock_that_is_centuries_off_makes_no_cohorts():
    wrong = {"Zoe": [dt.date(1, 1, 1), dt.date(2999, 1, 1)]}
    found = flow(purchases(TOWN | wrong))
    assert len(found.frame) == 4
    assert {"rows_too_early", "rows_later"} <= {remark.code for remark in found.remarks}


def test_one_purchase_of_one_customer_on_the_last_day():
    found = retain(purchases({"Anna": [AS_OF]}))
    assert found.frame["active"].to_list() == [1]
    assert "No cohort" in found.explanation


@pytest.mark.parametrize(
    ("options", "code"),
    [({"unit": "month"}, "unknown_unit"), ({"confidence": 1.0}, "confidence_impossible")],
)
def test_what_cannot_be_is_refused(options, code):
    with pytest.raises(InsightError) as refused:
        retain(purchases(TOWN), **options)
    assert refused.value.code == code
