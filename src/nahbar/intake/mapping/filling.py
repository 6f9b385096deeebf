"""Orders whose head stands on their first line only (as in Shopify's export)."""

import polars as pl

from nahbar.intake.mapping.slots import Slot

Carry = dict[str, str | None]


def fill_down(
    slots: tuple[Slot, ...], chunk: pl.DataFrame, carry: Carry
) -> tuple[pl.DataFrame, Carry]:
    """The chunk with each order's head cells on all its lines, and what the next chunk needs.

    Only empty cells are filled, only from earlier lines of the same order number.
    """
    key = next((s.choice.column for s in slots if s.field.name == "order_number"), None)
    heads = [
        slot.choice.column
        for slot in slots
        # The amount of an order belongs to its first line: repeated, it would count twice.
        if slot.field.per_order and slot.field.name not in {"order_number", "order_amount"}
    ]
    if key is None or not heads or chunk.is_empty():
        return chunk, carry
    opened = chunk.select(key, *heads)
    if carry.get(key) is not None:
        first = pl.DataFrame(
            {name: [carry.get(name)] for name in (key, *heads)}, schema=opened.schema
        )
        opened = pl.concat([first, opened])
    filled = opened.with_columns(
        pl.when(pl.col(key).is_not_null()).then(pl.col(name).forward_fill().over(key)).alias(name)
        for name in heads
    )
    last = {name: str(cell) if cell is not None else None for name, cell in filled.tail(1).row(0, named=True).items()}  # fmt: skip
    tail = filled.tail(chunk.height)
    return chunk.with_columns(tail[name] for name in heads), last
