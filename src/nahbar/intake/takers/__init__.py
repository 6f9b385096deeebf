"""One taker for each kind of table: typed rows in, what became of them out."""

from collections.abc import Callable

import polars as pl

from nahbar.intake.takers.customers import take_customers
from nahbar.intake.takers.encounters import take_encounters
from nahbar.intake.takers.orders import take_orders
from nahbar.intake.takers.outcome import Outcome, Work

Taker = Callable[[pl.DataFrame, Work], Outcome]

TAKERS: dict[str, Taker] = {
    "customers": take_customers,
    "orders": take_orders,
    "encounters": take_encounters,
}

__all__ = ["TAKERS", "Outcome", "Taker", "Work"]
