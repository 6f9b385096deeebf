"""What a line comes to: its own amount beside the unit price, and the discount that is taken off it."""

import re
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from nahbar.intake.mapping.decimals import MICROS
from nahbar.intake.mapping.headers import key_of, tokens
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import ColumnChoice, Proposal, Question, Why
from nahbar.intake.mapping.tables import TableProfile

PERCENT, OF_LINE, OF_PIECE, INCLUDED = "percent", "of_line", "of_piece", "included"
MEANINGS = (PERCENT, OF_LINE, OF_PIECE, INCLUDED)
LARGEST_AMOUNT = 10**11
_MOSTLY = 0.5
# What a table of lines says of the line, and a table of orders of the order.
_EITHER = {
    key_of(tokens(word))
    for word in ("Gesamt netto", "Gesamt brutto", "Gesamt", "Summe", "Summe netto", "Summe brutto",
                 "Total", "Total Price", "Netto gesamt", "Nettobetrag", "Brutto", "Bruttobetrag", "Betrag brutto", "Gesamtwert")
}  # fmt: skip
_SAYS_PERCENT = re.compile(r"%|prozent|percent|pct|satz\b|\brate\b", re.IGNORECASE)
_SAYS_DISCOUNT = re.compile(r"rabatt|discount|nachlass|skonto|refunded|erstattet", re.IGNORECASE)
_SAYS_WHY = re.compile(r"code|grund|reason|type|typ|text|art\b|name", re.IGNORECASE)


def settle_amounts(choices: Sequence[ColumnChoice], profile: TableProfile) -> list[ColumnChoice]:
    """The amount as the line's or as the order's, and a discount only where it is needed."""
    settled = [_settled(choice, choices, profile) for choice in choices]
    fields = {choice.field for choice in settled}
    why = Why("amount_given" if "line_amount" in fields else "nothing_fits")
    if "unit_price" in fields and "line_amount" not in fields:
        return settled
    return [
        ColumnChoice(one.column, one.header, why=why) if one.field == "discount" else one
        for one in settled
    ]


def _settled(
    one: ColumnChoice, choices: Sequence[ColumnChoice], profile: TableProfile
) -> ColumnChoice:
    """Beside quantity and price an amount is the line's, unless all lines of an order repeat it."""
    column_of = {choice.field: choice.column for choice in choices if choice.field}
    either = {"order_amount": "line_amount", "line_amount": "order_amount"}
    other = either.get(one.field or "")
    if other is None or other in column_of or not {"quantity", "unit_price"} <= column_of.keys():
        return one
    column = profile.columns.get(one.column, ColumnProfile())
    if column.nulls > column.rows * 0.05:
        return one  # an order's amount that stands on its first line only
    place = column_of.get("order_number", ""), one.column
    several, says_either = profile.several[place], key_of(tokens(one.header)) in _EITHER
    is_repeated = profile.same[place] > _MOSTLY * several
    if one.field == "order_amount":
        moves = not is_repeated if several else says_either
    else:
        moves = says_either and is_repeated
    return replace(one, field=other) if moves else one


def meaning_of(column: ColumnProfile, header: str) -> str | None:
    """`percent` where the heading or the cells say so themselves; else a person knows."""
    signs = sum("%" in cell for cell in column.examples)
    return PERCENT if _SAYS_PERCENT.search(header) or signs * 2 > len(column.examples) else None


def ask_about_discount(proposal: Proposal, profile: TableProfile) -> tuple[Question, ...]:
    """What the numbers of a discount are, where a discount has to be taken off."""
    if "line_amount" in proposal.fields:
        return ()
    return tuple(
        Question(
            f"discount_means:{choice.column}",
            "discount_means",
            choice.column,
            MEANINGS,
            {
                "header": choice.header,
                "examples": profile.columns.get(choice.column, ColumnProfile()).examples[:3],
            },
        )
        for choice in proposal.choices
        if choice.field == "discount" and not choice.options.get("means")
    )


def unused_discounts(proposal: Proposal) -> tuple[str, ...]:
    """Headings that speak of a discount which nothing takes off."""
    if proposal.kind != "orders" or {"line_amount", "discount"} & proposal.fields:
        return ()
    return tuple(
        choice.header
        for choice in proposal.choices
        if choice.field is None
        and choice.why.code != "person"
        and _SAYS_DISCOUNT.search(choice.header)
        and not _SAYS_WHY.search(choice.header)
    )


def take_discount_off(mapping: Proposal, frame: pl.DataFrame) -> pl.DataFrame:
    """The amount of each line less its discount, exact to a millionth, the half rounded up.

    A discount makes an amount smaller, whichever of the two is written below zero. Where the table
    gives the amount of the line itself, that stands.
    """
    given = {"discount", "unit_price"} <= set(frame.columns)
    if not given or "line_amount" in frame.columns:
        return frame.drop("discount", strict=False)
    means = next(c.options.get("means") for c in mapping.choices if c.field == "discount")
    million, hundred = pl.lit(MICROS, pl.Int128), pl.lit(100 * MICROS, pl.Int128)
    price = pl.col("unit_price").cast(pl.Int128)
    quantity = pl.col("quantity").cast(pl.Int128) if "quantity" in frame.columns else million
    discount = pl.col("discount").fill_null(0).abs().cast(pl.Int128)
    full = (quantity * price).abs()
    less = {
        PERCENT: (full * (hundred - discount) + hundred // 2) // hundred,
        OF_LINE: full - discount * million,
        OF_PIECE: quantity.abs() * (price.abs() - discount),
    }[str(means)]
    micros = (less + million // 2) // million * (quantity * price).sign()
    believable = full <= LARGEST_AMOUNT * MICROS**2  # else the product is refused as it is
    amount = pl.when(believable).then(micros).cast(pl.Int64, strict=False)
    return frame.with_columns(amount.alias("line_amount")).drop("discount")
