"""Things kept for years: cars, kitchens."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from tests.value.shop import AS_OF, MICROS, known_of

from nahbar.value.lasting import read_lasting
from nahbar.value.reckoning import Reckoned, reckon
from nahbar.value.rules import Rules

YEAR = 365
LONG = Rules(long_groups=("Auto",))
Sale = tuple[int, date, float, float]


def sales(rows: list[Sale]) -> pl.DataFrame:
    """`(customer, day, amount, part of it for a car)`; the margin is 30 %, of a car 10 %."""
    return pl.DataFrame(
        [
            {
                "customer": customer,
                "kind": "order" if amount > 0 else "return",
                "day": day,
                "amount": round(amount * MICROS),
                "margin": round(((amount - car) * 0.3 + car * 0.1) * MICROS),
                "long_amount": round(car * MICROS),
                "long_margin": round(car * 0.1 * MICROS),
            }
            for customer, day, amount, car in rows
        ]
    )


def car(customer: int, years_ago: float, price: float = 20_000) -> Sale:
    return customer, AS_OF - timedelta(days=round(years_ago * YEAR)), price, price


def service(customer: int, years_ago: float, amount: float = 300) -> Sale:
    return customer, AS_OF - timedelta(days=round(years_ago * YEAR)), amount, 0


@pytest.fixture(scope="module")
def dealer() -> pl.DataFrame:
    """Ninety drivers over twelve years: a car about every five years, the workshop twice a year.

    Number 1 has bought no car for four years and comes to the workshop; number 2 bought theirs
    eleven years ago and has not been seen for nine.
    """
    random = np.random.default_rng(3)
    rows: list[Sale] = []
    for customer in range(3, 91):
        at = random.uniform(6, 12)
        leaves = at - random.exponential(25)
        while at > max(leaves, 0):
            rows.append(car(customer, at))
            kept = random.weibull(3) * 5.6
            end = max(at - kept, leaves, 0)
            visits = np.arange(at - 0.5, end, -0.5)
            rows += [
                service(customer, float(v), float(random.gamma(5, 60)))
                for v in visits + random.uniform(-0.1, 0.1, len(visits))
                if v > 0.1
            ]
            at -= kept
    rows += [car(1, 4), *(service(1, years) for years in np.arange(3.6, 0.1, -0.5))]
    rows += [car(2, 11), service(2, 10.5), service(2, 9.9), service(2, 9.4)]
    return sales(rows)


@pytest.fixture(scope="module")
def reckoned(dealer: pl.DataFrame) -> Reckoned:
    return reckon(known_of(dealer, range(1, 91)), rules=LONG, as_of=AS_OF)


def row_of(reckoned: Reckoned, customer: int) -> dict:
    return reckoned.figures.row(by_predicate=pl.col("customer") == customer, named=True)


def test_who_has_driven_their_car_for_four_years_and_comes_to_the_workshop_is_not_lost(
    reckoned: Reckoned,
) -> None:
    here, lost = row_of(reckoned, 1), row_of(reckoned, 2)
    assert here["probability_alive"] > 0.8
    assert lost["probability_alive"] < 0.2
    assert not here["is_drifting"]
    assert lost["is_drifting"]


def test_their_next_car_is_part_of_what_is_to_be_expected(reckoned: Reckoned) -> None:
    here = row_of(reckoned, 1)
    assert 0.4 < here["replacements"] < 1.2
    assert 800 * MICROS < here["expected_long"] < 2_400 * MICROS
    assert here["expected_long"] < here["expected"]
    assert here["expected_low"] <= here["expected"] <= here["expected_high"]
    assert here["expected_high"] > here["expected"] + 500 * MICROS


def test_how_long_cars_are_kept_is_found_and_kept_with_the_run(reckoned: Reckoned) -> None:
    told = next(fit for fit in reckoned.fits if fit["name"] == "Weibull")
    true_median = 5.6 * np.log(2) ** (1 / 3) * YEAR
    assert told["median_days"] == pytest.approx(true_median, rel=0.15)
    assert told["replaced"] > 30


def test_without_the_rule_a_car_is_a_purchase_like_any_other(dealer: pl.DataFrame) -> None:
    nothing = pl.lit(0, dtype=pl.Int64)
    plain = dealer.with_columns(long_amount=nothing, long_margin=nothing)
    found = reckon(known_of(plain, range(1, 91)), rules=Rules(), as_of=AS_OF)
    assert row_of(found, 1)["replacements"] is None
    assert row_of(found, 1)["expected_long"] == 0
    assert all(fit["name"] != "Weibull" for fit in found.fits)


def test_with_few_replacements_nothing_is_said_of_the_next(dealer: pl.DataFrame) -> None:
    one_car = dealer.filter(
        (pl.col("long_amount") == 0) | (pl.col("day").rank("ordinal").over("customer") == 1)
    )
    found = reckon(known_of(one_car, range(1, 91)), rules=LONG, as_of=AS_OF)
    assert row_of(found, 1)["replacements"] is None
    assert row_of(found, 1)["expected_long"] == 0
    assert row_of(found, 1)["expected"] > 0


def test_a_car_that_was_given_back_is_not_owned() -> None:
    rows = sales([car(1, 5), car(1, 2), (1, AS_OF - timedelta(days=700), -20_000, -20_000)])
    assert read_lasting(rows, AS_OF)["day"].to_list() == [AS_OF - timedelta(days=5 * YEAR)]


def test_money_given_back_on_a_car_lowers_what_it_brought() -> None:
    rows = sales([car(1, 2), (1, AS_OF - timedelta(days=700), -5_000, -5_000)])
    assert read_lasting(rows, AS_OF)["margin"].to_list() == [pytest.approx(1_500)]


def test_noted_visits_count_where_the_rules_say_so(dealer: pl.DataFrame) -> None:
    silent = [2, 40]
    visits = pl.DataFrame(
        {"customer": silent, "day": [AS_OF - timedelta(days=30)] * 2},
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    known = known_of(dealer, range(1, 91), visits=visits)
    plain = row_of(reckon(known, rules=LONG, as_of=AS_OF), 2)
    counted = row_of(
        reckon(known, rules=Rules(long_groups=("Auto",), counts_visits=True), as_of=AS_OF), 2
    )
    assert counted["probability_alive"] > plain["probability_alive"] + 0.2
    assert counted["purchases"] == plain["purchases"] + 1


def test_a_visit_before_the_first_purchase_makes_nobody_a_customer(dealer: pl.DataFrame) -> None:
    visits = pl.DataFrame(
        {"customer": [99, 99], "day": [AS_OF - timedelta(days=30), AS_OF]},
        schema={"customer": pl.Int64, "day": pl.Date},
    )
    known = known_of(dealer, [*range(1, 91), 99], visits=visits)
    rules = Rules(long_groups=("Auto",), counts_visits=True)
    stranger = row_of(reckon(known, rules=rules, as_of=AS_OF), 99)
    assert (stranger["has_history"], stranger["value_class"]) == (False, "")
    assert stranger["is_drifting"] is None
