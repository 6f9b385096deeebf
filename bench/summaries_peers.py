"""Run by the peers' interpreter: purchase summaries by DuckDB or Polars of a parquet file."""

import json
import sys
import time

import polars as pl

END = 18_262  # 2020-01-01

QUERY = """
with days as (
    select customer, day, sum(amount) as amount from lines group by customer, day
), firsts as (
    select customer, count(*) - 1 as frequency, min(day) as first, max(day) as last,
           sum(amount) as total, arg_min(amount, day) as opening
    from days group by customer
)
select customer, frequency, date_diff('day', first, last)::double as recency,
       date_diff('day', first, date '2020-01-01')::double as age,
       case when frequency > 0 then (total - opening) / frequency else 0 end as monetary
from firsts order by customer
"""


def by_duckdb(lines):
    import duckdb  # the other peer is not to be loaded

    return duckdb.sql(QUERY).pl()


def by_polars(lines):
    day, amount, first = pl.col("day").to_physical(), pl.col("amount"), pl.col("first")
    days = lines.group_by("customer", "day").agg(amount.sum())
    found = days.group_by("customer").agg(
        frequency=pl.len().cast(pl.Int64) - 1,
        first=day.min(),
        last=day.max(),
        total=amount.sum(),
        opening=amount.get(day.arg_min()),
    )
    return found.select(
        "customer",
        "frequency",
        recency=(pl.col("last") - first).cast(pl.Float64),
        age=(END - first).cast(pl.Float64),
        monetary=pl.when(pl.col("frequency") > 0)
        .then((pl.col("total") - pl.col("opening")) / pl.col("frequency"))
        .otherwise(0.0),
    ).sort("customer")


def main():
    summarize = {"duckdb": by_duckdb, "polars": by_polars}[sys.argv[1]]
    lines = pl.read_parquet(sys.argv[2])
    summary = summarize(lines)
    seconds = []
    for _ in range(int(sys.argv[3])):
        start = time.perf_counter()
        summarize(lines)
        seconds.append(time.perf_counter() - start)
    totals = summary.select(pl.exclude("customer").sum()).row(0)
    print(json.dumps({"seconds": seconds, "customers": len(summary), "totals": totals}))


main()
