"""Taking over many order lines at once, column by column."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl

from nahbar.core.bulk import Ids, allocate_ids, insert_frame, read_matching
from nahbar.core.digest import digest_rows
from nahbar.core.ids import new_public_ids
from nahbar.core.models import Batch, Source
from nahbar.core.undo import Effect, remember
from nahbar.moments.operations import record_encounters
from nahbar.sales.identity import order_keys
from nahbar.sales.models import Order, OrderLine, Product
from nahbar.sales.operations.totals import reckon_orders

NO_ORDER = {"key": pl.Int64, "order_id": pl.Int64}


@dataclass(frozen=True)
class LinesTakenOver:
    """How many orders and lines were new; `refused`: the `row_key`s in another currency."""

    orders: int
    lines: int
    refused: pl.DataFrame


def take_over_lines(
    lines: pl.DataFrame, *, source: Source, batch: Batch, at: datetime
) -> LinesTakenOver:
    """Store order lines that are known to be new, with their orders, products and encounters.

    Columns: `row_key, customer_id, order_number, ordered_at` (UTC), `kind, currency,
    quantity, unit_price, amount, cost` (millionths), `sku, product_name, product_group,
    promised_on, branch_id, by_id, by_name, channel`; nulls where unknown. Lines of one number are
    one order; lines without a number are one order for each customer and moment, or one each.
    An order is in one currency, that of its first line: lines in another are refused.
    """
    if lines.is_empty():
        return LinesTakenOver(0, 0, lines.select("row_key"))
    keyed = lines.with_columns(
        _order_keys(lines, source).alias("order_key"),
        _product_keys(lines, source).alias("product_key"),
    )
    known = _known_orders(keyed["order_key"], source)
    keyed, refused = _in_one_currency(keyed, known)
    known = known.join(keyed, left_on="key", right_on="order_key", how="semi").drop("held")
    products = _find_or_make_products(keyed, source, batch)
    made = _make_orders(keyed, known, source, batch, at)
    orders = pl.concat([known, made])
    ready = keyed.join(
        orders, left_on="order_key", right_on="key", how="left", maintain_order="left"
    ).join(products, left_on="product_key", right_on="key", how="left", maintain_order="left")
    ids = allocate_ids(OrderLine, ready.height)
    insert_frame(
        OrderLine,
        ready.select(
            pl.Series("id", ids),
            *("order_id", "product_id", "kind", "quantity", "unit_price"),
            *("amount", "cost", "row_key"),
        ),
    )
    remember(batch, OrderLine, Effect.CREATED, ids)
    met_again: Ids = known["order_id"].to_numpy()
    reckon_orders(met_again)
    return LinesTakenOver(made.height, ready.height, refused.select("row_key"))


def _in_one_currency(lines: pl.DataFrame, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines in their order's currency, which is what it is stored in or begins with; the others."""
    met = lines.join(known, left_on="order_key", right_on="key", how="left", maintain_order="left")
    first = pl.col("currency").first().over("order_key")
    is_same = pl.col("currency") == pl.coalesce("held", first)
    return met.filter(is_same).drop("order_id", "held"), met.filter(~is_same)


def _order_keys(lines: pl.DataFrame, source: Source) -> pl.Series:
    salt = f"order {source.pk}"
    numbered = order_keys(lines, source)
    if not lines["order_number"].has_nulls():
        return numbered
    by_moment = lines.select("customer_id", "ordered_at")
    alone = lines.select("row_key")
    keys = lines.select(
        pl.when(pl.col("order_number").is_not_null())
        .then(numbered)
        .when(pl.col("customer_id").is_not_null())
        .then(digest_rows(by_moment, salt=salt))
        .otherwise(digest_rows(alone, salt=salt))
        .alias("order_key")
    )
    return keys["order_key"]


def _known_orders(keys: pl.Series, source: Source) -> pl.DataFrame:
    return read_matching(
        "SELECT key, id, currency FROM sales_order"
        f" WHERE source_id = {source.pk:d} AND key IN {{keys}}",
        keys.unique(),
        schema={**NO_ORDER, "held": pl.String},
    )


def _make_orders(
    lines: pl.DataFrame, known: pl.DataFrame, source: Source, batch: Batch, at: datetime
) -> pl.DataFrame:
    new = lines.join(known, left_on="order_key", right_on="key", how="anti")
    if new.is_empty():
        return pl.DataFrame(schema=NO_ORDER)
    first = [
        pl.col(name).drop_nulls().first()
        for name in ("order_number", "customer_id", "promised_on", "branch_id", "by_id", "channel")
    ]
    orders = new.group_by("order_key", maintain_order=True).agg(
        *first,
        # A name is kept where no line names a person whom we know.
        pl.when(pl.col("by_id").is_null().all())
        .then(pl.col("by_name").drop_nulls().first())
        .fill_null("")
        .alias("by_name"),
        pl.col("kind").first(),
        pl.col("ordered_at").min(),
        pl.col("currency").first(),
        # Sums of eight bytes would wrap around unseen; what does not fit is an error.
        pl.col("amount").cast(pl.Int128).sum().cast(pl.Int64),
        pl.col("cost").fill_null(0).cast(pl.Int128).sum().cast(pl.Int64),
        pl.len().cast(pl.Int64).alias("line_count"),
    )
    ids = allocate_ids(Order, orders.height)
    orders = orders.with_columns(pl.Series("id", ids))
    insert_frame(
        Order,
        orders.select(
            "id",
            pl.Series("public_id", new_public_ids(orders.height)),
            pl.lit(source.pk).alias("source_id"),
            pl.col("order_key").alias("key"),
            pl.col("order_number").fill_null("").alias("number"),
            *("customer_id", "kind", "ordered_at", "promised_on", "branch_id", "by_id", "by_name"),
            "currency",
            *("amount", "cost", "line_count"),
        ),
    )
    remember(batch, Order, Effect.CREATED, ids)
    _record_visits(orders, source, at)
    return orders.select(pl.col("order_key").alias("key"), pl.col("id").alias("order_id"))


def _record_visits(orders: pl.DataFrame, source: Source, at: datetime) -> None:
    """An order is a moment with the house, and stands in the customer's timeline."""
    theirs = orders.filter(pl.col("customer_id").is_not_null())
    record_encounters(
        theirs.select(
            "customer_id",
            "kind",
            pl.col("channel").fill_null("shop"),
            pl.col("ordered_at").alias("occurred_at"),
            *("branch_id", "by_id", "by_name"),
            pl.concat_str(pl.lit("order:"), pl.col("id").cast(pl.String)).alias("reference"),
        ),
        source=source,
        at=at,
    )


def _product_keys(lines: pl.DataFrame, source: Source) -> pl.Series:
    """A product is its article number, or its name where it has none."""
    named = lines.select(pl.coalesce("sku", "product_name").alias("product"))
    return named.select(
        pl.when(pl.col("product").is_not_null()).then(
            digest_rows(named, salt=f"product {source.pk}")
        )
    ).to_series()


def _find_or_make_products(lines: pl.DataFrame, source: Source, batch: Batch) -> pl.DataFrame:
    keyed = lines.select(
        pl.col("product_key").alias("key"), "sku", "product_name", "product_group"
    ).filter(pl.col("key").is_not_null())
    schema = {"key": pl.Int64, "product_id": pl.Int64}
    known = read_matching(
        f"SELECT key, id FROM sales_product WHERE source_id = {source.pk:d} AND key IN {{keys}}",
        keyed["key"].unique(),
        schema=schema,
    )
    new = keyed.join(known, on="key", how="anti")
    new = new.group_by("key", maintain_order=True).agg(pl.all().drop_nulls().first())
    ids = allocate_ids(Product, new.height)
    insert_frame(
        Product,
        new.select(
            pl.Series("id", ids),
            pl.lit(source.pk).alias("source_id"),
            "key",
            pl.col("sku").fill_null("").str.slice(0, 100),
            pl.col("product_name").fill_null("").str.slice(0, 300).alias("name"),
            pl.col("product_group").fill_null("").str.slice(0, 100).alias("group"),
        ),
    )
    remember(batch, Product, Effect.CREATED, ids)
    made = pl.DataFrame({"key": new["key"], "product_id": ids}, schema=schema)
    return pl.concat([known, made])
