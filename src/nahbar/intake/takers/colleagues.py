"""Who of us a table means: its names for employees, and the people of the house."""

import polars as pl

from nahbar.core.folded_columns import fold_column
from nahbar.core.folding import fold
from nahbar.core.models import User

LONGEST = 100
PEOPLE = pl.Schema({"called": pl.String, "by_id": pl.Int64})


def who_works_here() -> pl.DataFrame:
    """Frame `called, by_id`: the ways to name each person of the house that name nobody else.

    By mail address, and by name either way round (`mia berger`, `berger mia`). People who have
    left are among them: old orders were theirs. Not by initials: those of somebody who left
    before the house was set up would go to a wrong person.
    """
    rows = [
        (called, pk)
        for pk, email, name in User.objects.values_list("pk", "email", "name")
        for called in _ways_to_call(email, name)
    ]
    people = pl.DataFrame(rows, schema=PEOPLE, orient="row")
    return people.filter(pl.len().over("called") == 1)


def _ways_to_call(email: str, name: str) -> set[str]:
    words = fold(name).split()
    turned = [*words[-1:], *words[:-1]]
    return {email.lower(), " ".join(words), " ".join(turned)} - {""}


def recognise(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Add `by_id` and `by_name` for the column `employee`: the text stays where it is nobody of us."""
    text = pl.col("employee")
    is_mail = text.str.contains("@", literal=True)
    called = pl.when(is_mail).then(text.str.to_lowercase()).otherwise(fold_column(text))
    texts = rows.select(text.unique().drop_nulls()).with_columns(called.alias("called"))
    known = texts.join(people, on="called", how="inner").select("employee", "by_id")
    found = rows.join(known, on="employee", how="left", maintain_order="left")
    unknown = pl.when(pl.col("by_id").is_null()).then(text.str.slice(0, LONGEST))
    return found.with_columns(unknown.alias("by_name"))


def add_carers(said: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Add `carer_id`, as a text, where the column `carer` names one of us.

    Somebody whom nobody here knows is nobody's key ("") and not unsaid: else the one before them
    would stay.
    """
    if "carer" not in said.columns:
        return said
    named = recognise(said.with_columns(pl.col("carer").alias("employee")), people)
    key = pl.coalesce(pl.col("by_id").cast(pl.String), pl.lit(""))
    told = named.with_columns(pl.when(pl.col("carer").is_not_null()).then(key).alias("carer_id"))
    return told.drop("employee", "by_id", "by_name")
