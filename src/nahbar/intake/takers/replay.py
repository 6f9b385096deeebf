"""Counting rows again that were taken over before a run was cut off, without writing anything."""

from collections.abc import Callable

import polars as pl

from nahbar.intake.identity import add_customer_keys
from nahbar.intake.said import said_of
from nahbar.intake.takers import encounters, orders
from nahbar.intake.takers.outcome import Work


def replay_customers(typed: pl.DataFrame, work: Work) -> None:
    """Count these customers."""
    work.tally.add_customers(add_customer_keys(said_of(typed))["customer_key"])


def replay_orders(typed: pl.DataFrame, work: Work) -> None:
    """Count these lines."""
    orders.count_lines(typed, add_customer_keys(said_of(typed)), work)


def replay_encounters(typed: pl.DataFrame, work: Work) -> None:
    """Count these moments."""
    encounters.count_moments(typed, add_customer_keys(said_of(typed)), work)


REPLAYS: dict[str, Callable[[pl.DataFrame, Work], None]] = {
    "customers": replay_customers,
    "orders": replay_orders,
    "encounters": replay_encounters,
}
