"""Credit notes that an export writes like invoices: the kind says *Gutschrift*, the amount has no sign."""

from collections.abc import Sequence

import polars as pl

from nahbar.intake.mapping.order_kinds import CANCELLATION, RETURN, read_order_kinds
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import ColumnChoice, Proposal, Question
from nahbar.intake.mapping.tables import TableProfile

CODE, OPTION = "credit_sign", "credit"
SUBTRACT, AS_WRITTEN = "subtract", "as_written"
_SIGNED = ("quantity", "line_amount", "order_amount", "line_cost")
_TAKEN_OFF = (RETURN, CANCELLATION)


def ask_about_credits(
    choices: Sequence[ColumnChoice], profile: TableProfile
) -> tuple[Question, ...]:
    """What lines are that their kind takes back, where nothing in the whole table is below zero.

    Unanswered they stay as written: such a line may also be the order itself, called off.
    """
    column_of = {choice.field: choice for choice in choices if choice.field}
    kinds = column_of.get("line_kind")
    if kinds is None or OPTION in kinds.options:
        return ()
    words = _words_for_less(profile.columns.get(kinds.column, ColumnProfile()))
    numbers = [column_of[name].column for name in _SIGNED if name in column_of]
    if not words or any(_falls_below_zero(profile, number) for number in numbers):
        return ()
    evidence = {"header": kinds.header, "examples": words}
    asked = (AS_WRITTEN, SUBTRACT)
    return (Question(f"{CODE}:{kinds.column}", CODE, kinds.column, asked, evidence, AS_WRITTEN),)


def take_credits_off(mapping: Proposal, frame: pl.DataFrame) -> pl.DataFrame:
    """Lines whose kind takes something back below zero, where a person has said so.

    `line_kind` must still be what its own column says. Without a quantity the price turns, for
    quantity × price has to give the amount.
    """
    if not any(choice.options.get(OPTION) == SUBTRACT for choice in mapping.choices):
        return frame
    turned = [*_SIGNED, *(() if "quantity" in frame.columns else ("unit_price", "cost"))]
    is_credit = pl.col("line_kind").is_in(_TAKEN_OFF).fill_null(value=False)
    return frame.with_columns(
        pl.when(is_credit).then(-pl.col(name).abs()).otherwise(pl.col(name)).alias(name)
        for name in turned
        if name in frame.columns
    )


def _words_for_less(column: ColumnProfile) -> list[str]:
    read = read_order_kinds(pl.Series("raw", column.examples, dtype=pl.String))
    kinds = read["value"].to_list()
    return [word for word, kind in zip(column.examples, kinds, strict=True) if kind in _TAKEN_OFF]


def _falls_below_zero(profile: TableProfile, number: str) -> bool:
    below = sum(count for (_, column, _), count in profile.signs.items() if column == number)
    return bool(below or profile.columns.get(number, ColumnProfile()).share("negative"))
