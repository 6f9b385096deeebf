"""Reckoning the value of all customers from the tables of a house: seconds, share of each step, memory.

``python -m bench.refresh [--customers 1000000] [--lines 10000000] [--runs 3]``

The house is made by one process, in a folder and on PostgreSQL in a database of its own, and measured
in another: ``scripts/postgres run python -m bench.refresh``.
"""

import argparse
import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import polars as pl

AS_OF = date(2026, 3, 2)
DAYS = 1095
LINES_AN_ORDER = 4
SLICE = 200_000
GROUPS = ("Tee", "Kaffee", "Geschirr", "Bücher")


def simulate_orders(customers: int, orders: int, seed: int) -> pl.DataFrame:
    """`customer` (from 0), `day` back from `AS_OF`, `amount` (millionths): rhythms and prices differ."""
    random = np.random.default_rng(seed)
    weight = random.gamma(0.6, 1, customers)
    counts = 1 + random.poisson(weight / weight.sum() * max(orders - customers, 0))
    customer = np.repeat(np.arange(customers), counts)
    began = random.integers(30, DAYS, customers)[customer]
    stayed = random.beta(1, 1.2, customers)[customer] * began
    price = random.gamma(3, 1 / 0.1, customers) + 1
    amount = random.gamma(4, price[customer] / 4)
    back = began - random.random(len(customer)) * stayed
    return pl.DataFrame(
        {
            "customer": customer,
            "back": back.astype(np.int64),
            "amount": np.round(amount * 100).astype(np.int64) * 10_000,
        }
    )


def make_house(customers: int, lines: int) -> None:
    """Fill an empty house with customers, orders and lines, straight into the tables."""
    from django.db import transaction

    from nahbar.core import clock
    from nahbar.core.bulk import insert_frame
    from nahbar.core.models import Source
    from nahbar.customers.models import Customer
    from nahbar.sales.models import Order, OrderLine, Product
    from nahbar.site.database import prepare_database

    prepare_database()
    source = Source.objects.create(name="bench", created_at=clock.now())
    products = [Product(source=source, key=at, group=GROUPS[at % 4]) for at in range(2000)]
    Product.objects.bulk_create(products)
    first_product = Product.objects.earliest("pk").pk
    for part in pl.DataFrame({"id": np.arange(1, customers + 1)}).iter_slices(SLICE):
        with transaction.atomic():
            insert_frame(Customer, _customer_rows(part))
    orders = simulate_orders(customers, lines // LINES_AN_ORDER, seed=7).with_row_index("at")
    line = 0
    for part in orders.iter_slices(SLICE // LINES_AN_ORDER):
        with transaction.atomic():
            insert_frame(Order, _order_rows(part, source.pk))
            insert_frame(OrderLine, _line_rows(part, line, first_product))
        line += part.height * LINES_AN_ORDER
    print(f"{customers:,} customers, {orders.height:,} orders, {line:,} lines")


def _customer_rows(ids: pl.DataFrame) -> pl.DataFrame:
    from nahbar.core.ids import new_public_ids

    empty = ("sort_key", "salutation", "title", "given_name", "family_name", "title_behind")
    return ids.with_columns(
        pl.Series("public_id", new_public_ids(ids.height)),
        pl.lit("person").alias("kind"),
        pl.lit("customer").alias("stage"),
        pl.format("Kundin {}", "id").alias("name"),
        *(pl.lit("").alias(name) for name in (*empty, "organisation", "language", "found_us")),
        pl.lit(AS_OF).cast(pl.Datetime("us")).alias("created_at"),
    )


def _order_rows(part: pl.DataFrame, source: int) -> pl.DataFrame:
    from nahbar.core.ids import new_public_ids

    day = pl.lit(AS_OF).cast(pl.Datetime("us")) - pl.duration(days=pl.col("back"))
    return part.select(
        (pl.col("at").cast(pl.Int64) + 1).alias("id"),
        pl.Series("public_id", new_public_ids(part.height)),
        pl.lit(source).alias("source_id"),
        pl.col("at").cast(pl.Int64).alias("key"),
        pl.lit("").alias("number"),
        (pl.col("customer") + 1).alias("customer_id"),
        pl.lit("order").alias("kind"),
        (day + pl.duration(hours=11)).alias("ordered_at"),
        pl.lit("EUR").alias("currency"),
        "amount",
        pl.lit(0).alias("cost"),
        pl.lit(LINES_AN_ORDER).alias("line_count"),
    )


def _line_rows(part: pl.DataFrame, first: int, first_product: int) -> pl.DataFrame:
    """The order's amount in equal lines; what does not divide stands in the first."""
    each = pl.col("amount") // LINES_AN_ORDER
    rest = pl.col("amount") - each * LINES_AN_ORDER
    nth = pl.int_ranges(0, LINES_AN_ORDER).alias("nth")
    rows = part.with_columns(each.alias("each"), rest.alias("rest"), nth).explode("nth")
    number = pl.int_range(first, first + rows.height)
    amount = pl.col("each") + pl.when(pl.col("nth") == 0).then(pl.col("rest")).otherwise(0)
    return rows.select(
        (number + 1).alias("id"),
        (pl.col("at").cast(pl.Int64) + 1).alias("order_id"),
        (first_product + number % 2000).alias("product_id"),
        pl.lit("order").alias("kind"),
        pl.lit(1_000_000).alias("quantity"),
        amount.alias("unit_price"),
        amount.alias("amount"),
        number.alias("row_key"),
    )


def measure_refresh(*, by_group: bool) -> None:
    """One reckoning in this process; prints its seconds, steps and peak memory as JSON."""
    from nahbar.core import clock
    from nahbar.core.actors import THE_COMMAND_LINE
    from nahbar.value.models import GroupMargin
    from nahbar.value.operations.refresh import refresh_values

    GroupMargin.objects.all().delete()
    if by_group:
        GroupMargin.objects.create(group=GROUPS[0], percent=60)
    begun = time.perf_counter()
    run = refresh_values(by=THE_COMMAND_LINE, at=clock.now(), as_of=AS_OF)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    kept = sum(part.file.size for part in run.parts.select_related("file")) / 2**20
    steps = {**run.totals["seconds"], "clearing": seconds - sum(run.totals["seconds"].values())}
    told = {"seconds": seconds, "cpu": time.process_time(), "gib": peak, "kept_mib": kept}
    print(json.dumps({**told, "steps": steps}))


def show(title: str, results: list[dict[str, Any]]) -> None:
    """The median run with the share of each step."""
    whole = median(result["seconds"] for result in results)
    one = min(results, key=lambda result: abs(result["seconds"] - whole))
    print(
        f"\n{title}: {whole:.1f} s (median of {len(results)}), of it {one['cpu']:.1f} s at work here;"
    )
    print(
        f"  at most {one['gib']:.2f} GiB of memory; {one['kept_mib']:.0f} MiB are kept of the run"
    )
    for step, seconds in one["steps"].items():
        print(f"  {step:12}{seconds:8.2f} s {seconds / one['seconds']:6.0%}")


def main() -> None:
    """Make the house, then measure both ways of finding the margin."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", choices=["make", "firm", "group"])
    chosen = parser.parse_args()
    if chosen.part:
        import django

        django.setup()
        if chosen.part == "make":
            make_house(chosen.customers, chosen.lines)
        else:
            measure_refresh(by_group=chosen.part == "group")
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as home, own_database() as database:
        environment = {
            **os.environ,
            **database,
            "NAHBAR_HOME": home,
            "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
        }

        def run(part: str) -> str:
            sizes = ["--customers", str(chosen.customers), "--lines", str(chosen.lines)]
            command = [sys.executable, "-m", "bench.refresh", "--part", part, *sizes]
            done = subprocess.run(
                command, env=environment, check=True, stdout=subprocess.PIPE, text=True
            )
            return done.stdout.splitlines()[-1]

        begun = time.perf_counter()
        print(run("make"), f"(made in {time.perf_counter() - begun:.0f} s)", flush=True)
        size = sum(found.stat().st_size for found in Path(home).glob("*.sqlite3*"))
        print("PostgreSQL" if database else f"SQLite, {size / 2**30:.2f} GiB", flush=True)
        for title, part in (("One rate for the firm", "firm"), ("A margin for a group", "group")):
            show(title, [json.loads(run(part)) for _ in range(chosen.runs)])


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """The environment of an empty database beside the one that DATABASE_URL names; none on SQLite."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        yield {}
        return
    import psycopg  # only where this database is used

    name, parts = f"bench_{secrets.token_hex(6)}", urlsplit(url)
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": urlunsplit(parts._replace(path=f"/{name}"))}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


if __name__ == "__main__":
    main()
