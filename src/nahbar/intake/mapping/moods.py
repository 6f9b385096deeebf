"""How a moment felt → −2 … +2."""

import polars as pl

from .absence import without_absent
from .reading import answer

_WORDS = {
    -2: "--|sehr schlecht|sehr unzufrieden|very bad|very dissatisfied|😡|😠|furious|wütend|verärgert|angry",
    -1: "schlecht|unzufrieden|bad|dissatisfied|negativ|negative|🙁|☹|☹️|:-(|:(|unsicher|enttäuscht|annoyed",
    0: "neutral|ok|mittel|teils teils|teils/teils|😐|:-||gemischt|mixed|okay",
    1: "gut|zufrieden|good|satisfied|positiv|positive|🙂|:-)|:)|freundlich|froh|happy",
    2: "++|sehr gut|sehr zufrieden|very good|very satisfied|😀|😃|😊|begeistert|delighted|excellent|ausgezeichnet",
}  # fmt: skip
MOODS = {word: mood for mood, line in _WORDS.items() for word in line.split("|") if word}


def read_moods(raw: pl.Series) -> pl.DataFrame:
    """Reader: numbers −2 … +2, words and faces → Int64; `mood_unreadable`.

    Other scales (1–5, 0–10) are answers to a question and no mood; they are bad here.
    """
    cells = without_absent(raw)
    text = pl.col("raw").str.to_lowercase().str.replace_all(r"[−–]", "-")
    number = text.str.extract(r"^([+-]?[0-2])(?:[.,]0+)?$").cast(pl.Int64)
    word = text.replace_strict(MOODS, default=None, return_dtype=pl.Int64)
    value = pl.coalesce(number, word)
    unknown = pl.col("raw").is_not_null() & value.is_null()
    return answer(cells, value, pl.when(unknown).then(pl.lit("mood_unreadable")))
