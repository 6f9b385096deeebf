"""Fields that the house made for itself, as targets of a mapping, and the readers that only they have.

A target is named `own:kind:key`, so that it says by itself how its cells are read. The words of
lists and the bounds come with the column's options, as they are when the mapping is made.
"""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.fields import Field, ValueType
from nahbar.intake.mapping.reading import answer

OWN = "own:"
TYPES = {
    "text": ValueType.SHORT,
    "long_text": ValueType.TEXT,
    "whole": ValueType.INTEGER,
    "decimal": ValueType.DECIMAL,
    "money": ValueType.MONEY,
    "date": ValueType.DATE,
    "yes_no": ValueType.YES_NO,
    "choice": ValueType.CHOICE,
    "choices": ValueType.CHOICES,
    "link": ValueType.LINK,
    "mail": ValueType.EMAIL,
    "phone": ValueType.PHONE,
}
YES = ("yes", "ja", "true", "wahr", "1", "x", "j", "y", "on", "1.0")
NO = ("no", "nein", "false", "falsch", "0", "n", "off", "0.0")
_LINK = r"^(?i:https?://)?[\p{L}0-9-]+(?:\.[\p{L}0-9-]+)+(?::[0-9]{1,5})?(?:[/?#][^\s\"]*)?$"


def own_field(name: str) -> Field:
    """The field that a target's name stands for; `KeyError` for a kind that there is not."""
    kind, _colon, key = name.removeprefix(OWN).partition(":")
    if not key:
        raise KeyError(name)
    return Field(name, TYPES[kind], ())


def target(kind: str, key: str) -> str:
    """The name of the target for a field of this kind."""
    return f"{OWN}{kind}:{key}"


def key_of(name: str) -> str:
    """The field's key, from the name of a target."""
    return name.rsplit(":", 1)[-1]


def read_yes_no(raw: pl.Series) -> pl.DataFrame:
    """Reader: `ja`, `1`, `x`, `false` … → `yes` or `no`; `yes_no_unreadable`."""
    cells = without_absent(raw, free_text=True)
    word = pl.col("raw").str.to_lowercase()
    value = pl.when(word.is_in(YES)).then(pl.lit("yes")).when(word.is_in(NO)).then(pl.lit("no"))
    unread = value.is_null() & pl.col("raw").is_not_null()
    return answer(cells, value, pl.when(unread).then(pl.lit("yes_no_unreadable")))


def read_links(raw: pl.Series) -> pl.DataFrame:
    """Reader: addresses of pages → the same with `https://` where no scheme stands; `link_unreadable`."""
    cells = without_absent(raw)
    cell = pl.col("raw")
    whole = (
        pl.when(cell.str.contains("://", literal=True))
        .then(cell)
        .otherwise(pl.lit("https://") + cell)
    )
    unread = cell.is_not_null() & ~cell.str.contains(_LINK)
    return answer(cells, whole, pl.when(unread).then(pl.lit("link_unreadable")))


def read_choice(raw: pl.Series, *, words: Mapping[str, int] | None = None) -> pl.DataFrame:
    """Reader: words of a list → `#` and the choice's key; `choice_unknown`."""
    return _read_words(raw, lambda cell: _one(cell, words or {}), pl.String)


def read_choices(raw: pl.Series, *, words: Mapping[str, int] | None = None) -> pl.DataFrame:
    """Reader: words parted by `;`, `|`, line breaks or commas → a list of choices; `choice_unknown`.

    One unknown word makes the cell bad: nobody should believe it was read whole.
    """
    return _read_words(raw, lambda cell: _several(cell, words or {}), pl.List(pl.String))


def checked(read: pl.DataFrame, checks: Mapping[str, Any]) -> pl.DataFrame:
    """What was read, with values beyond a field's bounds made null and a code beside.

    `checks`: `least`, `most` (as the values are: millionths, whole numbers, ISO days), `longest`
    (characters), `look` (a pattern). Codes: `own_too_small`, `own_too_large`, `own_too_long`,
    `own_form`.
    """
    value = pl.col("value").list.first() if read.schema["value"] == pl.List else pl.col("value")
    if read.schema["value"] in (pl.Date, pl.Datetime):
        value = value.cast(pl.Date).cast(pl.String)
    found: list[pl.Expr] = []
    for name, code, is_bad in (
        ("least", "own_too_small", lambda bound: value < bound),
        ("most", "own_too_large", lambda bound: value > bound),
        ("longest", "own_too_long", lambda bound: value.str.len_chars() > bound),
        ("look", "own_form", lambda bound: ~_bare(value).str.contains(f"^(?:{bound})$")),
    ):
        if checks.get(name) is not None:
            found.append(pl.when(is_bad(checks[name])).then(pl.lit(code)))
    if not found:
        return read
    judged = read.with_columns(pl.coalesce(pl.col("code"), *found).alias("code"))
    return judged.with_columns(
        pl.when(pl.col("code").is_null()).then(pl.col("value")).alias("value")
    )


def _bare(value: pl.Expr) -> pl.Expr:
    return value.str.replace_all(r"\s", "").str.to_uppercase()


def _read_words(raw: pl.Series, find: Callable[[str], Any], dtype: Any) -> pl.DataFrame:
    present = raw.drop_nulls().unique().to_list()
    found = {cell: find(cell) for cell in present if cell.strip()}
    known = pl.DataFrame(
        {"raw": list(found), "value": list(found.values())},
        schema={"raw": pl.String, "value": dtype},
    )
    cells = raw.alias("raw").to_frame().with_columns(without_absent(raw.alias("raw")).alias("said"))
    read = cells.join(known, on="raw", how="left", maintain_order="left")
    unread = pl.col("value").is_null() & pl.col("said").is_not_null()
    return read.select("value", pl.when(unread).then(pl.lit("choice_unknown")).alias("code"))


def _one(cell: str, words: Mapping[str, int]) -> str | None:
    choice = words.get(" ".join(cell.split()).casefold())
    return None if choice is None else f"#{choice}"


def _several(cell: str, words: Mapping[str, int]) -> list[str] | None:
    for marks in ("", ";|\n", ";|\n,"):
        text = cell
        for mark in marks:
            text = text.replace(mark, "\x1f")
        parts = [_one(part, words) for part in text.split("\x1f") if part.strip()]
        if parts and None not in parts:
            return list(dict.fromkeys(part for part in parts if part))
    return None
