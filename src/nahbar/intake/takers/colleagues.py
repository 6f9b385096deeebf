"""Who of us a table means: its names for employees, and the people of the house."""

import polars as pl

from nahbar.core.models import User
from nahbar.customers.folded_columns import fold_column
from nahbar.customers.folding import fold

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
