"""Words that stand in a cell and mean: there is no value.

Unmistakable words (what programs write: `nan`, `NULL`, `#N/V`) are no value in every field, free
text included. Shy words (what people write: `-`, `k.A.`, `unbekannt`) are no value except in free
text. In names only the spellings of programs count: *Null* and *Nan* are people's names, `NULL`
and `nan` are not. `NA` in a country column is read as no value, not as Namibia: exports of
statistics programs write it for missing, and a wrong country is worse than none.
"""

import polars as pl

from nahbar.intake.mapping.fields import words

UNMISTAKABLE = frozenset(
    [
        "nan",
        "null",
        "n/a",
        "#n/a",
        "#n/v",
        "#nv",
        "#na",
        "<null>",
        "(null)",
        "<na>",
        "nat",
        "none",
        "nil",
        "undefined",
        "\\n",
        "#wert!",
        "#value!",
        "#bezug!",
        "#ref!",
        "#div/0!",
        "#name?",
        "#num!",
        "#zahl!",
        "-nan",
        "1.#qnan",
        "(leer)",
        "(blank)",
        "(empty)",
        "[null]",
    ]
)
SHY = frozenset(
    words(
        "-|--|---|–|—|?|??|???|.|..|...|…|/|./.|*|x|na|n.a.|n. a.|k.a.|k. a.|ka|keine angabe|"
        "keine angaben|nicht angegeben|unbekannt|unknown|unspecified|not specified|not provided|"
        "not available|keine|kein|ohne|leer|empty|n.v.|n/v|nicht vorhanden|nicht bekannt|no data|"
        "keine daten|0000-00-00|0000-00-00 00:00:00|00.00.0000|00.00.0000 00:00:00|00/00/0000|"
        "not set|(not set)|(none)|missing|nicht zugeordnet"
    )
)
IN_NAMES = ("nan", "NaN", "NAN", "null", "NULL", "n/a", "N/A", "#N/A", "#N/V", "#NV", "#NA", "<null>",
            "<NULL>", "(null)", "(NULL)", "undefined", "None", "NaT", "-", "--", "?", "k.A.", "k. A.",
            "(leer)", "(blank)", "(empty)", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "unbekannt",
            "keine Angabe", "n.a.", ".", "...", "<NA>", "Unbekannt", "unknown", "Unknown")  # fmt: skip
_LONGEST = max(map(len, UNMISTAKABLE | SHY))


def is_absent(cell: pl.Expr, *, free_text: bool = False, name: bool = False) -> pl.Expr:
    """Boolean: the cell holds a word for "no value" (nulls stay null)."""
    if name:
        return cell.is_in(list(IN_NAMES))
    absent = UNMISTAKABLE if free_text else UNMISTAKABLE | SHY
    return (cell.str.len_bytes() <= _LONGEST * 2) & cell.str.to_lowercase().is_in(sorted(absent))


def without_absent(cells: pl.Series, *, free_text: bool = False, name: bool = False) -> pl.Series:
    """The cells with words for "no value" made null, and blanks trimmed away."""
    cell = pl.col(cells.name)
    blank = cell.str.len_bytes() == 0
    gone = is_absent(cell, free_text=free_text, name=name) | blank
    return cells.to_frame().select(pl.when(~gone).then(cell)).to_series()
