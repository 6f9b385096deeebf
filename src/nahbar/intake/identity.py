"""Whose row is it? The key by which a source tells its customers apart, and the customer behind it.

By number where there is one; else by mail address; else by name and place. Two people may share a
mail address: a row that names only the address then belongs to nobody in particular, and is asked
about rather than guessed.
"""

from dataclasses import dataclass

import polars as pl

from nahbar.core.bulk import read_matching
from nahbar.core.digest import digest_rows
from nahbar.core.folded_columns import fold_column
from nahbar.customers.folding import look_alike
from nahbar.customers.operations.take_over import take_over
from nahbar.customers.projection import NAMES
from nahbar.intake.takers.outcome import Work

NUMBER, MAIL, WHO = "nr:", "mail:", "who:"
PLACE = ("addresses", "birth_day", "birth_month", "birth_year")


def _as_text(said: pl.DataFrame, name: str) -> pl.Expr:
    held = pl.struct(name).struct.json_encode()
    return held.alias(name) if said.schema[name].is_nested() else pl.col(name)


@dataclass(frozen=True)
class Identified:
    """`rows`: those that have a customer or need none, with `customer_id`; and who was refused."""

    rows: pl.DataFrame
    refused: pl.DataFrame
    created: int
    updated: int


def add_customer_keys(said: pl.DataFrame) -> pl.DataFrame:
    """Add `customer_key` (null where a row names nobody), `mail` and `called`, from the row alone."""
    nothing = pl.lit(None, dtype=pl.String)
    names = [pl.col(n).fill_null("") for n in NAMES if n in said.columns]
    called = fold_column(pl.concat_str(*names, separator=" ")) if names else pl.lit("")
    mail = pl.col("emails").list.first().str.to_lowercase() if "emails" in said.columns else nothing
    number = pl.col("number") if "number" in said.columns else nothing
    keyed = said.with_columns(mail.alias("mail"), called.alias("called"), number.alias("number"))
    marks = keyed.select(
        "called", *(_as_text(said, name) for name in PLACE if name in said.columns)
    )
    nameless = keyed.select(pl.col("number").is_null() & pl.col("mail").is_null()).to_series()
    who = digest_rows(marks) if nameless.any() else pl.repeat(None, keyed.height, eager=True)
    return (
        keyed.with_columns(who.cast(pl.String).alias("who"))
        .with_columns(
            pl.when(pl.col("number").is_not_null())
            .then(pl.concat_str(pl.lit(NUMBER), pl.col("number").str.slice(0, 100)))
            .when(pl.col("mail").is_not_null())
            .then(pl.concat_str(pl.lit(MAIL), pl.col("mail").str.slice(0, 100)))
            .when(pl.col("called") != "")
            .then(pl.concat_str(pl.lit(WHO), "who"))
            .alias("customer_key")
        )
        .drop("who")
    )


def identify(said: pl.DataFrame, work: Work, *, fills_only: bool) -> Identified:
    """Find or make the customer of each row. `said` has `row`, the keys and what is said of them.

    With `fills_only` (orders, encounters) a row adds what is not known of a known customer, and
    changes nothing that is.
    """
    named = said.filter(pl.col("customer_key").is_not_null())
    keys = _tell_apart(named, work, fills_only=fills_only)
    told = named.join(keys, on=["customer_key", "called"], how="left", maintain_order="left")
    known = told.filter(pl.col("code").is_null())
    taken = take_over(
        _one_each(known, fills_only=fills_only).join(_adopted(known, work), on="key", how="left"),
        source=work.source,
        batch=work.batch,
        at=work.at,
        fills_only=fills_only,
    )
    owned = known.select("row", "key").join(taken.customers, on="key", how="left")
    reused = owned.join(taken.refused, on="key", how="inner").select("row", "code", "other")
    doubtful = told.filter(pl.col("code").is_not_null()).select(
        "row", "code", pl.lit(None, dtype=pl.Int64).alias("other")
    )
    refused = pl.concat([doubtful, reused])
    rows = said.select("row").join(refused, on="row", how="anti", maintain_order="left")
    rows = rows.join(
        owned.select("row", "customer_id"), on="row", how="left", maintain_order="left"
    )
    return Identified(rows, refused, taken.created, taken.updated)


def _one_each(known: pl.DataFrame, *, fills_only: bool) -> pl.DataFrame:
    """What is said of each key: where rows differ, the last word counts, of orders the first."""
    spoken = pl.exclude("row").drop_nulls()
    one = known.group_by("key", maintain_order=True).agg(
        spoken.first() if fills_only else spoken.last()
    )
    return one.drop("customer_key", "mail", "called", "code")


def _tell_apart(named: pl.DataFrame, work: Work, *, fills_only: bool) -> pl.DataFrame:
    """The source's `key` for each (customer_key, called), or the `code` why it cannot be told.

    Names are keys as they are. A mail address may stand for several people: rows go, in their
    order, to the one known person whose name could be theirs. A number that a list gives to two
    quite different names is the first one's.
    """
    distinct = named.select("customer_key", "called", "mail").unique(
        ["customer_key", "called"], maintain_order=True
    )
    by_mail = distinct.filter(pl.col("customer_key").str.starts_with(MAIL))
    people = _known_by_mail(by_mail["mail"].unique(maintain_order=True), work)
    holders: dict[str, str] = {}
    keys: list[str | None] = []
    codes: list[str | None] = []
    for customer_key, called, mail in distinct.iter_rows():
        key, code = customer_key, None
        if customer_key.startswith(MAIL):
            key = _choose(people.setdefault(mail, []), called, customer_key)
            code = None if key else "mail_of_several"
        elif customer_key.startswith(NUMBER) and not fills_only:
            holder = holders.setdefault(customer_key, called)
            code = None if look_alike(holder, called) else "number_reused"
        keys.append(key)
        codes.append(code)
    return distinct.drop("mail").with_columns(
        pl.Series("key", keys, dtype=pl.String), pl.Series("code", codes, dtype=pl.String)
    )


def _adopted(known: pl.DataFrame, work: Work) -> pl.DataFrame:
    """Numbers new to the source whose mail address it knows already, of somebody without a number."""
    schema = {"key": pl.String, "adopted_id": pl.Int64}
    numbered = known.filter(pl.col("key").str.starts_with(NUMBER) & pl.col("mail").is_not_null())
    if numbered.is_empty() or not work.knows_people_by_mail:
        return pl.DataFrame(schema=schema)
    people = _known_by_mail(numbered["mail"].unique(), work)
    rows = []
    for key, mail, called in numbered.select("key", "mail", "called").unique("key").iter_rows():
        alike = [held for name, held in people.get(mail, []) if look_alike(name, called)]
        if len(alike) == 1 and alike[0].startswith(MAIL):
            rows.append((key, alike[0]))
    found = pl.DataFrame(rows, schema={"key": pl.String, "held": pl.String}, orient="row")
    owners = read_matching(
        "SELECT key, customer_id FROM customers_sourcerecord"
        f" WHERE source_id = {work.source.pk:d} AND superseded_at IS NULL AND key IN {{keys}}",
        found["held"].unique(),
        schema={"held": pl.String, "adopted_id": pl.Int64},
    )
    return found.join(owners, on="held").select("key", "adopted_id")


def _choose(people: list[tuple[str, str]], called: str, fresh: str) -> str | None:
    """The key of the person at a mail address who can be called so; a new one joins the list."""
    exact = [key for name, key in people if name == called]
    alike = exact or [key for name, key in people if look_alike(name, called)]
    if len(set(alike)) == 1:
        return alike[0]
    if alike:
        return None
    key = f"{fresh}#{called}"[:120] if people else fresh
    people.append((called, key))
    return key


def _known_by_mail(mails: pl.Series, work: Work) -> dict[str, list[tuple[str, str]]]:
    """Who of the source's customers has one of these addresses: name and key, by address."""
    rows = read_matching(
        "SELECT p.normal, c.given_name, c.family_name, c.organisation, r.key"
        " FROM customers_contactpoint p JOIN customers_sourcerecord r ON r.id = p.record_id"
        " JOIN customers_customer c ON c.id = r.customer_id"
        f" WHERE r.source_id = {work.source.pk:d} AND r.superseded_at IS NULL"
        " AND p.kind = 'email' AND p.valid_until IS NULL AND p.normal IN {keys}",
        mails,
        schema=dict.fromkeys(("mail", "given", "family", "organisation", "key"), pl.String),
    )
    called = rows.select(
        "mail",
        fold_column(pl.concat_str("given", "family", "organisation", separator=" ")).alias(
            "called"
        ),
        "key",
    )
    known: dict[str, list[tuple[str, str]]] = {}
    for mail, name, key in called.sort("mail", "key").iter_rows():
        known.setdefault(mail, []).append((name, key))
    return known
