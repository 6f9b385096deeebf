"""Moments as people and programs write them → naive local datetimes.

Read: ISO 8601 (with `T`, fraction, zone), `d.m.yyyy`, `d.m.yy`, slashes and dashes in either order
(the column's `order` decides), month names in German and English (*Jänner* too), `yyyymmdd`,
Excel's day numbers, Unix seconds and milliseconds; a time of day with or without seconds, AM/PM
or *Uhr*. A two-digit year below `pivot` lies in the 2000s, else in the 1900s. A moment with a zone
of its own becomes local time in `zone`. Years outside 1900–2100 are bad.
"""

from functools import partial
from typing import Literal

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer, over_distinct

Order = Literal["day_first", "month_first"]

FIRST_YEAR, LAST_YEAR = 1900, 2100
_OPTIONAL_CLOCK = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)?$"
# Whole columns are mostly written in one of these ways: one pass suffices for them.
_UNIFORM = (
    (r"^[0-9]{4}-[0-9]{2}-[0-9]{2}", "%Y-%m-%d", None),
    (r"^[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "%d.%m.%Y", "day_first"),
    (r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%d/%m/%Y", "day_first"),
    (r"^[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", "%m/%d/%Y", "month_first"),
)
_CLOCK = (
    r"[T, ]\s*(?:um |at )?([0-9]{1,2}(?:[:.][0-9]{2}|:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?)(?: ?[AaPp]\.?[Mm]\.?)?)"
    r"(?: ?(?:Uhr|uhr|h))?(?: ?(Z|UTC|GMT|[+-][0-9]{2}:?[0-9]{2}))?(?: ?\([A-Z]+\))?$"
)
_TIGHT = r"^((?:19|20|21)[0-9]{6})[T ]?([0-9]{4}(?:[0-9]{2})?)$"
_WEEKDAY = r"^(?:\p{L}{2,10}\.?,? )?"
_NUMERIC = _WEEKDAY + r"([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?([0-9]{4}|[0-9]{2}),?$"
_YEAR_FIRST = r"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$"
_DAY_NAME = (
    _WEEKDAY
    + r"([0-9]{1,2})(?:\.|st|nd|rd|th)?[ -]?(\p{L}{3,9})\.?[ ,-]{0,2}([0-9]{4}|[0-9]{2}),?$"
)
_NAME_DAY = _WEEKDAY + r"(\p{L}{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4}),?$"
_COMPACT = r"^((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})$"

_MONTH_WORDS = (
    "jan january januar jänner jaenner jän", "feb february februar feber", "mar march märz mrz mär maerz",
    "apr april", "may mai", "jun june juni", "jul july juli", "aug august", "sep september sept",
    "oct october okt oktober", "nov november", "dec december dez dezember",
)  # fmt: skip
MONTHS = {word: i for i, line in enumerate(_MONTH_WORDS, start=1) for word in line.split()}

# An evidence of order for cells like 03/04/2024, by the sign between the parts.
NUMERIC_PARTS = r"^([0-9]{1,2})([./-]) ?([0-9]{1,2})[./-] ?(?:[0-9]{4}|[0-9]{2})(?:[^0-9]|$)"


def order_evidence(cells: pl.Series, counts: pl.Series | None = None) -> dict[str, int]:
    """Cells whose first part can only be a day, only a month (second > 12), or either.

    `either` counts slashes only: points and dashes are read day first without asking, unless
    another cell of the column shows that they are not.
    """
    weight = pl.Series("n", [1] * len(cells)) if counts is None else counts.alias("n")
    parts = cells.alias("raw").to_frame().with_columns(weight)
    parts = parts.with_columns(
        pl.col("raw").str.extract(NUMERIC_PARTS, 1).cast(pl.Int64).alias("first"),
        pl.col("raw").str.extract(NUMERIC_PARTS, 3).cast(pl.Int64).alias("second"),
        pl.col("raw").str.extract(NUMERIC_PARTS, 2).alias("sign"),
    ).drop_nulls("first")
    first_is_day = pl.col("first").is_between(13, 31) & (pl.col("second") <= 12)
    second_is_day = pl.col("second").is_between(13, 31) & (pl.col("first") <= 12)
    either = (
        (pl.col("first") <= 12) & (pl.col("second") <= 12) & (pl.col("first") != pl.col("second"))
    )
    found = parts.select(
        (first_is_day * pl.col("n")).sum().alias("day_first"),
        (second_is_day * pl.col("n")).sum().alias("month_first"),
        ((either & (pl.col("sign") == "/")) * pl.col("n")).sum().alias("either"),
        ((either & (pl.col("sign") != "/")) * pl.col("n")).sum().alias("dotted"),
    )
    return {name: int(count) for name, count in found.row(0, named=True).items()}


def read_datetimes(
    raw: pl.Series, *, order: Order | None = None, pivot: int = 50, zone: str = "Europe/Vienna"
) -> pl.DataFrame:
    """Reader: cells → Datetime (µs, naive local), with `has_time` (Boolean) beside.

    Without an order, `3.4.2024` and `3-4-2024` are read day first and `3/4/2024` is bad
    (`date_ambiguous`). Codes further: `date_unreadable`, `date_impossible`, `date_out_of_range`.
    """
    cells = without_absent(raw)
    read = _read_uniform(cells, order)
    if read is None:
        read = _read_apart(cells, order, pivot, zone)
    year = pl.col("moment").dt.year()
    code = pl.coalesce(
        pl.col("why"),
        pl.when(~year.is_between(FIRST_YEAR, LAST_YEAR)).then(pl.lit("date_out_of_range")),
    )
    return read.select(
        pl.when(code.is_null()).then(pl.col("moment")).alias("value"),
        code.alias("code"),
        pl.col("has_time"),
    )


def _read_uniform(cells: pl.Series, order: Order | None) -> pl.DataFrame | None:
    """All cells at once if all are written alike, in a way that leaves no doubt; else None."""
    for pattern, date_format, needs in _UNIFORM:
        decided = needs in {None, order} or (order is None and "." in date_format)
        if decided and cells.str.contains(pattern + _OPTIONAL_CLOCK).all():
            read = cells.to_frame().select(_uniform(date_format).alias("moment"), _is_clocked())
            whole = read["moment"].null_count() == cells.null_count()
            nothing_wrong = pl.lit(None, dtype=pl.String).alias("why")
            return read.with_columns(nothing_wrong) if whole else None
    return None


def _is_clocked() -> pl.Expr:
    return pl.col("raw").str.contains(":", literal=True).alias("has_time")


def _uniform(date_format: str) -> pl.Expr:
    text = pl.col("raw").str.replace("T", " ", literal=True)
    colons = text.str.count_matches(":", literal=True)
    full = pl.when(colons == 0).then(text + " 00:00:00").when(colons == 1).then(text + ":00")
    pattern = f"{date_format} %H:%M:%S%.f"
    return full.otherwise(text).str.strptime(pl.Datetime("us"), pattern, strict=False)


def _read_apart(cells: pl.Series, order: Order | None, pivot: int, zone: str) -> pl.DataFrame:
    """Day and time of day read apart, each distinct one once: there are few of either."""
    text = pl.col("raw").str.replace_all(r"\s+", " ").str.strip_chars()
    frame = cells.to_frame().select(text.alias("text"))
    tight = pl.col("text").str.extract(_TIGHT, 1)
    frame = frame.select(
        pl.coalesce(tight, pl.col("text").str.replace(_CLOCK, "")).alias("day"),
        pl.coalesce(
            pl.col("text").str.extract(_CLOCK, 1), pl.col("text").str.extract(_TIGHT, 2)
        ).alias("clock"),
        pl.col("text").str.extract(_CLOCK, 2).alias("offset"),
    )
    days = over_distinct(frame["day"], partial(_read_days, order=order, pivot=pivot))
    clocks = over_distinct(frame["clock"], _read_clocks)
    frame = frame.with_columns(
        days["value"].alias("date"), days["code"].alias("why"), days["timed"],
        clocks["value"].alias("micros"), clocks["code"].alias("wrong"),
    )  # fmt: skip
    moment = pl.col("date") + pl.duration(microseconds=pl.col("micros").fill_null(0))
    why = pl.coalesce("why", pl.when(pl.col("date").is_not_null()).then(pl.col("wrong")))
    return frame.with_columns(moment.alias("moment")).select(
        pl.when(why.is_null()).then(_in_zone(zone)).alias("moment"),
        why.alias("why"),
        (pl.col("clock").is_not_null() | pl.col("timed")).alias("has_time"),
    )


def _read_days(raw: pl.Series, *, order: Order | None, pivot: int) -> pl.DataFrame:
    """Days without time of day → Datetime at midnight (`timed`: a serial number holds a time)."""
    frame = raw.to_frame().with_columns(_parts(order, pivot))
    iso = pl.format(
        "{}-{}-{}", pl.col("year"), *(pl.col(part).str.zfill(2) for part in ("month", "day"))
    )
    frame = frame.with_columns(
        iso.str.strptime(pl.Datetime("us"), "%Y-%m-%d", strict=False).alias("date")
    )
    value = pl.coalesce("date", _serial())
    why = (
        pl.when(value.is_not_null() | pl.col("raw").is_null())
        .then(pl.lit(None, dtype=pl.String))
        .when(pl.col("year").is_not_null() & pl.col("month").is_null())
        .then(pl.lit("date_ambiguous"))
        .when(pl.col("year").is_not_null())
        .then(pl.lit("date_impossible"))
        .otherwise(pl.lit("date_unreadable"))
    )
    timed = pl.col("raw").str.contains(r"^[0-9]{5}[.,][0-9]+$|^[0-9]{10}(?:[0-9]{3})?$")
    return frame.select(value.alias("value"), why.alias("code"), timed.alias("timed"))


def _parts(order: Order | None, pivot: int) -> list[pl.Expr]:
    """Year, month and day as text, by the one way of writing that fits the whole cell."""

    def part(pattern: str, group: int) -> pl.Expr:
        return pl.col("raw").str.extract(pattern, group)

    first, sign, second = part(_NUMERIC, 1), part(_NUMERIC, 2), part(_NUMERIC, 3)
    only_month_first = (second.cast(pl.Int64) > 12) & (first.cast(pl.Int64) <= 12)
    only_day_first = (first.cast(pl.Int64) > 12) | (first == second)
    month_first = only_month_first | (pl.lit(order == "month_first") & ~only_day_first)
    undecided = pl.lit(order is None) & (sign == "/") & ~only_day_first & ~only_month_first
    named = pl.coalesce(part(_DAY_NAME, 2), part(_NAME_DAY, 1)).str.to_lowercase()
    numbers = {word: str(number) for word, number in MONTHS.items()}
    by_name = named.replace_strict(numbers, default=None, return_dtype=pl.String)
    named_year = pl.coalesce(part(_DAY_NAME, 3), part(_NAME_DAY, 3))
    year = pl.coalesce(
        part(_YEAR_FIRST, 1), part(_NUMERIC, 4), part(_COMPACT, 1),
        pl.when(by_name.is_not_null()).then(named_year),
    )  # fmt: skip
    month = pl.coalesce(
        part(_YEAR_FIRST, 2), pl.when(month_first).then(first).otherwise(second), part(_COMPACT, 2), by_name,
    )  # fmt: skip
    day = pl.coalesce(
        part(_YEAR_FIRST, 3), pl.when(month_first).then(second).otherwise(first), part(_COMPACT, 3),
        part(_DAY_NAME, 1), part(_NAME_DAY, 2),
    )  # fmt: skip
    century = pl.when(year.cast(pl.Int64) < pivot).then(pl.lit("20")).otherwise(pl.lit("19"))
    return [
        pl.when(year.str.len_bytes() == 2).then(century + year).otherwise(year).alias("year"),
        pl.when(~undecided.fill_null(value=False)).then(month).alias("month"),
        day.alias("day"),
    ]


def _read_clocks(raw: pl.Series) -> pl.DataFrame:
    """`10:30`, `9.05`, `10:30:15.5 PM`, `103015` → microseconds since midnight (Int64)."""
    tight = r"^([0-9]{2})([0-9]{2})([0-9]{2})?$"
    loose = r"^([0-9]{1,2})[:.]([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?(?: ?([AaPp]))?"

    def part(group: int) -> pl.Expr:
        texts = [pl.col("raw").str.extract(pattern, group) for pattern in (loose, tight)]
        return pl.coalesce(texts[: 2 if group <= 3 else 1]).cast(pl.Int64)

    half = pl.col("raw").str.extract(loose, 5).str.to_lowercase()
    hour = (
        pl.when((half == "p") & (part(1) < 12)).then(part(1) + 12)
        .when((half == "a") & (part(1) == 12)).then(0).otherwise(part(1))
    )  # fmt: skip
    second = part(3).fill_null(0)
    fraction = (
        pl.col("raw").str.extract(loose, 4).str.pad_end(6, "0").str.slice(0, 6).cast(pl.Int64)
    )
    possible = (hour < 24) & (part(2) < 60) & (second < 60)
    micros = ((hour * 60 + part(2)) * 60 + second) * 1_000_000 + fraction.fill_null(0)
    impossible = pl.when(pl.col("raw").is_not_null() & ~possible).then(pl.lit("date_impossible"))
    return answer(raw, micros, impossible)


def _in_zone(zone: str) -> pl.Expr:
    """A moment that names its own offset, as local time of `zone`."""
    utc_names = dict.fromkeys(("Z", "UTC", "GMT"), "+0000")
    offset = pl.col("offset").str.replace(":", "", literal=True).replace(utc_names)
    hours, minutes = (offset.str.slice(start, 2).cast(pl.Int64) for start in (1, 3))
    size = hours * 60 + minutes
    east = pl.when(offset.str.starts_with("-")).then(-size).otherwise(size)
    utc = (pl.col("moment") - pl.duration(minutes=east)).dt.replace_time_zone("UTC")
    local = utc.dt.convert_time_zone(zone).dt.replace_time_zone(None)
    return pl.when(offset.is_not_null()).then(local).otherwise(pl.col("moment"))


def _serial() -> pl.Expr:
    """Excel's count of days since 1899-12-30; Unix seconds (10 digits) or milliseconds (13)."""
    number = pl.col("raw").str.replace(",", ".", literal=True)
    days = number.str.extract(r"^([0-9]{5}(?:\.[0-9]+)?)$").cast(pl.Float64)
    # A spreadsheet stores time as a binary fraction: the nearest second is what was meant.
    seconds = (days * 86_400).round().cast(pl.Int64) - 25_569 * 86_400
    unix = number.str.extract(r"^([0-9]{10})$").cast(pl.Int64)
    milliseconds = number.str.extract(r"^([0-9]{13})$").cast(pl.Int64)
    micros = pl.coalesce(seconds * 1_000_000, unix * 1_000_000, milliseconds * 1_000)
    return micros.cast(pl.Datetime("us"))


def read_dates(
    raw: pl.Series, *, order: Order | None = None, pivot: int = 30, zone: str = "Europe/Vienna"
) -> pl.DataFrame:
    """Reader: cells → Date. The pivot is lower than for moments: birthdays reach further back."""
    read = read_datetimes(raw, order=order, pivot=pivot, zone=zone)
    return read.select(pl.col("value").dt.date(), pl.col("code"))


def read_times(raw: pl.Series) -> pl.DataFrame:
    """Reader: cells → Time of day; `time_unreadable` otherwise."""
    cells = without_absent(raw)
    dated = pl.Series("raw", ["2000-01-01 "]).new_from_index(0, len(cells)) + cells
    moment = read_datetimes(dated.alias("raw"))
    fine = moment["has_time"] & moment["value"].is_not_null()
    bad = cells.is_not_null() & ~fine.fill_null(value=False)
    return answer(
        cells,
        pl.lit(moment["value"].dt.time()),
        pl.when(pl.lit(bad)).then(pl.lit("time_unreadable")),
    )
