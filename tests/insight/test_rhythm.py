"""A customer drifts when silent for longer than is their way."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.insight.rhythms import AS_OF, even, poisson, simulate, uneven

from nahbar.insight.errors import InsightError
from nahbar.insight.rhythm import own_rhythm
from nahbar.insight.rhythm.gaps import GapSums
from nahbar.insight.rhythm.prior import fit_prior


def contacts(days_ago: dict[str, list[int]]) -> pl.DataFrame:
    rows = [(who, AS_OF - dt.timedelta(days=ago)) for who, all_ in days_ago.items() for ago in all_]
    return pl.DataFrame(rows, schema={"who": pl.String, "on": pl.Date}, orient="row")


def measure(frame, **options):
    return own_rhythm(frame, customer="who", occurred_on="on", as_of=AS_OF, **options)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("draw", [poisson, uneven])
def test_of_steady_customers_about_one_in_twenty_is_marked_at_any_time(draw, seed):
    found = measure(simulate(draw, 3000, seed))
    assert 0.03 <= found.drifting / found.with_rhythm <= 0.07
    assert found.by_chance == round(0.05 * found.with_rhythm)


def test_of_even_ones_hardly_any_is_marked_as_a_look_seldom_meets_the_end_of_a_gap():
    found = measure(simulate(even, 3000, 1))
    assert 0.005 <= found.drifting / found.with_rhythm <= 0.03


@pytest.mark.parametrize("draw", [poisson, uneven, even])
def test_the_next_gap_stays_within_the_limit_in_95_of_100(draw):
    random = np.random.default_rng(5)
    gaps = np.ceil(draw(random, np.repeat(np.full(2000, 40.0), 31))).reshape(2000, 31)
    coming, known = gaps[:, -1], gaps[:, :-1].astype(int)
    ago = np.cumsum(np.pad(known, ((0, 0), (1, 0))), axis=1)
    frame = contacts({f"{at:04}": row for at, row in enumerate(ago.tolist())})
    limit = measure(frame).frame.sort("customer")["limit_days"].to_numpy()
    assert 0.93 <= (coming <= limit).mean() <= 0.97


def test_who_has_stopped_is_found_sooner_the_more_even_they_were():
    shares = {}
    for draw in (even, poisson):
        for gaps in (1.5, 3.0, 5.0):
            found = measure(simulate(draw, 2000, 4, stopped_gaps=gaps))
            shares[draw.__name__, gaps] = found.drifting / found.with_rhythm
    assert shares["even", 1.5] > 0.45
    assert shares["even", 3.0] > 0.95
    assert 0.65 < shares["poisson", 3.0] < 0.9
    assert shares["poisson", 5.0] > 0.9


def test_the_prior_of_a_simulated_group_is_recovered():
    random = np.random.default_rng(6)
    n, count = 8000, random.integers(1, 12, 8000)
    variance = 1 / random.gamma(4, 1 / 2.0, n)
    centre = random.normal(4.5, np.sqrt(variance / 0.5))
    mean = random.normal(centre, np.sqrt(variance / count))
    squares = variance * np.where(count > 1, random.chisquare(np.maximum(count - 1, 1)), 0)
    prior = fit_prior(GapSums(count, mean, squares))
    assert prior.mean == pytest.approx(4.5, abs=0.05)
    assert prior.strength == pytest.approx(0.5, rel=0.1)
    assert prior.shape == pytest.approx(4, rel=0.15)
    assert prior.scale == pytest.approx(2, rel=0.15)


def test_contacts_of_one_day_count_once():
    row = measure(contacts({"Anna": [40, 40, 30, 20, 20, 5]})).frame.row(0, named=True)
    assert (row["contacts"], row["typical_gap_days"], row["silent_days"]) == (4, 10, 5)


def test_more_of_the_same_draws_the_limit_towards_the_customers_own_rhythm():
    others = {f"{at}": [700, 400, 100 - at] for at in range(40)}
    few = measure(contacts(others | {"Anna": [20, 10, 0]})).frame
    many = measure(contacts(others | {"Anna": list(range(0, 300, 10))})).frame
    anna = [
        frame.filter(pl.col("customer") == "Anna")["limit_days"].item() for frame in (few, many)
    ]
    assert 10 < anna[1] < 25 < 5 * anna[1] < anna[0]


def test_who_came_once_has_the_groups_limit_and_is_not_judged():
    found = measure(contacts({"Anna": [900]} | {f"{at}": [at, at + 30] for at in range(40)}))
    anna = found.frame.filter(pl.col("customer") == "Anna").row(0, named=True)
    assert anna["is_drifting"] is None
    assert anna["typical_gap_days"] is None
    assert anna["limit_days"] > 30
    assert "customers_without_rhythm" in [remark.code for remark in found.remarks]


def test_marked_is_whose_gaps_seldom_last_as_long():
    frame = measure(simulate(poisson, 1000, 8)).frame.filter(pl.col("contacts") > 1)
    assert (frame["is_drifting"] == (frame["share_beyond"] < 0.05)).mean() > 0.999


def test_each_line_has_its_own_rhythm():
    service = contacts({f"{at}": [at % 90, at % 90 + 95, at % 90 + 180] for at in range(60)})
    cars = contacts({f"{at}": [at * 9, at * 9 + 1200 + at] for at in range(60)})
    frame = pl.concat([service.with_columns(line=pl.lit("a")), cars.with_columns(line=pl.lit("b"))])
    found = measure(frame, group="line")
    assert found.frame.columns[:2] == ["customer", "group"]
    assert found.lines["group"].to_list() == ["a", "b"]
    limits = found.frame.group_by("group").agg(pl.median("limit_days")).sort("group")["limit_days"]
    assert limits[0] < 300 < 1200 < limits[1]
    assert found.n == 120


def test_a_clock_that_is_centuries_off_is_told_and_left_out():
    wrong = pl.DataFrame({"who": ["Anna"] * 2, "on": [dt.date(1, 1, 1), dt.date(2999, 1, 1)]})
    found = measure(pl.concat([contacts({"Anna": [20, 10]}), wrong]))
    assert found.frame["contacts"].to_list() == [2]
    codes = {remark.code: remark.values.get("rows") for remark in found.remarks}
    assert codes["rows_later"] == codes["rows_too_early"] == 1


@pytest.mark.parametrize(
    "frame",
    [
        contacts({}),
        contacts({"Anna": [3]}),
        contacts({"Anna": [3, 3], "Bernd": [3]}),
        contacts({"Anna": [3]}).with_columns(who=pl.lit(None, pl.String)),
    ],
)
def test_without_any_gap_there_is_no_limit_and_no_judgement(frame):
    for group in (None, "who"):
        found = measure(frame, group=group)
        assert found.frame["limit_days"].null_count() == len(found.frame)
        assert found.drifting == found.with_rhythm == found.by_chance == 0
        assert "Nobody" in found.explanation


def test_one_customer_with_equal_gaps_has_a_limit_a_little_beyond():
    row = measure(contacts({"Anna": [7 * week for week in range(30)]})).frame.row(0, named=True)
    assert 7 < row["limit_days"] < 10
    assert row["is_drifting"] is False


def test_a_row_without_a_day_is_refused():
    frame = contacts({"Anna": [3]}).with_columns(on=pl.lit(None, pl.Date))
    with pytest.raises(InsightError) as refused:
        measure(frame)
    assert refused.value.code == "date_missing"


def test_a_confidence_beyond_all_is_refused():
    with pytest.raises(InsightError) as refused:
        measure(contacts({}), confidence=1)
    assert refused.value.code == "confidence_impossible"
