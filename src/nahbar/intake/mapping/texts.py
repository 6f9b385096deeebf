"""Text, names as text, and keys: cleaned of what cannot be seen, bounded in length.

Control characters and the marks that turn the direction of writing are removed from names and
keys (and counted), so that no name can look like another. Scripts and HTML stay text: they are
escaped where they are shown.
"""

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer

LONGEST_NAME = 200
LONGEST_KEY = 60
LONGEST_LINE = 1_000
LONGEST_TEXT = 100_000

_MARKS = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
_CONTROLS = r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]"
_SCIENTIFIC_KEY = r"^[0-9][.,][0-9]+[eE]\+[0-9]{1,2}$"


def _cleaned(cells: pl.Series, unwanted: str) -> tuple[pl.Series, pl.Series]:
    """The cells without the unwanted characters, and which cells had any."""
    had = cells.str.contains(unwanted).fill_null(value=False)
    if had.any():
        cells = cells.str.replace_all(unwanted, "").str.strip_chars()
    return cells, had


def _too_long(limit: int, code: str) -> pl.Expr:
    return pl.when(pl.col("raw").str.len_chars() > limit).then(pl.lit(code))


def read_text(raw: pl.Series) -> pl.DataFrame:
    """Reader: free text of several lines; `text_too_long`."""
    cells, _ = _cleaned(without_absent(raw, free_text=True), _CONTROLS)
    return answer(cells, pl.col("raw"), _too_long(LONGEST_TEXT, "text_too_long"))


def read_line(raw: pl.Series) -> pl.DataFrame:
    """Reader: text of one line, blanks and line breaks made single blanks; `text_too_long`."""
    cells, _ = _cleaned(without_absent(raw, free_text=True), _CONTROLS)
    if cells.str.contains(r"\s\s|[\r\n\t]").any():
        cells = cells.str.replace_all(r"\s+", " ").str.strip_chars()
    return answer(cells, pl.col("raw"), _too_long(LONGEST_LINE, "text_too_long"))


def read_name(raw: pl.Series) -> pl.DataFrame:
    """Reader: one name; `name_too_long`. `marks` (Boolean) beside: unseen marks were removed."""
    cells, had = _cleaned(without_absent(raw, name=True), _MARKS)
    cells = without_absent(cells.str.replace_all(r"\s+", " ").str.strip_chars(), name=True)
    return answer(
        cells, pl.col("raw"), _too_long(LONGEST_NAME, "name_too_long"), more={"marks": pl.lit(had)}
    )


def read_key(raw: pl.Series, *, integral_floats: bool = False) -> pl.DataFrame:
    """Reader: a number that names something. Leading zeros stay; `key_too_long`.

    `integral_floats`: the whole column is whole numbers written `13085.0`, which spreadsheets and
    data frames make of numbers with gaps; the `.0` goes. `4.00639E+12` is bad
    (`key_damaged`): digits are lost that nobody can restore.
    """
    cells, _ = _cleaned(without_absent(raw), _MARKS)
    cell = pl.col("raw").str.strip_prefix("'")
    value = cell.str.replace(r"^(-?[0-9]+)[.,]0+$", "$1") if integral_floats else cell
    damaged = pl.when(cell.str.contains(_SCIENTIFIC_KEY)).then(pl.lit("key_damaged"))
    return answer(cells, value, pl.coalesce(_too_long(LONGEST_KEY, "key_too_long"), damaged))


def read_postcode(raw: pl.Series) -> pl.DataFrame:
    """Reader: `A-1010`, `D 80331`, `1010.0` → the bare code; `text_too_long` beyond 12 characters."""
    cells, _ = _cleaned(without_absent(raw), _MARKS)
    value = (
        pl.col("raw")
        .str.strip_prefix("'")
        .str.to_uppercase()
        .str.replace(r"^(?:AT?|DE?|CH|L|FL|LI)[- ]+([0-9]{4,5})$", "$1")
        .str.replace(r"^([0-9]{4,5})[.,]0$", "$1")
    )
    too_long = pl.when(value.str.len_chars() > 12).then(pl.lit("text_too_long"))
    return answer(cells, value, too_long)
