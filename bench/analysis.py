"""The analyses of the first report: seconds and peak memory, whole and at a tenth.

``python -m bench.analysis [--customers 1000000] [--runs 3]``; each analysis in a process of its own.
"""

import argparse
import datetime as dt
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
import polars as pl

from bench.timing import time_runs
from nahbar.insight.cohorts import flows, retention
from nahbar.insight.concentration import concentrate
from nahbar.insight.groups import find_groups
from nahbar.insight.rhythm import own_rhythm
from nahbar.insight.seasons import month_index

AS_OF = dt.date(2024, 6, 30)
DAYS, EPOCH_DAY = 4 * 365, (AS_OF - dt.date(1970, 1, 1)).days
LINES_EACH = 10
MEMORY_LIMIT = 1.5  # GB, the frame itself included
COLUMNS = {"customer": "customer", "occurred_on": "day"}


def simulate_lines(customers: int) -> pl.DataFrame:
    """Ten lines a customer on average over four years, in no order."""
    random = np.random.default_rng(7)
    lines = customers * LINES_EACH
    rate = random.gamma(1.5, 1, customers)
    who = np.repeat(np.arange(customers), random.multinomial(lines, rate / rate.sum()))
    random.shuffle(who)
    day = (EPOCH_DAY - random.integers(0, DAYS, lines)).astype(np.int32)
    amount = np.round(random.gamma(2.0, 15.0, lines), 2)
    return pl.DataFrame({"customer": who, "day": pl.Series(day).cast(pl.Date), "amount": amount})


def simulate_customers(customers: int, *, grouped: bool) -> pl.DataFrame:
    """Six features: three groups, or one blob."""
    random = np.random.default_rng(7)
    kind = random.choice(3, customers, p=[0.6, 0.3, 0.1]) if grouped else np.zeros(customers, int)
    shift = np.array([[0, 0, 0], [2.5, -2, 2], [-2, 3, 3]])[kind]
    spent, visits, age = (shift + random.normal(0, 0.5, (customers, 3))).T
    return pl.DataFrame(
        {
            "customer": np.arange(customers),
            "spent": np.exp(4 + spent),
            "visits": np.rint(np.exp(3 + visits / 2)),
            "age": 50 + 10 * age,
            "returns": random.poisson(1, customers),
            "mood": random.normal(size=customers),
            "distance": random.lognormal(2, 1, customers),
        }
    )


def _groups(customers: int, *, grouped: bool) -> Callable[[], object]:
    frame = simulate_customers(customers, grouped=grouped)
    return lambda: find_groups(frame, id="customer", seed=1)


def _values(customers: int) -> Callable[[], object]:
    values = pl.Series(np.random.default_rng(7).lognormal(4, 1.3, customers))
    return lambda: concentrate(values)


def _over_lines(call: Callable[[pl.DataFrame], object]) -> Callable[[int], Callable[[], object]]:
    def prepare(customers: int) -> Callable[[], object]:
        frame = simulate_lines(customers)
        return lambda: call(frame)

    return prepare


# name → (how to make it ready, limit in seconds at a million customers)
ANALYSES: dict[str, tuple[Callable[[int], Callable[[], object]], float]] = {
    "rhythm": (_over_lines(lambda frame: own_rhythm(frame, **COLUMNS, as_of=AS_OF)), 6.0),
    "concentration": (_values, 1.0),
    "retention by quarter": (
        _over_lines(lambda frame: retention(frame, **COLUMNS, as_of=AS_OF, unit="quarter")),
        4.0,
    ),
    "flows, returns netted": (
        _over_lines(lambda frame: flows(frame, **COLUMNS, as_of=AS_OF, amount="amount")),
        6.0,
    ),
    "seasons": (
        _over_lines(
            lambda frame: month_index(frame, occurred_on="day", amount="amount", as_of=AS_OF)
        ),
        3.0,
    ),
    "groups, three": (lambda customers: _groups(customers, grouped=True), 8.0),
    "groups, none": (lambda customers: _groups(customers, grouped=False), 8.0),
}


def measure_here(name: str, customers: int, runs: int) -> None:
    """Print one analysis' seconds and the peak of this process as JSON."""
    analyse = ANALYSES[name][0](customers)
    seconds = time_runs(analyse, runs)
    began = time.process_time()
    analyse()
    worked = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(json.dumps({"seconds": median(seconds), "worked": worked, "gigabytes": peak}))


def measure(name: str, customers: int, runs: int) -> dict[str, float]:
    """The same in a process of its own."""
    command = [sys.executable, "-m", "bench.analysis", "--one", name]
    command += ["--customers", str(customers), "--runs", str(runs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--one", choices=ANALYSES)
    chosen = parser.parse_args()
    if chosen.one:
        measure_here(chosen.one, chosen.customers, chosen.runs)
        return
    lines = chosen.customers * LINES_EACH
    print(f"{chosen.customers:,} customers, {lines:,} lines; medians, peak memory of the process.")
    print("The limit holds for seconds of processor, which other work on the machine leaves alone.")
    print(f"{'':24}{'s':>8}{'cpu s':>8}{'limit':>8}{'GB':>8}{'limit':>8}{'tenth':>8}{'growth':>8}")
    total, is_over = 0.0, False
    for name, (_, limit) in ANALYSES.items():
        part = measure(name, chosen.customers // 10, chosen.runs)
        whole = measure(name, chosen.customers, chosen.runs)
        total += whole["worked"]
        is_over |= whole["worked"] > limit or whole["gigabytes"] > MEMORY_LIMIT
        print(
            f"{name:24}{whole['seconds']:8.2f}{whole['worked']:8.2f}{limit:8.1f}"
            f"{whole['gigabytes']:8.2f}{MEMORY_LIMIT:8.1f}{part['worked']:8.3f}"
            f"{whole['worked'] / part['worked']:7.1f}×",
            flush=True,
        )
    print(f"{'together':24}{'':8}{total:8.2f}")
    if is_over:
        raise SystemExit("over a limit")


if __name__ == "__main__":
    main()
