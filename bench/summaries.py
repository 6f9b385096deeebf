"""Purchase summaries of ten million order lines, beside DuckDB and Polars on the same frame.

``python -m bench.summaries [--runs 5] [--lines 10000000]``

The peers do not net returns: there are none in the frame, but we look for them all the same.
"""

import argparse
import datetime as dt

import numpy as np
import polars as pl

from bench.environment import FOLDER, ask_peer
from bench.timing import print_table, time_runs
from nahbar.insight.clv import summarize_purchases

AS_OF = dt.date(2020, 1, 1)
PEERS = {"duckdb": "DuckDB", "polars": "Polars"}


def simulate(lines: int, seed: int) -> pl.DataFrame:
    """Lines of a tenth as many customers over three years, in no order."""
    random = np.random.default_rng(seed)
    days = random.integers(18_262 - 1095, 18_262, lines).astype(np.int32)
    return pl.DataFrame(
        {
            "customer": random.integers(1, lines // 10, lines),
            "day": pl.Series(days).cast(pl.Date),
            "amount": np.round(random.gamma(2.0, 15.0, lines), 2),
        }
    )


def summarize(frame: pl.DataFrame) -> pl.DataFrame:
    """Our way."""
    return summarize_purchases(
        frame, customer="customer", occurred_on="day", amount="amount", as_of=AS_OF
    )


def compare(title: str, frame: pl.DataFrame, runs: int) -> None:
    """Print our times beside the peers', after checking that all say the same."""
    path = FOLDER / "lines.parquet"
    path.parent.mkdir(exist_ok=True)
    frame.write_parquet(path)
    rows = {"nahbar": time_runs(lambda: summarize(frame), runs)}
    ours = summarize(frame)
    totals = ours.select(pl.exclude("customer").sum()).row(0)
    for peer, name in PEERS.items():
        answer = ask_peer("summaries_peers.py", peer, str(path), str(runs))
        rows[name] = answer["seconds"]
        if answer["customers"] != len(ours) or not np.allclose(answer["totals"], totals, rtol=1e-9):
            raise SystemExit(f"{name} says {answer['totals']}, we say {totals}")
    print_table(title, rows, "nahbar")


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--lines", type=int, default=10_000_000)
    chosen = parser.parse_args()
    frame = simulate(chosen.lines, seed=7)
    compare(f"Summaries of {chosen.lines:,} lines, customers by number", frame, chosen.runs)
    named = frame.with_columns("K" + pl.col("customer").cast(pl.String).str.zfill(8))
    compare(f"Summaries of {chosen.lines:,} lines, customers by text", named, chosen.runs)


if __name__ == "__main__":
    main()
