"""Taking a batch's orders back: its lines go, then the orders and products without lines."""

import numpy as np
import polars as pl
from django.db import models, transaction

from nahbar.core.bulk import Ids, delete_ids, read_frame, read_matching, slices
from nahbar.core.models import Batch
from nahbar.core.undo import Counter, release_created
from nahbar.moments.operations import remove_encounters_about
from nahbar.sales.models import Order, OrderLine, Product
from nahbar.sales.operations.totals import reckon_orders


def take_back_lines(batch: Batch, *, count: Counter) -> None:
    """Remove the lines that the batch made and nobody else vouches for, and what is empty then.

    In steps that each stand alone: when it is cut off and begun again, it goes on where it was.
    `count` is told in each step how many `lines` and `orders` went.
    """
    with transaction.atomic():
        lines = release_created(batch, OrderLine)
    for part in slices(lines):
        _take_back_part(part, count)
    with transaction.atomic():
        delete_ids(Product, _unsold(batch))


@transaction.atomic
def _take_back_part(lines: Ids, count: Counter) -> None:
    touched = _orders_of(lines)
    count("lines", delete_ids(OrderLine, lines))
    empty = reckon_orders(touched)
    remove_encounters_about("order", _customers_of(empty), empty)
    count("orders", delete_ids(Order, empty))


def _orders_of(lines: Ids) -> Ids:
    rows = read_matching(
        "SELECT DISTINCT order_id FROM sales_orderline WHERE id IN {keys}",
        lines.tolist(),
        schema={"id": pl.Int64},
    )
    return np.unique(rows["id"].to_numpy())


def _customers_of(orders: Ids) -> Ids:
    rows = read_matching(
        "SELECT DISTINCT customer_id FROM sales_order WHERE customer_id IS NOT NULL AND id IN {keys}",
        orders.tolist(),
        schema={"id": pl.Int64},
    )
    return rows["id"].to_numpy()


def _unsold(batch: Batch) -> Ids:
    """Products of the batch's source that nothing names any more: no line, and nothing in a room above."""
    naming = [(r.related_model._meta.db_table, r.field.column) for r in _naming_products()]
    joins = "".join(
        f" LEFT JOIN (SELECT DISTINCT {column} AS product FROM {table}) t{n} ON t{n}.product = p.id"
        for n, (table, column) in enumerate(naming)
    )
    unnamed = "".join(f" AND t{n}.product IS NULL" for n in range(len(naming)))
    rows = read_frame(
        f"SELECT p.id FROM sales_product p{joins} WHERE p.source_id = %s{unnamed}",
        [batch.source_id],
        schema={"id": pl.Int64},
    )
    ids: Ids = rows["id"].to_numpy()
    return ids


def _naming_products() -> list[models.ManyToOneRel]:
    fields = Product._meta.get_fields(include_hidden=True)
    return [field for field in fields if isinstance(field, models.ManyToOneRel)]
