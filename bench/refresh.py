"""Reckoning the value of all customers from the tables of a house: seconds, share of each step, memory.

``python -m bench.refresh [--customers 1000000] [--lines 10000000] [--runs 3]``

The house is made in a folder of its own by one process and measured in another; on PostgreSQL with
``scripts/postgres run python -m bench.refresh`` (the database must be empty).
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

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
    from django.db import transaction  # noqa: PLC0415

    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.bulk import insert_frame  # noqa: PLC0415
    from nahbar.core.models import Source  # noqa: PLC0415
    from nahbar.customers.models import Customer  # noqa: PLC0415
    from nahbar.sales.models import Order, OrderLine, Product  # noqa: PLC0415
    from nahbar.site.database import prepare_database  # noqa: PLC0415

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
    from nahbar.core.ids import new_public_ids  # noqa: PLC0415

    empty = ("sort_key", "salutation", "title", "given_name", "family_name", "title_behind")
    return ids.with_columns(
        pl.Series("public_id", new_public_ids(ids.height)),
        pl.lit("person").alias("kind"),
        pl.lit("customer").alias("stage"),
        pl.format("Kundin {}", "id").alias("name"),
        *(pl.lit("").alias(name) for name in (*empty, "organisation", "language", "found_us")),
        pl.lit(1).alias("version"),
        pl.lit(AS_OF).cast(pl.Datetime("us")).alias("created_at"),
    )


def _order_rows(part: pl.DataFrame, source: int) -> pl.DataFrame:
    from nahbar.core.ids import new_public_ids  # noqa: PLC0415

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
    from nahbar.core import clock  # noqa: PLC0415
    from nahbar.core.actors import THE_COMMAND_LINE  # noqa: PLC0415
    from nahbar.value.models import GroupMargin  # noqa: PLC0415
    from nahbar.value.operations.refresh import refresh_values  # noqa: PLC0415

    GroupMargin.objects.all().delete()
    if by_group:
        GroupMargin.objects.create(group=GROUPS[0], percent=60)
    begun = time.perf_counter()
    run = refresh_values(by=THE_COMMAND_LINE, at=clock.now(), as_of=AS_OF)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    kept = run.frame.size / 2**20 if run.frame else 0
    steps = {**run.totals["seconds"], "clearing": seconds - sum(run.totals["seconds"].values())}
    print(json.dumps({"seconds": seconds, "steps": steps, "gib": peak, "kept_mib": kept}))


def show(title: str, results: list[dict[str, float]]) -> None:
    """The median run with the share of each step."""
    whole = median(result["seconds"] for result in results)
    one = min(results, key=lambda result: abs(result["seconds"] - whole))
    print(f"\n{title}: {whole:.1f} s (median of {len(results)}), peak {one['gib']:.2f} GiB,")
    print(f"  kept frame {one['kept_mib']:.0f} MiB")
    for step, seconds in one["steps"].items():  # type: ignore[attr-defined]  # a table of its own
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
        import django  # noqa: PLC0415

        django.setup()
        if chosen.part == "make":
            make_house(chosen.customers, chosen.lines)
        else:
            measure_refresh(by_group=chosen.part == "group")
        return
    with tempfile.TemporaryDirectory(prefix="nahbar-bench-") as home:
        environment = {
            **os.environ,
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
        if "DATABASE_URL" not in os.environ:
            size = sum(found.stat().st_size for found in Path(home).glob("*.sqlite3*"))
            print(f"database {size / 2**30:.2f} GiB")
        show("One rate for the firm", [json.loads(run("firm")) for _ in range(chosen.runs)])
        show("A margin for a product group", [json.loads(run("group")) for _ in range(chosen.runs)])


if __name__ == "__main__":
    main()
