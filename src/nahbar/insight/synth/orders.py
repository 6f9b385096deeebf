"""Bills of the visits: numbered, with lines, prices and costs; some called off or taken back."""

import numpy as np
import polars as pl

from nahbar.insight.synth.catalogue import CARS, PRODUCTS, REPAIRS, TOLD, bills
from nahbar.insight.synth.lives import YEAR, Floats

INFLATION = 0.03
CALLED_OFF, GIVEN_BACK, MENDED_FREE = 0.008, 0.05, 0.6
ACCESSORY = "Zubehör"
COLUMNS = (
    *("order_number", "occurred_at", "customer", "branch", "employee", "kind"),
    *("sku", "product", "group", "quantity", "unit_price", "unit_cost"),
    *("promised_on", "delivered_on", "visit"),
)


def write_bills(
    visits: pl.DataFrame, *, spending: Floats, random: np.random.Generator
) -> pl.DataFrame:
    """Frame of order lines by time, money in cents: the columns `COLUMNS`.

    `visits`: `visit, customer` (null: somebody nobody asked for a name), `day, occurred_at, bill,
    branch, employee, went_wrong, is_late`. `delivered_on` is the day on which it was really ready.
    """
    lines = _priced(_lines(visits, random), spending, random)
    documents = [
        lines,
        _called_off(lines, random),
        _given_back(lines, random),
        _mended_free(lines, visits, random),
    ]
    return _numbered(pl.concat(documents, how="diagonal").sort("occurred_at", "visit", "document"))


def _lines(visits: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """The articles of each visit's bill, in the bill's order."""
    possible = visits.join(bills(), on="bill", maintain_order="left").join(
        PRODUCTS, on="sku", maintain_order="left"
    )
    n = possible.height
    extra = pl.Series(random.random(n)) * (pl.col("most") - pl.col("least") + 1)
    drawn = possible.with_columns(
        quantity=pl.col("least") + extra.floor().cast(pl.Int64), chosen=pl.Series(random.random(n))
    ).filter(pl.col("chosen") < pl.col("chance"))
    bought_back = pl.col("sku") == "F700"
    return drawn.with_columns(
        kind=pl.when(bought_back).then(pl.lit("take_back")).otherwise(pl.lit("order")),
        document=pl.lit(0),
    )


def _priced(lines: pl.DataFrame, spending: Floats, random: np.random.Generator) -> pl.DataFrame:
    n = lines.height
    is_car = pl.col("group").is_in(["Neuwagen", "Gebrauchtwagen", "Fahrzeugankauf"])
    means = lines.select(pl.col("customer").fill_null(0)).to_series().to_numpy()
    purse = pl.Series(np.sqrt(spending[means]))
    older = (1 + INFLATION) ** (pl.col("day") / YEAR).floor()
    spread = pl.when(is_car).then(pl.Series(random.normal(0, 0.13, n)).exp()).otherwise(1.0)
    price = pl.col("price") * older * purse * spread
    step = pl.when(is_car).then(1_000).otherwise(10)
    cents = (price * 100 / step).round().cast(pl.Int64) * step
    margin = (pl.col("margin") * pl.Series(random.normal(1, 0.12, n))).clip(-0.1, 0.85)
    return lines.with_columns(unit_price=cents).with_columns(
        unit_cost=(pl.col("unit_price") * (1 - margin)).round().cast(pl.Int64),
        **_promises(lines, random),
    )


def _promises(lines: pl.DataFrame, random: np.random.Generator) -> dict[str, pl.Expr]:
    """Parts and cars are promised for a day; with some it gets late."""
    n = lines.height
    ordered = pl.col("occurred_at").dt.date()
    is_car, is_repair = pl.col("bill").is_in(CARS), pl.col("bill").is_in(REPAIRS)
    one_draw = random.random(
        int(lines["visit"].to_numpy().max(initial=0)) + 1
    )  # one promise for all lines
    draw = pl.Series(one_draw[lines["visit"].to_numpy()] if n else [], dtype=pl.Float64)
    days = pl.when(is_car).then(14 + draw * 50).otherwise(1 + draw * 4).cast(pl.Int64)
    promised = pl.when(is_car | is_repair).then(ordered + pl.duration(days=days))
    delay = pl.when(pl.col("is_late")).then((3 + draw * 12).cast(pl.Int64)).otherwise(0)
    return {"promised_on": promised, "delivered_on": promised + pl.duration(days=delay)}


def _called_off(lines: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """A whole bill taken back some days later by one of its own."""
    chosen = lines["visit"].unique(maintain_order=True)
    chosen = chosen.filter(pl.Series(random.random(len(chosen)) < CALLED_OFF))
    mine = lines.filter(
        pl.col("visit").is_in(chosen.implode()) & ~pl.col("bill").is_in(CARS + TOLD)
    )
    return _against(mine, "cancellation", days=2, document=1)


def _given_back(lines: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """An accessory that did not fit."""
    mine = lines.filter(
        pl.Series(random.random(lines.height) < GIVEN_BACK)
        & (pl.col("group") == ACCESSORY)
        & (pl.col("price") > 30)
        & ~pl.col("bill").is_in(CARS + TOLD)
    ).unique("visit", keep="first", maintain_order=True)
    return _against(mine, "return", days=6, document=2)


def _against(lines: pl.DataFrame, kind: str, *, days: int, document: int) -> pl.DataFrame:
    return lines.with_columns(
        pl.col("occurred_at") + pl.duration(days=days, minutes=45),
        kind=pl.lit(kind),
        quantity=-pl.col("quantity"),
        document=pl.lit(document),
        promised_on=pl.lit(None, dtype=pl.Date),
        delivered_on=pl.lit(None, dtype=pl.Date),
    )


def _mended_free(
    lines: pl.DataFrame, visits: pl.DataFrame, random: np.random.Generator
) -> pl.DataFrame:
    """What went wrong in the workshop is often done again: it costs the house, not the customer."""
    wrong = visits.filter(
        pl.col("went_wrong") & pl.Series(random.random(visits.height) < MENDED_FREE)
    )
    hour = PRODUCTS.row(by_predicate=pl.col("sku") == "L130", named=True)
    return wrong.select(
        *("visit", "customer", "day", "bill", "branch", "employee"),
        pl.col("occurred_at") + pl.duration(days=5, minutes=30),
        pl.lit("complaint").alias("kind"),
        pl.lit(hour["sku"]).alias("sku"),
        pl.lit("Nacharbeit auf Kulanz").alias("product"),
        pl.lit(hour["group"]).alias("group"),
        pl.lit(1, dtype=pl.Int64).alias("quantity"),
        pl.lit(0, dtype=pl.Int64).alias("unit_price"),
        pl.lit(6_900, dtype=pl.Int64).alias("unit_cost"),
        pl.lit(3).alias("document"),
    ).join(lines.select("visit").unique(), on="visit", how="semi", maintain_order="left")


def _numbered(lines: pl.DataFrame) -> pl.DataFrame:
    """Two digits of the year and a running number, as the till counts."""
    documents = lines.unique(["visit", "document"], keep="first", maintain_order=True)
    year = pl.col("occurred_at").dt.year()
    documents = documents.select(
        "visit",
        "document",
        order_number=(year % 100 * 100_000 + pl.int_range(1, pl.len() + 1).over(year)).cast(
            pl.String
        ),
    )
    return lines.join(documents, on=["visit", "document"], maintain_order="left").select(COLUMNS)
