"""From what was said to the rows of `OwnValue`: typed, folded, many at once, over columns."""

from collections.abc import Mapping

import polars as pl

from nahbar.core.folded_columns import fold_column
from nahbar.core.money import MICROS
from nahbar.core.refusals import Refused
from nahbar.customers.models.own_fields import (
    LISTED,
    LONGEST_KEY,
    NUMBERS,
    Choice,
    OwnField,
    OwnKind,
)
from nahbar.customers.own_fields.kinds import READERS, Manner
from nahbar.customers.typed import on_one_line, word_key

ROWS = pl.Schema(
    {
        "customer_id": pl.Int64,
        "field_id": pl.Int64,
        "text": pl.String,
        "folded": pl.String,
        "number": pl.Int64,
        "day": pl.Date,
        "choice_id": pl.Int64,
    }
)
SAME = tuple(ROWS)
# What is kept in its normal form already and need not be read again.
NORMAL = {
    OwnKind.WHOLE: r"^-?[0-9]{1,12}$",
    OwnKind.DECIMAL: r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$",
    OwnKind.MONEY: r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$",
    OwnKind.DATE: r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    OwnKind.YES_NO: r"^(?:yes|no)$",
}
READ_ANEW = frozenset({*NORMAL, OwnKind.MAIL, OwnKind.LINK, OwnKind.PHONE})
BY_NUMBER = r"^#([0-9]{1,18})$"


def typed_rows(said: pl.DataFrame, fields: Mapping[str, OwnField], manner: Manner) -> pl.DataFrame:
    """Rows with the columns `ROWS` from `customer_id, key, value` (texts as records keep them).

    What does not fit the field's kind, because it was said when that was another, stays as `text`.
    Keys that name no field are left out.
    """
    parts = [pl.DataFrame(schema=ROWS)]
    for (key,), part in said.partition_by("key", as_dict=True).items():
        if (field := fields.get(str(key))) is not None:
            parts.append(_rows(field, part, manner))
    return pl.concat(parts)


def how_many_fit(field: OwnField, values: pl.Series, manner: Manner) -> int:
    """How many of these values, as records keep them, fit the field."""
    part = pl.DataFrame({"customer_id": range(values.len()), "key": field.key, "value": values})
    if field.kind in LISTED:
        return _chosen(field, part)["choice_id"].count()
    return _normal(field, part["value"], manner).count()


def _rows(field: OwnField, part: pl.DataFrame, manner: Manner) -> pl.DataFrame:
    if field.kind in LISTED:
        typed = _chosen(field, part)
    else:
        normal = _normal(field, part["value"], manner)
        typed = part.with_columns(*_typed(field, normal), normal.alias("normal"))
    filled = typed.with_columns(
        [
            pl.lit(None, dtype=dtype).alias(name)
            for name, dtype in ROWS.items()
            if name not in typed.columns
        ]
    )
    is_typed = pl.any_horizontal(
        pl.col(name).is_not_null() for name in ("number", "day", "choice_id")
    )
    text = (
        pl.col("normal").fill_null(pl.col("value"))
        if "normal" in typed.columns
        else pl.col("value")
    )
    rows = filled.with_columns(
        pl.lit(field.pk).alias("field_id"),
        pl.when(is_typed).then(pl.lit("")).otherwise(text).alias("text"),
    ).with_columns(search_key(field.kind, pl.col("text")))
    return _once(rows.select(pl.col(name).cast(dtype) for name, dtype in ROWS.items()))


def _once(rows: pl.DataFrame) -> pl.DataFrame:
    """A customer has one row of a field, or one for each choice."""
    return rows.unique(["customer_id", "choice_id"], keep="first", maintain_order=True)


def search_key(kind: str, text: pl.Expr) -> pl.Expr:
    """Under what a text is found: telephone numbers by their digits, all else folded."""
    key = text.str.replace_all(r"[^0-9]", "") if kind == OwnKind.PHONE else fold_column(text)
    return key.str.slice(0, LONGEST_KEY).alias("folded")


def _typed(field: OwnField, normal: pl.Series) -> list[pl.Series]:
    """The column of the kind; nothing for kinds of text."""
    if field.kind in NUMBERS:
        micros = (normal.cast(pl.Decimal(38, 6), strict=False) * MICROS).cast(pl.Int64)
        return [micros.alias("number")]
    if field.kind == OwnKind.YES_NO:
        return [normal.replace_strict({"yes": MICROS, "no": 0}, default=None, return_dtype=pl.Int64).alias("number")]  # fmt: skip
    if field.kind == OwnKind.DATE:
        return [normal.str.to_date("%Y-%m-%d", strict=False).alias("day")]
    return []


def _normal(field: OwnField, values: pl.Series, manner: Manner) -> pl.Series:
    """The values in the kind's normal form; null where they do not fit. Each different one is read once."""
    kind = OwnKind(field.kind)
    if kind not in READ_ANEW:
        return values
    look = NORMAL.get(kind)
    if look and values.str.contains(look).all():
        return values
    odd = values.unique().drop_nulls()
    if look:
        odd = odd.filter(
            ~odd.str.contains(look)
        )  # `1.234` is normal, and no longer to be guessed at
    read = {value: _read(kind, value, manner) for value in odd}
    if look:
        read |= {value: value for value in values.unique().drop_nulls() if value not in read}
    return values.replace_strict(read, default=None, return_dtype=pl.String)


def _read(kind: OwnKind, value: str, manner: Manner) -> str | None:
    try:
        return READERS[kind](on_one_line(value), manner)
    except Refused:
        return None


def _chosen(field: OwnField, part: pl.DataFrame) -> pl.DataFrame:
    """With `choice_id`: by key, else by word; merged choices are what they became."""
    wanted = part.select(pl.col("value").unique())
    numbers = wanted.select(pl.col("value").str.extract(BY_NUMBER).cast(pl.Int64).drop_nulls())
    keys = {value: word_key(on_one_line(value)) for value in wanted["value"] if value is not None}
    by_key: dict[str, int] = {}
    by_number: dict[int, int] = {}
    listed = Choice.objects.filter(choice_list=field.choice_list_id)
    for group, asked in (
        ("pk__in", numbers.to_series().to_list()),
        ("key__in", list(set(keys.values()))),
    ):
        for at in range(0, len(asked), 10_000):
            found = listed.filter(**{group: asked[at : at + 10_000]})
            for pk, key, merged in found.values_list("pk", "key", "merged_into_id"):
                by_number[pk] = by_key[key] = merged or pk
    chosen = {
        value: by_number.get(int(value[1:]))
        if value[1:].isdecimal() and value[0] == "#"
        else by_key.get(key)
        for value, key in keys.items()
        if value
    }
    choice = pl.col("value").replace_strict(chosen, default=None, return_dtype=pl.Int64)
    typed = part.with_columns(choice.alias("choice_id"))
    return typed.unique("customer_id", keep="first", maintain_order=True) if field.kind == OwnKind.CHOICE else typed  # fmt: skip
