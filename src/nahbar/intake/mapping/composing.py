"""What no column says alone: time beside date, names out of full names, kinds of lines, needs."""

import polars as pl

from nahbar.intake.mapping.amounts import LARGEST_AMOUNT, take_discount_off
from nahbar.intake.mapping.credit_notes import take_credits_off
from nahbar.intake.mapping.customer_fields import NAMING
from nahbar.intake.mapping.decimals import MICROS
from nahbar.intake.mapping.faults import Faults
from nahbar.intake.mapping.fields import ValueType
from nahbar.intake.mapping.order_kinds import ORDER, kind_of_lines
from nahbar.intake.mapping.people import PARTS
from nahbar.intake.mapping.places import currency_signs
from nahbar.intake.mapping.proposal import Proposal
from nahbar.intake.mapping.slots import Slot

_STREET = r"^(.*[^0-9\s,].*?),?\s+([0-9]{1,4}\s?[a-zA-Z]?(?:\s?[/-]\s?[0-9]+\w?)*)$"

SUM_WORDS = (
    "summe",
    "gesamtsumme",
    "zwischensumme",
    "gesamt",
    "total",
    "subtotal",
    "sum",
    "grand total",
)
BIRTH_PARTS = ("day_of_birth", "birth_month", "birth_year")
LEAP_YEAR = 2000  # stands for the year of a birthday whose year nobody told: it has a 29 February


def compose(
    mapping: Proposal,
    slots: tuple[Slot, ...],
    chunk: pl.DataFrame,
    frame: pl.DataFrame,
    faults: Faults,
) -> pl.DataFrame:
    """The typed frame completed, and faults added for rows that lack what their kind needs."""
    frame = _with_names(frame)
    frame = _with_places(frame)
    if mapping.kind == "orders":
        frame = _with_moment(frame, "ordered")
        frame = _with_currency(slots, chunk, frame)
        frame = take_discount_off(mapping, take_credits_off(mapping, frame))
        frame = _with_line_kind(mapping, frame)
        _need(faults, frame, "ordered_at", frame["ordered_at"].is_null())
        _need(faults, frame, "amount", ~_has_amount(mapping, frame))
        _judge_amounts(slots, chunk, frame, faults)
    elif mapping.kind == "encounters":
        frame = _with_moment(frame, "occurred")
        _need(faults, frame, "occurred_at", frame["occurred_at"].is_null())
    else:
        frame = _with_birthday(slots, chunk, frame, faults)
        known = [
            pl.col(name).is_not_null() if name != "customer_number" else _is_number(pl.col(name))
            for name in frame.columns
            if name.rstrip("0123456789").rstrip("_") in NAMING
        ]
        identified = frame.select(pl.any_horizontal(known)).to_series() if known else None
        if identified is not None:
            _need(faults, frame, "identity", ~identified)
    return frame


def _need(faults: Faults, frame: pl.DataFrame, what: str, lacking: pl.Series) -> None:
    """Reject rows without `what`, unless a bad value has already said why."""
    already = faults.rejected()
    lacking = lacking & ~frame["row"].is_in(already.implode()) if len(already) else lacking
    if not lacking.any():
        return
    code = pl.when(pl.lit(lacking)).then(pl.lit("value_missing"))
    codes = frame.select(code.alias("code")).to_series()
    faults.add(what, pl.repeat(None, frame.height, dtype=pl.String, eager=True), codes, "reject")


def _is_number(key: pl.Expr) -> pl.Expr:
    """Whether a key can name somebody: the word before the sum below a table does not."""
    return key.is_not_null() & ~key.str.to_lowercase().is_in(SUM_WORDS)


def _judge_amounts(
    slots: tuple[Slot, ...], chunk: pl.DataFrame, frame: pl.DataFrame, faults: Faults
) -> None:
    """Reject amounts too large to be true: quantity and price may each be believable, and their
    product not. Orders below zero are kept (they are adjustments), but said."""
    money = [slot for slot in slots if slot.name in {"line_amount", "unit_price", "order_amount"}]
    if not money:
        return
    amounts, column = line_amounts(frame), money[0].choice
    absurd = amounts.abs() > LARGEST_AMOUNT * MICROS**2
    absurd &= ~frame["row"].is_in(faults.rejected().implode())
    negative = (amounts < 0) & (frame["line_kind"] == ORDER)
    for odd, code, severity in (
        (absurd, "amount_absurd", "reject"),
        (negative, "amount_negative", "kept"),
    ):
        said = pl.when(pl.lit(odd.fill_null(value=False))).then(pl.lit(code))
        codes = frame.select(said.alias("code")).to_series()
        faults.add(column.header, chunk[column.column], codes, severity)


def _has_amount(mapping: Proposal, frame: pl.DataFrame) -> pl.Series:
    if mapping.fill_down and not {"unit_price", "line_amount"} & set(frame.columns):
        # The order's amount stands on its first line; its further lines need none.
        return pl.repeat(value=True, n=frame.height, eager=True)
    ways = [
        pl.all_horizontal(pl.col(name).is_not_null() for name in way)
        for way in (("line_amount",), ("quantity", "unit_price"), ("order_amount",))
        if set(way) <= set(frame.columns)
    ]
    return frame.select(pl.any_horizontal(ways) if ways else pl.lit(value=False)).to_series()


def _with_names(frame: pl.DataFrame) -> pl.DataFrame:
    """Parts of a full name fill the fields no column of their own has filled."""
    source = next(
        (n for n in ("full_name", "customer_name") if f"{n}_{PARTS[0]}" in frame.columns), None
    )
    if source is None:
        return frame
    # A name given in parts is not overruled by what its display form was split into.
    apart = [n for n in ("first_name", "last_name") if n in frame.columns]
    is_apart = (
        pl.any_horizontal(pl.col(n).is_not_null() for n in apart) if apart else pl.lit(value=False)
    )
    merged = []
    for part in PARTS:
        split = pl.col(f"{source}_{part}")
        if part in {"first_name", "last_name"}:
            split = pl.when(~is_apart).then(split)
        own = [pl.col(part)] if part in frame.columns else []
        merged.append(pl.coalesce(*own, split).alias(part))
    return frame.with_columns(merged).drop(f"{source}_{part}" for part in PARTS)


def _with_places(frame: pl.DataFrame) -> pl.DataFrame:
    """House numbers out of streets and towns out of "1010 Wien", for each address."""
    for name in [n for n in frame.columns if n == "street" or n.startswith("street_")]:
        house = name.replace("street", "house_number")
        if house not in frame.columns:
            number = pl.col(name).str.extract(_STREET, 2)
            street = pl.coalesce(pl.col(name).str.extract(_STREET, 1), pl.col(name))
            frame = frame.with_columns(number.alias(house), street.alias(name))
    for name in [n for n in frame.columns if n.startswith("postcode_city")]:
        postcode, city = name.replace("_city", "", 1), name.replace("postcode_", "", 1)
        pattern = r"^(?:[A-Z]{1,2}[- ])?([0-9]{4,5})\s+(.+)$"
        split = [
            pl.col(name).str.extract(pattern, 1).alias("split_postcode"),
            pl.coalesce(pl.col(name).str.extract(pattern, 2), pl.col(name)).alias("split_city"),
        ]
        frame = frame.with_columns(split).drop(name)
        for part, found in ((postcode, "split_postcode"), (city, "split_city")):
            own = [pl.col(part)] if part in frame.columns else []
            frame = frame.with_columns(pl.coalesce(*own, pl.col(found)).alias(part)).drop(found)
    return frame


def _with_moment(frame: pl.DataFrame, what: str) -> pl.DataFrame:
    """A time of day in a column of its own joins its date."""
    moment, clock, flag = f"{what}_at", f"{what}_time", f"{what}_at_has_time"
    if moment not in frame.columns:
        nothing = pl.lit(None, dtype=pl.Datetime("us"))
        return frame.with_columns(nothing.alias(moment), pl.lit(value=False).alias(flag))
    if clock not in frame.columns:
        return frame
    joins = pl.col(clock).is_not_null() & ~pl.col(flag)
    joined = pl.col(moment).dt.combine(pl.col(clock))
    return frame.with_columns(
        pl.when(joins).then(joined).otherwise(pl.col(moment)).alias(moment),
        (pl.col(flag) | joins).alias(flag),
    ).drop(clock)


def _with_birthday(
    slots: tuple[Slot, ...], chunk: pl.DataFrame, frame: pl.DataFrame, faults: Faults
) -> pl.DataFrame:
    """Day, month and perhaps year of birth in columns of their own, where there is such a day."""
    if not {"day_of_birth", "birth_month"} <= set(frame.columns):
        return frame
    parts = [name for name in BIRTH_PARTS if name in frame.columns]
    year = pl.col("birth_year") if "birth_year" in parts else pl.lit(None, dtype=pl.Int64)
    text = pl.format("{}-{}-{}", year.fill_null(LEAP_YEAR), "birth_month", "day_of_birth")
    no_day = text.is_not_null() & text.str.strptime(pl.Date, "%Y-%m-%d", strict=False).is_null()
    codes = frame.select(pl.when(no_day).then(pl.lit("date_impossible")).alias("code")).to_series()
    day = next(slot.choice for slot in slots if slot.name == "day_of_birth")
    faults.add(day.header or day.column, chunk[day.column], codes, "note")
    return frame.with_columns(pl.when(~no_day).then(pl.col(name)).alias(name) for name in parts)


def _with_currency(
    slots: tuple[Slot, ...], chunk: pl.DataFrame, frame: pl.DataFrame
) -> pl.DataFrame:
    """Where no column names the currency, the signs beside the amounts do."""
    if "currency" in frame.columns:
        return frame
    money = [chunk[s.choice.column] for s in slots if s.field.type is ValueType.MONEY]
    signs = [currency_signs(cells).alias(f"sign{i}") for i, cells in enumerate(money)]
    if not signs:
        return frame.with_columns(pl.lit(None, dtype=pl.String).alias("currency"))
    found = pl.DataFrame(signs).select(pl.coalesce(pl.all()).alias("currency"))
    return frame.with_columns(found["currency"])


def _with_line_kind(mapping: Proposal, frame: pl.DataFrame) -> pl.DataFrame:
    """`line_kind` from words first, then from the date of cancelling, then from the rules."""

    def has(name: str) -> pl.Expr | None:
        return pl.col(name) if name in frame.columns else None

    amounts = [pl.col(n) for n in ("line_amount", "order_amount") if n in frame.columns]
    by_rule = kind_of_lines(
        mapping.rules,
        order_number=has("order_number"),
        quantity=has("quantity"),
        amount=pl.coalesce(*amounts) if amounts else None,
    )
    worded = [
        pl.when(pl.col(name) != ORDER).then(pl.col(name))
        for name in ("line_kind", "order_status")
        if name in frame.columns
    ]
    if "cancelled_at" in frame.columns:
        worded.append(pl.when(pl.col("cancelled_at").is_not_null()).then(pl.lit("cancellation")))
    return frame.with_columns(pl.coalesce(*worded, by_rule).alias("line_kind"))


def line_amounts(frame: pl.DataFrame) -> pl.Series:
    """Exact amount of each line in millionths of millionths (Int128): quantity × price.

    A line amount given counts as it is; where neither is there, the order's amount.
    """
    million = pl.lit(MICROS, dtype=pl.Int128)
    products = (
        (("line_amount",), million), (("quantity", "unit_price"), None), (("order_amount",), million)
    )  # fmt: skip
    ways: list[pl.Expr] = []
    for names, factor in products:
        if set(names) <= set(frame.columns):
            last = pl.col(names[-1]).cast(pl.Int128) if factor is None else factor
            ways.append(pl.col(names[0]).cast(pl.Int128) * last)
    return frame.select(pl.coalesce(ways).alias("amount")).to_series()
