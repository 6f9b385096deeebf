"""Rows that each are a line of an order."""

import polars as pl

from nahbar.core.digest import number_repeats
from nahbar.core.money import MICROS
from nahbar.core.undo import Effect, remember
from nahbar.intake.identity import add_customer_keys, identify
from nahbar.intake.said import said_of
from nahbar.intake.takers.colleagues import recognise
from nahbar.intake.takers.columns import optional, utc
from nahbar.intake.takers.outcome import REFUSED, Outcome, Work
from nahbar.intake.takers.worded import CHANNELS, worded
from nahbar.sales.identity import find_lines, line_keys
from nahbar.sales.limits import beyond_belief
from nahbar.sales.models import OrderLine
from nahbar.sales.operations.take_over import take_over_lines
from nahbar.team.branches import find_or_make_branches

TEXTS = ("order_number", "sku", "product_name", "product_group", "currency")
LONGEST = {"order_number": 60, "sku": 100, "product_name": 300, "product_group": 100}


def count_lines(typed: pl.DataFrame, said: pl.DataFrame, work: Work) -> pl.DataFrame:
    """The typed rows as order lines with their `row_key`, counted into the import's totals.

    Touches nothing stored: the same rows in the same order give the same lines.
    """
    lines = typed.select(
        "row",
        said["customer_key"],
        *(_text(typed, name) for name in TEXTS),
        optional(typed, "channel", pl.String),
        utc("ordered_at", work.zone),
        pl.col("line_kind").fill_null("order").alias("kind"),
        *_amounts(typed),
        _is_product(typed).alias("is_product"),
        _cost(typed).alias("cost"),
        optional(typed, "promised_on", pl.Date),
        optional(typed, "branch", pl.String),
        optional(typed, "employee", pl.String),
    ).with_columns(_currency(work.currency), worded("channel", CHANNELS, "shop"))
    work.tally.add_lines(lines)
    digests = line_keys(lines, source_id=work.source.pk)
    return lines.with_columns(number_repeats(digests, work.repeats.number(digests)))


def take_orders(typed: pl.DataFrame, work: Work) -> Outcome:
    """Store the lines that are new, with their orders, products, customers and moments."""
    said = add_customer_keys(said_of(typed, uses=work.address_uses))
    lines = count_lines(typed, said, work)
    lines = lines.join(
        find_lines(lines["row_key"]), on="row_key", how="left", maintain_order="left"
    )
    met = lines.filter(pl.col("stored_id").is_not_null())
    new = lines.filter(pl.col("stored_id").is_null())
    remember(work.batch, OrderLine, Effect.CONFIRMED, met["stored_id"].to_numpy())
    absurd = new.filter(pl.col("row").is_in(beyond_belief(new, source=work.source).implode()))
    new = new.join(absurd.select("row"), on="row", how="anti", maintain_order="left")
    believed = said.join(absurd.select("row"), on="row", how="anti", maintain_order="left")
    found = identify(believed, work, fills_only=True)
    ready = new.join(found.rows, on="row", how="inner", maintain_order="left")
    branches = find_or_make_branches(ready["branch"].drop_nulls().unique(), at=work.at)
    placed = ready.join(branches, on="branch", how="left", maintain_order="left")
    stored = take_over_lines(
        recognise(placed, work.people),
        source=work.source,
        batch=work.batch,
        at=work.at,
    )
    refused = found.refused.join(new.select("row"), on="row", how="semi")
    mixed = placed.join(stored.refused, on="row_key", how="semi")
    return Outcome(
        stored=stored.lines,
        unchanged=met.height,
        customers_created=found.created,
        customers_updated=found.updated,
        refused=pl.concat(
            [
                refused.cast(REFUSED),
                _refuse(absurd, "order_absurd"),
                _refuse(mixed, "currency_mixed"),
            ]
        ),
    )


def _refuse(lines: pl.DataFrame, code: str) -> pl.DataFrame:
    nobody = pl.lit(None, dtype=pl.Int64)
    return lines.select("row", pl.lit(code).alias("code"), nobody.alias("other")).cast(REFUSED)


def _is_product(typed: pl.DataFrame) -> pl.Expr:
    """Whether a line comes to quantity times price, to the last digit; else its amount is given."""
    priced = optional(typed, "unit_price", pl.Int64).is_not_null()
    return priced & optional(typed, "line_amount", pl.Int64).is_null()


def _currency(ours: str) -> pl.Expr:
    """Where a line names none: that of its order's first line which does, else the house's."""
    told = pl.col("currency").drop_nulls().first().over("order_number")
    theirs = pl.when(pl.col("order_number").is_not_null()).then(told)
    return pl.coalesce("currency", theirs, pl.lit(ours)).alias("currency")


def _amounts(typed: pl.DataFrame) -> list[pl.Expr]:
    """Quantity, unit price and amount, each from the others where a table gives only two."""
    quantity = optional(typed, "quantity", pl.Int64).fill_null(MICROS)
    price = optional(typed, "unit_price", pl.Int64)
    given = pl.coalesce(
        optional(typed, "line_amount", pl.Int64), optional(typed, "order_amount", pl.Int64)
    )
    product = (quantity.cast(pl.Int128) * price.cast(pl.Int128) / MICROS).round()
    product = product.cast(pl.Int64, strict=False)  # where it does not fit, the amount is given
    amount = pl.when(price.is_not_null()).then(product).otherwise(given).fill_null(0)
    if "line_amount" in typed.columns:
        amount = pl.coalesce(pl.col("line_amount"), amount)
    each = (amount.cast(pl.Float64) / (quantity.cast(pl.Float64) / MICROS)).round()
    each = pl.when(quantity != 0).then(each).otherwise(None)
    each = pl.coalesce(each.cast(pl.Int64, strict=False), amount)
    return [
        quantity.alias("quantity"),
        pl.coalesce(price, each).alias("unit_price"),
        amount.alias("amount"),
    ]


def _cost(typed: pl.DataFrame) -> pl.Expr:
    quantity = optional(typed, "quantity", pl.Int64).fill_null(MICROS).cast(pl.Int128)
    each = optional(typed, "cost", pl.Int64).cast(pl.Int128)
    by_unit = (each * quantity / MICROS).round().cast(pl.Int64, strict=False)
    return pl.coalesce(optional(typed, "line_cost", pl.Int64), by_unit)


def _text(typed: pl.DataFrame, name: str) -> pl.Expr:
    text = optional(typed, name, pl.String)
    return text.str.slice(0, LONGEST[name]).alias(name) if name in LONGEST else text
