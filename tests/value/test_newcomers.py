"""Who has not bought yet."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import polars as pl
import pytest
from tests.value.shop import AS_OF, known_of, purchases

from nahbar.value.newcomers import Arrival, read_newcomers, value_newcomers
from nahbar.value.reckoning import Reckoned, reckon
from nahbar.value.rules import Rules

FRIENDS, FAIR = "Empfehlung", "Messe"
NONE = {"customer": pl.Int64, "purchases": pl.Int64, "turnover": pl.Int64, "first_on": pl.Date}


@pytest.fixture(scope="module")
def reckoned() -> Reckoned:
    """Friends of customers nearly all buy, of the people met at a fair one in ten.

    Of each hundred the last ten are known for so many days: 5 … 50; number 1000 for four years.
    """
    random = np.random.default_rng(5)
    people, rows = [], []
    for number in range(200):
        group = FRIENDS if number < 100 else FAIR
        fresh = number % 100 >= 90
        known = (number % 10 + 1) * 5 if fresh else 900
        people.append((number, group, AS_OF - timedelta(days=known)))
        if fresh or random.random() > (0.9 if group == FRIENDS else 0.1):
            continue
        day = 900 - int(random.exponential(60))
        while day > 0:
            rows.append((number, AS_OF - timedelta(days=day), float(random.gamma(8, 10))))
            day -= 20 + int(random.exponential(60))
    people.append((1000, FRIENDS, AS_OF - timedelta(days=4 * 365)))
    frame = pl.DataFrame(people, schema=["customer", "group", "known_on"], orient="row")
    orders = purchases(rows)
    known = replace(known_of(orders, []), people=frame)
    return reckon(known, rules=Rules(), as_of=AS_OF)


def of(reckoned: Reckoned, customer: int) -> dict:
    return reckoned.figures.row(by_predicate=pl.col("customer") == customer, named=True)


def test_an_entry_that_has_lain_in_the_file_for_years_is_worth_next_to_nothing(
    reckoned: Reckoned,
) -> None:
    old, fresh = of(reckoned, 1000), of(reckoned, 90)
    assert old["value"] < fresh["value"] / 50


def test_a_fresh_prospect_of_a_good_group_may_bring_more_than_one_of_a_poor_group(
    reckoned: Reckoned,
) -> None:
    friend, stranger = of(reckoned, 90), of(reckoned, 190)
    assert friend["value"] > 3 * stranger["value"] > 0
    assert (friend["expected_low"], stranger["expected_low"]) == (0, 0)
    assert friend["expected_high"] > friend["expected"]


def test_the_group_is_said_with_its_count_and_leans_on_the_firm(reckoned: Reckoned) -> None:
    priors = {prior["group"]: prior for prior in reckoned.priors}
    assert priors[FRIENDS]["people"] == 101
    assert priors[FRIENDS]["bought"] > 70
    assert priors[FRIENDS]["factor"] > 1 > priors[FAIR]["factor"] > 0
    assert reckoned.priors[of(reckoned, 90)["prior"]]["group"] == FRIENDS


def test_they_are_in_no_class_and_in_no_sum(reckoned: Reckoned) -> None:
    strangers = reckoned.figures.filter(~pl.col("has_history"))
    assert strangers["value_class"].unique().to_list() == [""]
    assert strangers["factor"].null_count() == strangers.height > 20
    assert micros_in(reckoned.moved["now"]) == sum(reckoned.figures.filter("has_history")["value"])


def micros_in(written: str) -> int:
    return int(written.replace(".", ""))


def test_chances_add_up_to_those_who_came() -> None:
    """Of a hundred people, forty came after ten days: forty in a hundred are still to come."""
    day = AS_OF - timedelta(days=100)
    people = pl.DataFrame(
        {"customer": range(100), "group": ["person"] * 100, "known_on": [day] * 100}
    )
    came = pl.DataFrame(
        {
            "customer": range(40),
            "purchases": [1] * 40,
            "turnover": [10] * 40,
            "first_on": [day + timedelta(days=10)] * 40,
        },
        schema=NONE,
    )
    newcomers = read_newcomers(people, came, AS_OF)
    fresh = people.head(1).with_columns(known_on=pl.lit(AS_OF))
    arrivals = [Arrival(100.0, 300.0, 0.0)] * 4
    found = value_newcomers(
        newcomers, fresh, as_of=AS_OF, horizon=60.0, arrivals=arrivals, share=0.5
    )
    assert found["prior_mean"].item() == pytest.approx(0.4 * 100 * 0.5)
    assert found["prior_high"].item() == pytest.approx(300 * 0.5)
    late = people.head(1).with_columns(known_on=pl.lit(AS_OF - timedelta(days=11)))
    gone = value_newcomers(newcomers, late, as_of=AS_OF, horizon=60.0, arrivals=arrivals, share=0.5)
    assert gone["prior_mean"].item() == 0


def test_who_comes_late_in_the_horizon_has_little_of_it_left() -> None:
    day = AS_OF - timedelta(days=100)
    people = pl.DataFrame({"customer": [1, 2], "group": ["person"] * 2, "known_on": [day] * 2})
    came = pl.DataFrame(
        {"customer": [1], "purchases": [1], "turnover": [10], "first_on": [AS_OF]}, schema=NONE
    )
    newcomers = read_newcomers(people, came, AS_OF)
    fresh = people.tail(1).with_columns(known_on=pl.lit(AS_OF))
    arrivals = [Arrival(float(left), float(left), 0.0) for left in (4, 3, 2, 1)]
    found = value_newcomers(
        newcomers, fresh, as_of=AS_OF, horizon=120.0, arrivals=arrivals, share=1.0
    )
    assert found["prior_mean"].item() == pytest.approx(0.5 * 1)


def test_without_anybody_who_bought_nothing_is_expected() -> None:
    people = known_of(purchases([]), [1, 2]).people
    newcomers = read_newcomers(people, pl.DataFrame(schema=NONE), AS_OF)
    arrivals = [Arrival(10.0, 20.0, 0.0)]
    found = value_newcomers(
        newcomers, people, as_of=AS_OF, horizon=100.0, arrivals=arrivals, share=0.3
    )
    assert found["prior_mean"].to_list() == [0, 0]
    assert found["prior_high"].to_list() == [0, 0]
