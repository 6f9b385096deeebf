"""Customers who buy until they leave, exactly as one of the purchase models says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Model = Literal["bg_nbd", "mbg_nbd", "pareto_nbd"]
NEVER = np.inf


@dataclass(frozen=True)
class Buyers:
    """`summary`: `customer, frequency, recency, age, monetary`, as `clv.summarize_purchases` gives.

    `truth`: `customer, rate` (purchases a period while alive), `alive_until` (periods since the
    first purchase, infinite for who has not left when all ends), `mean_value` (mean amount of a
    purchase), `later` (purchases in the `holdout` periods after the summary) and `later_amount`.
    """

    summary: pl.DataFrame
    truth: pl.DataFrame


def simulate_buyers(
    model: Model,
    n: int,
    parameters: Mapping[str, float],
    *,
    seed: int,
    youngest: float = 13.0,
    oldest: float = 52.0,
    holdout: float = 0.0,
) -> Buyers:
    """Simulate `n` customers seen for `youngest` to `oldest` periods since their first purchase.

    `parameters`: `r, alpha` of the rates and `a, b` (BG/NBD, Fader, Hardie and Lee 2005; MBG/NBD,
    Batislam, Denizel and Filiztekin 2007, where one may leave after the first purchase already) or
    `s, beta` (Pareto/NBD, Schmittlein, Morrison and Colombo 1987); `p, q, gamma` of the amounts
    (Fader and Hardie 2013) where wanted, else each purchase is worth 1. Time is continuous.
    """
    random = np.random.default_rng(seed)
    age = random.uniform(youngest, oldest, n)
    rate = random.gamma(parameters["r"], 1 / parameters["alpha"], n)
    if model == "pareto_nbd":
        leaving = np.zeros(n)
        alive_until = random.exponential(1, n) / random.gamma(
            parameters["s"], 1 / parameters["beta"], n
        )
    else:
        leaving = random.beta(parameters["a"], parameters["b"], n)
        alive_until = np.full(n, NEVER)
    mean, amount_of = _amounts(parameters, n, random)
    bought = _buy(
        random, rate, leaving, alive_until, age, age + holdout, amount_of, model == "mbg_nbd"
    )
    frequency, recency, money, later, later_money = bought
    customer = np.arange(n)
    return Buyers(
        pl.DataFrame(
            {
                "customer": customer,
                "frequency": frequency.astype(np.int64),
                "recency": recency,
                "age": age,
                "monetary": money / np.maximum(frequency, 1),
            }
        ),
        pl.DataFrame(
            {
                "customer": customer,
                "rate": rate,
                "alive_until": alive_until,
                "mean_value": mean,
                "later": later.astype(np.int64),
                "later_amount": later_money,
            }
        ),
    )


def _amounts(
    parameters: Mapping[str, float], n: int, random: np.random.Generator
) -> tuple[Floats, tuple[float, Floats] | None]:
    if "p" not in parameters:
        return np.ones(n), None
    scale = random.gamma(parameters["q"], 1 / parameters["gamma"], n)
    return parameters["p"] / scale, (parameters["p"], scale)


def _buy(
    random: np.random.Generator,
    rate: Floats,
    leaving: Floats,
    alive_until: Floats,
    age: Floats,
    end: Floats,
    amount_of: tuple[float, Floats] | None,
    may_leave_at_once: bool,
) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Purchase after purchase for all who are still there; sets `alive_until` of who leaves by chance."""
    now, frequency, recency, money, later, later_money = np.zeros((6, len(rate)))
    here = np.arange(len(rate))
    if may_leave_at_once:
        here = _stay(here, random, leaving, now, alive_until)
    while len(here):
        now[here] += random.exponential(1, len(here)) / rate[here]
        here = here[now[here] < np.minimum(alive_until, end)[here]]
        worth = np.ones(len(here))
        if amount_of is not None:
            worth = random.gamma(amount_of[0], 1, len(here)) / amount_of[1][here]
        known = now[here] <= age[here]
        seen, coming = here[known], here[~known]
        frequency[seen] += 1
        recency[seen] = now[seen]
        money[seen] += worth[known]
        later[coming] += 1
        later_money[coming] += worth[~known]
        here = _stay(here, random, leaving, now, alive_until)
    return frequency, recency, money, later, later_money


def _stay(
    here: npt.NDArray[np.intp],
    random: np.random.Generator,
    leaving: Floats,
    now: Floats,
    alive_until: Floats,
) -> npt.NDArray[np.intp]:
    leave = random.random(len(here)) < leaving[here]
    alive_until[here[leave]] = now[here[leave]]
    return here[~leave]
