"""BG/NBD on CDNOW and on simulated customers, beside lifetimes and pymc-marketing (MAP, flat).

``python -m bench.clv [--runs 5] [--customers 1000000]``
"""

import argparse
import os
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from bench.environment import FOLDER, ask_peer
from bench.timing import print_table, time_runs
from nahbar.insight.clv import expected_margin, fit_bg_nbd, fit_gamma_gamma
from nahbar.insight.clv.beta_geometric import BetaGeometricLikelihood
from nahbar.insight.clv.histories import compress, read_histories

TRUTH = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
WEEKS, ARRIVAL_WEEKS = 39, 12
PEERS = {"lifetimes": "lifetimes", "pymc": "pymc-marketing MAP"}


def simulate(customers: int, seed: int) -> pl.DataFrame:
    """A summary in weeks of whole days, from BG/NBD with the parameters of CDNOW."""
    random = np.random.default_rng(seed)
    age = WEEKS - random.integers(0, 7 * ARRIVAL_WEEKS, customers) / 7
    rate = random.gamma(TRUTH["r"], 1 / TRUTH["alpha"], customers)
    leaving = random.beta(TRUTH["a"], TRUTH["b"], customers)
    frequency, now, recency = np.zeros((3, customers))
    here = np.arange(customers)
    while len(here):
        now[here] += random.exponential(1, len(here)) / rate[here]
        here = here[now[here] < age[here]]
        frequency[here] += 1
        recency[here] = now[here]
        here = here[random.random(len(here)) > leaving[here]]
    recency = np.minimum(np.ceil(7 * recency) / 7, age)
    monetary = random.gamma(6.25, 1, customers) / random.gamma(3.74, 1 / 15.44, customers)
    return pl.DataFrame(
        {
            "customer": np.arange(customers),
            "frequency": frequency.astype(np.int64),
            "recency": recency,
            "age": age,
            "monetary": np.where(frequency > 0, monetary, 0.0),
        }
    )


def read_cdnow() -> pl.DataFrame | None:
    """The published summary of the CDNOW sample, where the data are at hand."""
    folder = os.environ.get("NAHBAR_DATA")
    if not folder:
        return None
    path = Path(folder) / "cdnow_sample" / "cdnow_customers_summary.csv"
    return pl.read_csv(path).rename({"T": "age"})


def compare(title: str, summary: pl.DataFrame, runs: int) -> list[float]:
    """Print our times beside the peers', and whose likelihood is higher."""
    path = FOLDER / "summary.parquet"
    path.parent.mkdir(exist_ok=True)
    summary.write_parquet(path)
    rows = {"nahbar": time_runs(lambda: fit_bg_nbd(summary), 2 * runs)}
    ours = fit_bg_nbd(summary)
    likelihood = BetaGeometricLikelihood(compress(read_histories(summary)), 0)
    notes = [f"log-likelihood {ours.log_likelihood:.6f}, parameters {ours.parameters}"]
    for peer, name in PEERS.items():
        answer = ask_peer("clv_peers.py", peer, str(path), str(runs))
        rows[name] = answer["seconds"]
        theirs = likelihood(np.array(list(answer["parameters"].values()))).value
        ahead = ours.log_likelihood - theirs
        notes.append(f"{name}: log-likelihood {theirs:.6f}, ours is {ahead:+.2e} against it")
        if ahead < -1e-3:
            raise SystemExit(f"our likelihood is lower than that of {name} by {-ahead}")
    print_table(title, rows, "nahbar")
    print("\n".join(notes))
    return rows["nahbar"]


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--customers", type=int, default=1_000_000)
    chosen = parser.parse_args()
    cdnow = read_cdnow()
    if cdnow is not None:
        compare("BG/NBD, CDNOW sample, 2,357 customers", cdnow, chosen.runs)
    large = simulate(chosen.customers, seed=7)
    whole = compare(f"BG/NBD, {chosen.customers:,} simulated customers", large, chosen.runs)
    tenth = large.head(chosen.customers // 10)
    part = time_runs(lambda: fit_bg_nbd(tenth), chosen.runs)
    growth = median(whole) / median(part)
    print(
        f"\nten times the customers take {growth:.1f} times as long ({median(part):.3f} s before)"
    )
    purchases, values = fit_bg_nbd(large), fit_gamma_gamma(large)
    steps = {
        "BG/NBD": time_runs(lambda: fit_bg_nbd(large), 3),
        "Gamma-Gamma": time_runs(lambda: fit_gamma_gamma(large), 3),
        "expected margin with ranges": time_runs(
            lambda: expected_margin(
                large, purchases, values, horizon=156, discount_rate_per_period=0.001
            ),
            3,
        ),
    }
    print_table(f"The steps of a value run, {chosen.customers:,} customers", steps, "BG/NBD")


if __name__ == "__main__":
    main()
