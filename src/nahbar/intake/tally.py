"""What an import holds: distinct customers and orders, lines, and the exact sums of the lines."""

from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl

from nahbar.core.digest import digest_texts
from nahbar.intake.repeats import DistinctCount


class Tally:
    """Counts over all rows of an import, chunk by chunk, in eight bytes a customer and order.

    `currency` is the house's: of several currencies it is the main one where it is among them.
    """

    def __init__(self, currency: str) -> None:
        self._ours = currency
        self._customers = DistinctCount()
        self._orders = DistinctCount()
        self._lines: Counter[str] = Counter()
        self._square_micros: Counter[str] = Counter()

    def add_lines(self, lines: pl.DataFrame) -> None:
        """Count order lines: `customer_key, order_number, currency`, and what they come to.

        That is `quantity` times `unit_price` where `is_product`, else `amount` (millionths).
        """
        self.add_customers(lines["customer_key"])
        numbers = lines["order_number"].drop_nulls().unique()
        self._orders.add(digest_texts(numbers))
        for currency, count, square_micros in _exact_sums(lines).iter_rows():
            self._lines[currency] += count
            self._square_micros[currency] += square_micros

    def add_customers(self, keys: pl.Series) -> None:
        """Count customers by what the source calls them."""
        self._customers.add(digest_texts(keys.drop_nulls().unique()))

    def totals(self) -> dict[str, Any]:
        """Customers, orders, lines, and amounts as plain decimal texts.

        `amounts` by currency; `amount` is that of `currency`, the main one: the house's if any line
        is in it, else the one of most lines. Different currencies are never added up.
        """
        main = max(self._lines, key=self._rank, default=self._ours)
        return {
            "customers": self._customers.total(),
            "orders": self._orders.total(),
            "lines": self._lines.total(),
            "amount": _as_text(self._square_micros[main]),
            "currency": main,
            "amounts": {name: _as_text(self._square_micros[name]) for name in self._lines},
        }

    def _rank(self, currency: str) -> tuple[bool, int, str]:
        return currency == self._ours, self._lines[currency], currency


def _exact_sums(lines: pl.DataFrame) -> pl.DataFrame:
    """Lines and exact sum, in millionths of millionths, of each currency."""
    product = pl.col("quantity").cast(pl.Int128) * pl.col("unit_price").cast(pl.Int128)
    scaled = pl.col("amount").cast(pl.Int128) * 1_000_000
    exact = pl.when(pl.col("is_product")).then(product).otherwise(scaled)
    return lines.group_by("currency", maintain_order=True).agg(
        pl.len().alias("lines"), exact.sum().alias("exact")
    )


def _as_text(square_micros: int) -> str:
    amount = Decimal(square_micros).scaleb(-12).normalize()
    return format(amount or Decimal(0), "f")
