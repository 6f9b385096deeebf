"""How much is known: of whom what is recorded, what orders lack, how fresh each source is."""

import polars as pl

from nahbar.steering.analysis.measuring import FEWEST, Found, counted, money
from nahbar.steering.frames import Read
from nahbar.steering.knowledge_frames import Recorded

BEST = ("A", "B")


def describe_quality(read: Read, recorded: Recorded, lines: pl.DataFrame) -> Found:
    """Shares of customers with each piece of knowledge, of orders with a customer, of lines with a
    cost and a group; what is out of time or in other currencies; sources by their last news.
    """
    people = read.people
    n = people.height
    known = {"email": recorded.mails.len(), **recorded.known}
    known["found_us"] = people.filter(pl.col("found_us") != "").height
    known["since"] = int(people["has_since"].sum())
    rows, with_cost = int(lines["lines"].sum()), int(lines["with_cost"].sum())
    ungrouped = int(lines.filter(pl.col("group") == "")["lines"].sum())
    named = read.orders.filter(pl.col("customer").is_not_null()).height
    return {
        "customers": n,
        "known": {code: _of_all(count, n) for code, count in known.items()},
        "named": counted(named / read.orders.height, read.orders.height)
        if read.orders.height
        else None,
        "nameless": _nameless(read),
        "named_quarters": _quarters(read.orders),
        "lines": rows,
        "with_cost": counted(with_cost / rows, rows) if rows else None,
        "with_group": counted(1 - ungrouped / rows, rows) if rows else None,
        "unbelievable": read.unbelievable,
        "other_currencies": _other_currencies(read),
        "without_mail": _best_without(read, recorded.mails),
        "mail_by_year": _mail_by_year(read, recorded.mails),
        "sources": _sources(read, recorded),
    }


def _of_all(count: int, n: int) -> Found | None:
    """A share of all customers; where it would be of one to four people, it is not told."""
    if n < FEWEST or 0 < count < FEWEST or 0 < n - count < FEWEST:
        return None
    return counted(count / n, n)


def _nameless(read: Read) -> Found:
    orders = read.ours.filter(pl.col("customer").is_null() & (pl.col("kind") == "order"))
    return {"orders": orders.height, "amount": money(orders["amount"].sum())}


def _quarters(orders: pl.DataFrame) -> list[float]:
    """The share of orders with a customer, for each quarter that is over, in order."""
    by_quarter = (
        orders.group_by(pl.col("day").dt.truncate("1q").alias("quarter"))
        .agg(pl.col("customer").is_not_null().mean().alias("share"), pl.len().alias("orders"))
        .filter(pl.col("orders") >= 30)
        .sort("quarter")
    )
    return [round(one, 6) for one in by_quarter["share"].to_list()[:-1]]


def _other_currencies(read: Read) -> list[list[object]]:
    others = read.orders.filter(pl.col("currency") != read.currency)
    counts = others.group_by("currency").len().sort("currency")
    return [list(row) for row in counts.iter_rows()]


def _best_without(read: Read, mails: pl.Series) -> Found | None:
    """Customers of classes A and B without a mail address, and what they are worth."""
    best = read.worth.filter(pl.col("value_class").is_in(BEST))
    without = best.filter(~pl.col("customer").is_in(mails.implode()))
    if without.height < FEWEST:
        return None
    return {"customers": without.height, "value": money(without["value"].sum())}


def _mail_by_year(read: Read, mails: pl.Series) -> list[float]:
    """The share with a mail address by the year of the first purchase, of at least 30 customers each."""
    by_year = (
        read.worth.filter(pl.col("first_on").is_not_null())
        .group_by(pl.col("first_on").dt.year().alias("year"))
        .agg(pl.col("customer").is_in(mails.implode()).mean().alias("share"), pl.len().alias("of"))
        .filter(pl.col("of") >= 30)
        .sort("year")
    )
    return [round(one, 6) for one in by_year["share"].to_list()]


def _sources(read: Read, recorded: Recorded) -> list[Found]:
    last = read.orders.group_by("source").agg(
        pl.col("day").max().alias("last"), pl.len().alias("orders")
    )
    joined = recorded.sources.join(last, on="source", how="left")
    joined = joined.filter(pl.col("last_import").is_not_null() | pl.col("last").is_not_null())
    return [
        {
            "name": row["name"],
            "taken_over": (row["last_import"] or "")[:10] or None,
            "last_order": row["last"].isoformat() if row["last"] else None,
            "orders": row["orders"] or 0,
        }
        for row in joined.iter_rows(named=True)
    ]
