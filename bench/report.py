"""Making the first report from the tables of a house: seconds, share of each part, memory.

``python -m bench.report [--customers 1000000] [--lines 10000000] [--runs 3] [--home FOLDER]``

The house is made and its value reckoned by processes of their own, and the report made in another.
With ``--home`` the house stays in that folder and is used again. On PostgreSQL in a database of its
own: ``scripts/postgres run python -m bench.report``.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import polars as pl

from bench.refresh import AS_OF, SLICE, make_house, own_database

PLACES = 400  # towns


def make_whole_house(customers: int, lines: int) -> None:
    """Customers with addresses, three of four with a mail address, orders, lines; and their value."""
    from django.db import transaction

    from nahbar.core import clock
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.core.bulk import insert_frame
    from nahbar.customers.models import ContactPoint, PostalAddress
    from nahbar.value.operations.refresh import refresh_values

    make_house(customers, lines)
    for part in pl.DataFrame({"customer_id": np.arange(1, customers + 1)}).iter_slices(SLICE):
        known = part.with_columns(pl.lit(AS_OF).cast(pl.Datetime("us")).alias("recorded_at"))
        with transaction.atomic():
            insert_frame(PostalAddress, _addresses(known))
            insert_frame(ContactPoint, _mails(known.filter(pl.col("customer_id") % 4 > 0)))
    begun = time.perf_counter()
    refresh_values(by=THE_COMMAND_LINE, at=clock.now(), as_of=AS_OF)
    print(f"value reckoned in {time.perf_counter() - begun:.0f} s")


def _addresses(part: pl.DataFrame) -> pl.DataFrame:
    town = pl.col("customer_id") % PLACES
    empty = (pl.lit("").alias(name) for name in ("use", "street", "extra", "region"))
    return part.with_columns(
        pl.format("Ort {}", town).alias("city"),
        (town + 8000).cast(pl.String).alias("postcode"),
        pl.lit("AT").alias("country"),
        *empty,
    )


def _mails(part: pl.DataFrame) -> pl.DataFrame:
    mail = pl.format("k{}@kunden.example", "customer_id")
    kinds = (pl.lit("email").alias("kind"), pl.lit("").alias("use"))
    return part.with_columns(mail.alias("value"), mail.alias("normal"), *kinds)


def measure_report() -> None:
    """One report in this process; prints its seconds, parts and peak memory as JSON."""
    from nahbar.core import clock
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.steering.operations.make_report import make_report

    begun = time.perf_counter()
    run = make_report(by=THE_COMMAND_LINE, at=clock.now())
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    size = len(json.dumps(run.content)) / 2**10
    told = {"seconds": seconds, "cpu": time.process_time(), "gib": peak, "kib": size}
    print(json.dumps({**told, "steps": run.content["seconds"]}))


def show(results: list[dict[str, Any]]) -> None:
    """The median run with the share of each part."""
    whole = median(result["seconds"] for result in results)
    one = min(results, key=lambda result: abs(result["seconds"] - whole))
    print(f"\nReport: {whole:.1f} s (median of {len(results)}), of it {one['cpu']:.1f} s at work;")
    print(f"  at most {one['gib']:.2f} GiB of memory; {one['kib']:.0f} KiB are kept of it")
    for step, seconds in one["steps"].items():
        print(f"  {step:12}{seconds:8.2f} s {seconds / one['seconds']:6.0%}")


def main() -> None:
    """Make the house, then measure."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--home", default="")
    parser.add_argument("--part", choices=["make", "measure"])
    chosen = parser.parse_args()
    if chosen.part:
        import django

        django.setup()
        if chosen.part == "make":
            make_whole_house(chosen.customers, chosen.lines)
        else:
            measure_report()
        return
    with ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="nahbar-bench-")
        home = chosen.home or stack.enter_context(temporary)
        database = stack.enter_context(own_database())
        settings = {"NAHBAR_HOME": home, "DJANGO_SETTINGS_MODULE": "nahbar.site.settings"}
        environment = {**os.environ, **database, **settings}

        def run(part: str) -> str:
            sizes = ["--customers", str(chosen.customers), "--lines", str(chosen.lines)]
            command = [sys.executable, "-m", "bench.report", "--part", part, *sizes]
            done = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout.strip()

        if not list(Path(home).glob("*.sqlite3")):
            print(run("make"), flush=True)
        print("PostgreSQL" if database else "SQLite", flush=True)
        show([json.loads(run("measure").splitlines()[-1]) for _ in range(chosen.runs)])


if __name__ == "__main__":
    main()
