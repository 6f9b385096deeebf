"""The words of many texts at once, as columns; `words` says what they are."""

import numpy as np
import polars as pl

from nahbar.core.bulk import Ids
from nahbar.core.folded_columns import fold_column
from nahbar.core.search.fields import SearchText, texts
from nahbar.core.search.words import GRAM, LONGEST, RUNS, UNSEEN

LONGEST_NUMBER = 24
SCHEMA = {"customer": pl.Int64, "field": pl.Int64, "word": pl.String}


def words_of(customers: Ids) -> pl.DataFrame:
    """What stands in the texts of these customers: `customer, field, word`, each once."""
    parts = [_words_in(text, customers) for text in texts()]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts]).unique()


def spread(told: pl.DataFrame) -> pl.DataFrame:
    """In which fields each word stands (a bit for each) and of how many: `word, fields, count`."""
    stands = told.select("word", "field").unique()
    bits = np.left_shift(1, stands["field"].to_numpy())
    fields = (
        stands.with_columns(pl.Series("fields", bits)).group_by("word").agg(pl.col("fields").sum())
    )
    counts = told.group_by("word").agg(pl.col("customer").n_unique().cast(pl.Int64).alias("count"))
    return fields.join(counts, on="word")


def _words_in(text: SearchText, customers: Ids) -> pl.DataFrame:
    read = text.of(customers)
    told = read.select(pl.nth(0).alias("customer"), pl.nth(1).cast(pl.String).alias("text"))
    told = told.filter(pl.col("text").fill_null("") != "").unique()
    plain = fold_column(pl.col("text").str.replace_all(UNSEEN, ""))
    words = told.select("customer", plain.str.split(" ").alias("word")).explode("word")
    words = words.filter(pl.col("word").fill_null("") != "")
    words = words.with_columns(pl.col("word").str.slice(0, LONGEST)).unique()
    is_number = pl.col("word").str.contains(RUNS.pattern)
    both = pl.concat([words.filter(~is_number), _grams_of(words.filter(is_number))])
    return both.select("customer", pl.lit(text.kind.code, dtype=pl.Int64).alias("field"), "word")


def _grams_of(numbers: pl.DataFrame) -> pl.DataFrame:
    """All runs of four digits: `customer, word`."""
    runs = pl.col("word").str.extract_all(RUNS.pattern)
    found = numbers.with_columns(runs).explode("word")
    found = found.with_columns(pl.col("word").str.slice(0, LONGEST_NUMBER))
    longest = int(found["word"].str.len_chars().max() or 0)  # type: ignore[arg-type]  # a count
    parts = [
        found.filter(pl.col("word").str.len_chars() >= at + GRAM).with_columns(
            pl.concat_str(pl.lit("#"), pl.col("word").str.slice(at, GRAM)).alias("word")
        )
        for at in range(longest - GRAM + 1)
    ]
    return pl.concat([numbers.clear(), *parts])
