"""Customers who come at rhythms of their own, simulated with known truth."""

import datetime as dt

import numpy as np
import polars as pl

AS_OF = dt.date(2025, 6, 30)


def simulate(draw, customers: int, seed: int, *, years: float = 3, stopped_gaps: float = 0.0):
    """Contacts of ``customers`` with gaps ``draw(random, centre)``, stopped so many gaps ago."""
    random = np.random.default_rng(seed)
    centre = np.exp(np.log(45) + 0.6 * random.normal(size=customers))
    now, here, rows = np.full(customers, -365.0 * years - 3000), np.arange(customers), []
    while len(here):
        now[here] += np.maximum(draw(random, centre[here]), 0.01)
        here = here[now[here] <= -stopped_gaps * centre[here]]
        seen = here[now[here] > -365 * years]
        rows.append((seen, np.floor(now[seen])))
    who = np.concatenate([row[0] for row in rows])
    day = np.concatenate([row[1] for row in rows]).astype(np.int32)
    epoch = (AS_OF - dt.date(1970, 1, 1)).days
    return pl.DataFrame({"who": who, "on": pl.Series(day + epoch, dtype=pl.Int32).cast(pl.Date)})


def poisson(random, centre):
    return centre * random.exponential(size=len(centre))


def uneven(random, centre):
    return centre * np.exp(0.7 * random.normal(size=len(centre)))


def even(random, centre):
    return centre * np.exp(0.3 * random.normal(size=len(centre)))
