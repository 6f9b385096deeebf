"""A shop whose customers buy in known ways, as frames and in the database."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.value.shop import simulate_shop

from nahbar.core.bulk import allocate_ids, insert_frame
from nahbar.core.ids import new_public_ids
from nahbar.core.models import Source
from nahbar.customers.models import Customer
from nahbar.sales.models import Order, OrderLine, Product

Sell = Callable[..., Order]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Kept frames and turns in a folder of the test alone."""
    for name in ("files", "work"):
        (tmp_path / name).mkdir()
    settings.NAHBAR_HOME = tmp_path


@pytest.fixture(scope="session")
def shop() -> pl.DataFrame:
    """Four hundred customers over two years."""
    return simulate_shop(400)


@pytest.fixture
def people(db: None) -> list[Customer]:
    """Four hundred of them in the database, and two who have never bought."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    named = (Customer(name=f"Kundin {number:03}", created_at=moment) for number in range(402))
    Customer.objects.bulk_create(named)
    return list(Customer.objects.order_by("pk"))


@pytest.fixture
def source(db: None) -> Source:
    """The till."""
    return Source.objects.create(name="Kassa", created_at=datetime(2026, 1, 1, tzinfo=UTC))


@pytest.fixture
def open_shop(people: list[Customer], source: Source, shop: pl.DataFrame) -> list[Customer]:
    """Their orders as well; the last two have none."""
    ids, count = allocate_ids(Order, shop.height), shop.height
    orders = shop.with_columns(
        pl.col("customer").replace_strict(range(1, 401), [p.pk for p in people[:400]])
    )
    insert_frame(
        Order,
        orders.select(
            pl.Series("id", ids),
            pl.Series("public_id", new_public_ids(count)),
            pl.lit(source.pk).alias("source_id"),
            pl.Series("key", ids),
            pl.lit("").alias("number"),
            pl.col("customer").alias("customer_id"),
            "kind",
            pl.col("day").cast(pl.Datetime("us")).dt.offset_by("11h").alias("ordered_at"),
            pl.lit("EUR").alias("currency"),
            "amount",
            pl.lit(0).alias("cost"),
            pl.lit(0).alias("line_count"),
        ),
    )
    return people


@pytest.fixture
def sell(source: Source) -> Sell:
    """Write one order with lines `(amount[, kind[, cost[, group]]])` into the database."""

    def write(
        customer: Customer | None,
        day: date,
        *lines: tuple[Any, ...],
        currency: str = "EUR",
        kind: str = "order",
    ) -> Order:
        key = Order.objects.count() + 1
        costs = [line[2] for line in lines if len(line) > 2 and line[2] is not None]
        order = Order.objects.create(
            source=source,
            key=key,
            customer=customer,
            kind=kind,
            ordered_at=datetime(day.year, day.month, day.day, 11, tzinfo=UTC),
            currency=currency,
            amount=sum((Decimal(line[0]) for line in lines), Decimal(0)),
            cost=sum((Decimal(cost) for cost in costs), Decimal(0)),
            line_count=len(lines),
        )
        for at, (amount, *rest) in enumerate(lines):
            group = rest[2] if len(rest) > 2 else ""
            product = Product.objects.get_or_create(source=source, key=hash(group), group=group)[0]
            OrderLine.objects.create(
                order=order,
                product=product,
                kind=rest[0] if rest else kind,
                quantity=1,
                unit_price=amount,
                amount=amount,
                cost=rest[1] if len(rest) > 1 else None,
                row_key=key * 100 + at,
            )
        return order

    return write
