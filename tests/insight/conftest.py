"""A world with known truth, and the published one."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

TRUTH = {"r": 0.8, "alpha": 8.0, "a": 0.6, "b": 4.0, "p": 6.25, "q": 3.74, "gamma": 15.44}


@pytest.fixture(scope="session")
def truth() -> dict[str, float]:
    """The parameters of the simulated world, in weeks and money."""
    return TRUTH


@pytest.fixture(scope="session")
def simulate_customers(truth) -> Callable[..., pl.DataFrame]:
    """Customers who buy until they leave, with what they brought in the ``holdout`` weeks after."""

    def simulate(
        n: int, seed: int, *, holdout: float = 78, discount: float = 0, first_chance=False
    ):
        random = np.random.default_rng(seed)
        age = 52 - random.integers(0, 7 * 39, n) / 7
        rate = random.gamma(truth["r"], 1 / truth["alpha"], n)
        leaving = random.beta(truth["a"], truth["b"], n)
        value = random.gamma(truth["q"], 1 / truth["gamma"], n)
        frequency, now, recency, money, brought = np.zeros((5, n))
        here = np.arange(n)
        if first_chance:
            here = here[random.random(n) > leaving]
        while len(here):
            now[here] += random.exponential(1, len(here)) / rate[here]
            here = here[now[here] < age[here] + holdout]
            spent = random.gamma(truth["p"], 1, len(here)) / value[here]
            known = now[here] <= age[here]
            seen, coming = here[known], here[~known]
            frequency[seen] += 1
            recency[seen] = now[seen]
            money[seen] += spent[known]
            later = now[coming] - age[coming]
            brought[coming] += spent[~known] / (1 + discount) ** later
            here = here[random.random(len(here)) > leaving[here]]
        return pl.DataFrame(
            {
                "customer": np.arange(n),
                "frequency": frequency.astype(np.int64),
                "recency": recency,
                "age": age,
                "monetary": money / np.maximum(frequency, 1),
                "brought": brought,
            }
        )

    return simulate


@pytest.fixture(scope="session")
def customers(simulate_customers) -> pl.DataFrame:
    """Four thousand of them, seen for a quarter to a whole year."""
    return simulate_customers(4000, seed=1)


@pytest.fixture(scope="session")
def cdnow() -> Path:
    """The folder of the CDNOW sample; absent only outside CI."""
    folder = os.environ.get("NAHBAR_DATA")
    if not folder:
        assert os.environ.get("CI") != "true", "NAHBAR_DATA must name the data sets in CI"
        pytest.skip("NAHBAR_DATA is not set")
    return Path(folder) / "cdnow_sample"


@pytest.fixture(scope="session")
def cdnow_orders(cdnow) -> pl.DataFrame:
    """Its raw purchases: ``customer, day, amount``."""
    rows = [line.split() for line in (cdnow / "CDNOW_sample.txt").read_text().splitlines()]
    return pl.DataFrame(
        {
            "customer": [row[1] for row in rows],
            "day": [dt.date.fromisoformat(row[2]) for row in rows],
            "amount": [float(row[4]) for row in rows],
        }
    )


@pytest.fixture(scope="session")
def cdnow_summary(cdnow) -> pl.DataFrame:
    """Its published summary in weeks."""
    published = pl.read_csv(cdnow / "cdnow_customers_summary_with_transactions.csv")
    names = {"ID": "customer", "x": "frequency", "t_x": "recency", "T": "age", "zbar": "monetary"}
    return published.rename(names)
