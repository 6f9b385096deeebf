"""How a moment felt → −2 … +2."""

import polars as pl

from nahbar.intake.mapping.absence import without_absent
from nahbar.intake.mapping.reading import answer

_WORDS = {
    -2: "--|sehr schlecht|sehr unzufrieden|very bad|very dissatisfied|😡|😠|furious|wütend|verärgert|angry",
    -1: "schlecht|unzufrieden|bad|dissatisfied|negativ|negative|🙁|☹|☹️|:-(|:(|unsicher|enttäuscht|annoyed",
    0: "neutral|ok|mittel|teils teils|teils/teils|😐|:-||gemischt|mixed|okay",
    1: "gut|zufrieden|good|satisfied|positiv|positive|🙂|:-)|:)|freundlich|froh|happy",
    2: "++|sehr gut|sehr zufrieden|very good|very satisfied|😀|😃|😊|begeistert|delighted|excellent|ausgezeichnet",
}  # fmt: skip
MOODS = {word: mood for mood, line in _WORDS.items() for word in line.split("|") if word}


def read_moods(
    raw: pl.Series, *, low: int | None = None, high: int | None = None, best: str | None = None
) -> pl.DataFrame:
    """Reader: numbers −2 … +2, words and faces → Int64; `mood_unreadable`.

    With `low` and `high` the numbers are marks on that scale, spread over −2 … +2 by which end is
    `best` ("low_best", "high_best"); `mood_ambiguous` while nobody has said so.
    """
    cells = without_absent(raw)
    text = pl.col("raw").str.to_lowercase().str.replace_all(r"[−–]", "-")
    word = text.replace_strict(MOODS, default=None, return_dtype=pl.Int64)
    if low is None or high is None:
        number = text.str.extract(r"^([+-]?[0-2])(?:[.,]0+)?$").cast(pl.Int64)
        why = pl.lit("mood_unreadable")
    else:
        mark = (
            text.str.extract(r"^([0-9]{1,2}(?:[.,][0-9]+)?)$")
            .str.replace(",", ".")
            .cast(pl.Float64)
        )
        inside = pl.when(mark.is_between(low, high)).then(mark)
        number = _spread(inside, low, high, best)
        is_open = inside.is_not_null() & pl.lit(best is None)
        why = pl.when(is_open).then(pl.lit("mood_ambiguous")).otherwise(pl.lit("mood_unreadable"))
    value = pl.coalesce(number, word)
    unknown = pl.col("raw").is_not_null() & value.is_null()
    return answer(cells, value, pl.when(unknown).then(why))


def _spread(mark: pl.Expr, low: int, high: int, best: str | None) -> pl.Expr:
    if best is None:
        return pl.lit(None, dtype=pl.Int64)
    upward = (mark - low) / (high - low) * 4 - 2
    return (
        (upward if best == "high_best" else -upward)
        .round(mode="half_away_from_zero")
        .cast(pl.Int64)
    )
