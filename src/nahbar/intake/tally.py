"""What an import holds: distinct customers and orders, lines, and the exact sum of the lines."""

from decimal import Decimal
from typing import Any

import polars as pl

from nahbar.core.digest import digest_texts
from nahbar.intake.repeats import DistinctCount


class Tally:
    """Counts over all rows of an import, chunk by chunk, in eight bytes a customer and order."""

    def __init__(self) -> None:
        self._customers = DistinctCount()
        self._orders = DistinctCount()
        self._lines = 0
        self._square_micros = 0

    def add_lines(self, lines: pl.DataFrame) -> None:
        """Count order lines: `customer_key, order_number, quantity, unit_price, amount`."""
        self.add_customers(lines["customer_key"])
        numbers = lines["order_number"].drop_nulls().unique()
        self._orders.add(digest_texts(numbers))
        self._lines += lines.height
        self._square_micros += _exact_sum(lines)

    def add_customers(self, keys: pl.Series) -> None:
        """Count customers by what the source calls them."""
        self._customers.add(digest_texts(keys.drop_nulls().unique()))

    def totals(self) -> dict[str, Any]:
        """Customers, orders, lines, and the amount as a plain decimal text."""
        amount = Decimal(self._square_micros).scaleb(-12).normalize()
        return {
            "customers": self._customers.total(),
            "orders": self._orders.total(),
            "lines": self._lines,
            "amount": format(amount + 0 if amount else Decimal(0), "f"),
        }


def _exact_sum(lines: pl.DataFrame) -> int:
    """Σ quantity × price in millionths of millionths; the given amount where there is no price."""
    product = pl.col("quantity").cast(pl.Int128) * pl.col("unit_price").cast(pl.Int128)
    scaled = pl.col("amount").cast(pl.Int128) * 1_000_000
    exact = pl.when(pl.col("has_price")).then(product).otherwise(scaled)
    return int(lines.select(exact.sum()).item() or 0)
