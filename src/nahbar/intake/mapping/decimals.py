"""Numbers as people write them → exact millionths (micros) as Int64.

A cell that can be read in one way only (`1.234,56`, `12.5`, `0,125`) is read that way. One
separator before exactly three digits (`1.234`, `1,234`) is ambiguous: the column's style decides,
and without a style the cell is bad (`number_ambiguous`). Digits beyond the sixth are rounded half
away from zero. Percentages are refused; scientific notation is expanded exactly.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Literal

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer

Style = Literal["comma", "point"]

MICROS = 1_000_000
_SIGNS = r"€|eur|euro|us\$|\$|usd|£|gbp|chf|sfr\.?|fr\.|dollar|franken|stk\.?|stück"
_PLAIN = r"^-?[0-9]{1,12}(?:\.[0-9]{1,6})?$"
_AMBIGUOUS = r"^[1-9][0-9]{0,2}[.,][0-9]{3}$"
_SCIENTIFIC = r"^[-+]?[0-9]+(?:[.,][0-9]+)?[eE][-+]?[0-9]{1,3}$"
_COMMA_SURE = r"^[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*$|^[0-9]{1,3}(?:\.[0-9]{3}){2,}$"
_POINT_SURE = r"^[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]*$|^[0-9]{1,3}(?:,[0-9]{3}){2,}$"
_ONE_SEPARATOR = r"^[0-9]+[.,][0-9]*$|^[.,][0-9]+$"
_GROUPED = r"^[0-9]{1,3}(?:['’ ][0-9]{3})+(?:[.,][0-9]*)?$"
_DIGITS = pl.col("digits")


def tidy(cell: pl.Expr) -> pl.Expr:
    """One kind of minus and blank, no currency, no price dash (`12,-`)."""
    return (
        cell.str.replace_all(r"[\s\u200b]+", " ")
        .str.strip_chars()
        .str.replace_all(r"[−–—‒﹣－]", "-")
        .str.replace(r"([0-9])[.,]-{1,2}( |$)", "$1$2")
        .str.replace(rf"(?i)^([-+(]?) ?(?:{_SIGNS}) ?", "$1")
        .str.replace(rf"(?i) ?(?:{_SIGNS})([-)]?)$", "$1")
        .str.replace(r"([0-9])[.,]-{1,2}$", "$1")
    )


def digits_of(tidy: pl.Expr) -> pl.Expr:
    """The digits and separators without sign and grouping blanks; null where that is no number."""
    body = pl.coalesce(
        tidy.str.extract(r"^[-+]? ?([0-9.,'’ ]+)$"),
        tidy.str.extract(r"^([0-9.,'’ ]+?) ?-$"),
        tidy.str.extract(r"^\( ?([0-9.,'’ ]+?) ?\)$"),
    ).str.strip_chars()
    grouped = body.str.contains(r"['’ ]")
    return (
        pl.when(~grouped)
        .then(body)
        .when(body.str.contains(_GROUPED))
        .then(body.str.replace_all(r"['’ ]", ""))
    )


def style_evidence(cells: pl.Series, counts: pl.Series | None = None) -> dict[str, int]:
    """How many cells can only be read with decimal comma, only with point, and in both ways."""
    raw = cells.alias("raw").to_frame()
    weight = pl.Series("n", [1] * len(cells)) if counts is None else counts.alias("n")
    frame = raw.with_columns(weight).with_columns(digits_of(tidy(pl.col("raw"))).alias("digits"))
    single, ambiguous = _DIGITS.str.contains(_ONE_SEPARATOR), _DIGITS.str.contains(_AMBIGUOUS)
    comma = _DIGITS.str.contains(_COMMA_SURE) | (single & _DIGITS.str.contains(",") & ~ambiguous)
    point = _DIGITS.str.contains(_POINT_SURE) | (
        single & _DIGITS.str.contains(".", literal=True) & ~ambiguous
    )
    found = frame.select(
        (comma.fill_null(value=False) * pl.col("n")).sum().alias("comma"),
        (point.fill_null(value=False) * pl.col("n")).sum().alias("point"),
        (ambiguous.fill_null(value=False) * pl.col("n")).sum().alias("ambiguous"),
    )
    return {name: int(count) for name, count in found.row(0, named=True).items()}


def _canonical(style: Style | None) -> pl.Expr:
    """Digits with a point as decimal sign and no grouping; null where there is no reading."""
    decimal_sign = {"comma": ",", "point": "."}.get(style or "", "")
    no_dots, no_commas = (
        _DIGITS.str.replace_all(".", "", literal=True),
        _DIGITS.str.replace_all(",", "", literal=True),
    )
    no_style = pl.lit(None, dtype=pl.Boolean)
    is_decimal = _DIGITS.str.contains(decimal_sign, literal=True) if decimal_sign else no_style
    as_point = _DIGITS.str.replace(",", ".", literal=True)
    return (
        pl.when(_DIGITS.str.contains(r"^[0-9]+$"))
        .then(_DIGITS)
        .when(_DIGITS.str.contains(_COMMA_SURE))
        .then(no_dots.str.replace(",", ".", literal=True))
        .when(_DIGITS.str.contains(_POINT_SURE))
        .then(no_commas)
        .when(_DIGITS.str.contains(_AMBIGUOUS))
        .then(
            pl.when(is_decimal).then(as_point).when(~is_decimal).then(no_dots.str.replace(",", ""))
        )
        .when(_DIGITS.str.contains(_ONE_SEPARATOR))
        .then(as_point)
    )


def micros_of(plain: pl.Expr) -> pl.Expr:
    """Unsigned `123.45` → 123450000; null beyond twelve digits before the point."""
    whole = (
        plain.str.extract(r"^0*([0-9]{0,12})(?:\.|$)").replace("", "0").cast(pl.Int64, strict=False)
    )
    seventh = plain.str.extract(r"\.([0-9]{1,7})").fill_null("").str.pad_end(7, "0").cast(pl.Int64)
    return whole * MICROS + (seventh + 5) // 10


def read_decimals(
    raw: pl.Series,
    *,
    style: Style | None = None,
    limit: int = 10**12,
    absurd: str = "number_absurd",
) -> pl.DataFrame:
    """Reader: cells → micros (Int64). `limit` is the largest size (in units) that is believed.

    Codes: `number_unreadable`, `number_ambiguous`, `number_percent`, `number_out_of_range`
    and `absurd`.
    """
    cells = without_absent(raw)
    read = _read_plain(cells) if _all_plain(cells, style) else _read_all(cells, style)
    return _judged(cells, read, limit, absurd)


def _all_plain(cells: pl.Series, style: Style | None) -> bool:
    # Where a comma may be the decimal sign, `1.234` looks plain but is not.
    deceptive = (
        cells.str.contains(r"^-?[1-9][0-9]{0,2}\.[0-9]{3}$").any() if style != "point" else False
    )
    return not deceptive and bool(cells.str.contains(_PLAIN).all())


def _read_plain(cells: pl.Series) -> pl.DataFrame:
    unsigned = micros_of(pl.col("raw").str.strip_prefix("-"))
    micros = pl.when(pl.col("raw").str.starts_with("-")).then(-unsigned).otherwise(unsigned)
    nothing_wrong = pl.lit(None, dtype=pl.String)
    return cells.to_frame().select(micros.alias("micros"), nothing_wrong.alias("why"))


def _read_all(cells: pl.Series, style: Style | None) -> pl.DataFrame:
    frame = cells.to_frame().with_columns(tidy(pl.col("raw")).alias("tidy"))
    frame = _with_scientific_expanded(frame)
    frame = frame.with_columns(digits_of(pl.col("tidy")).alias("digits"))
    frame = frame.with_columns(_canonical(style).alias("plain"))
    negative = pl.col("tidy").str.contains(r"^[-(]|-$")
    micros = micros_of(pl.col("plain"))
    why = (
        pl.when(pl.col("tidy").str.contains("%", literal=True))
        .then(pl.lit("number_percent"))
        .when(pl.col("plain").is_not_null())
        .then(pl.when(micros.is_null()).then(pl.lit("number_out_of_range")))
        .when(_DIGITS.str.contains(_AMBIGUOUS))
        .then(pl.lit("number_ambiguous"))
        .when(pl.col("raw").is_not_null())
        .then(pl.lit("number_unreadable"))
    )
    return frame.select(
        pl.when(negative).then(-micros).otherwise(micros).alias("micros"), why.alias("why")
    )


def _judged(cells: pl.Series, read: pl.DataFrame, limit: int, absurd: str) -> pl.DataFrame:
    too_large = pl.col("micros").abs() > limit * MICROS
    code = pl.coalesce(pl.col("why"), pl.when(too_large).then(pl.lit(absurd)))
    frame = read.insert_column(0, cells)
    return frame.select(
        pl.when(code.is_null()).then(pl.col("micros")).alias("value"), code.alias("code")
    )


def _with_scientific_expanded(frame: pl.DataFrame) -> pl.DataFrame:
    scientific = frame["tidy"].str.contains(_SCIENTIFIC).fill_null(value=False)
    if not scientific.any():
        return frame
    written = frame["tidy"].filter(scientific).unique().to_list()
    plain = {cell: _expanded(cell) for cell in written}
    return frame.with_columns(pl.col("tidy").replace(plain))


def _expanded(cell: str) -> str:
    try:
        value = Decimal(cell.replace(",", ".")).quantize(Decimal("1e-7"), ROUND_HALF_UP)
    except InvalidOperation:
        return cell
    return f"{value:f}"


def read_integers(raw: pl.Series, *, style: Style | None = None) -> pl.DataFrame:
    """Reader: cells → whole numbers (Int64); `number_not_whole` for a fraction."""
    read = read_decimals(raw, style=style)
    fraction = (read["value"] % MICROS != 0).fill_null(value=False)
    code = pl.when(pl.lit(fraction)).then(pl.lit("number_not_whole")).otherwise(pl.col("code"))
    return answer(
        raw, pl.lit(read["value"] // MICROS), pl.lit(read.select(code.alias("code")).to_series())
    )


def read_discounts(
    raw: pl.Series, *, style: Style | None = None, means: str | None = None
) -> pl.DataFrame:
    """Reader: `10 %`, `10`, `4,50` → micros (Int64) of the percentage or of the amount.

    `number_absurd` beyond a hundred percent, `number_percent` for a percentage among amounts.
    """
    cells = without_absent(raw)
    if means not in {None, "percent"}:
        return read_decimals(cells, style=style)
    limit = 100 if means else 10**12
    bare = cells.str.replace(r"\s*%\s*", "")
    return read_decimals(bare, style=style, limit=limit)
