"""Which raw rows are somebody's: by the key a source knows them by, else by what reaches only them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from nahbar.core.bulk import read_matching
from nahbar.core.folding import fold
from nahbar.core.holdings import Subject
from nahbar.customers.folding import look_alike
from nahbar.customers.models import Customer, CustomerNumber, SourceRecord
from nahbar.intake.chunks import read_rows
from nahbar.intake.identity import MAIL, NUMBER, add_customer_keys
from nahbar.intake.mapping.apply import apply
from nahbar.intake.mapping.proposal import Proposal, from_json
from nahbar.intake.models import ImportChunk, ImportTable
from nahbar.intake.said import said_of

BETWEEN = r"[^\p{L}\p{N}]"
FEWEST_DIGITS = 7
SHORT = 2  # letters; a word of no more is no name
KEYED = {"row": pl.Int64, "customer_key": pl.String, "called": pl.String}


@dataclass(frozen=True)
class Wanted:
    """How one source knows the customers, and what else tells them."""

    source: int
    keys: frozenset[str]
    called: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    mails: frozenset[str]
    phones: frozenset[str]
    shared: frozenset[str]


@dataclass(frozen=True)
class Theirs:
    """Rows of one chunk that are theirs, raw, with `row` and `line`."""

    chunk: ImportChunk
    rows: pl.DataFrame


@dataclass
class Seekers:
    """Wanted by source, worked out once for each."""

    subject: Subject
    _known: dict[int, Wanted] = field(default_factory=dict)

    def for_source(self, source: int) -> Wanted:
        """By what the source's rows are told."""
        if source not in self._known:
            self._known[source] = _wanted(self.subject, source)
        return self._known[source]


def rows_of_theirs(table: ImportTable, wanted: Wanted) -> Iterator[Theirs]:
    """The table's rows that are theirs, chunk by chunk; chunks without any are left out."""
    proposal = _readable(table)
    carry: dict[str, str | None] = {}
    for chunk in table.chunks.select_related("stored"):
        raw = read_rows(chunk)
        fills = proposal is not None and proposal.fill_down
        near = raw if fills else raw.filter(_may_be(raw, wanted))
        if near.is_empty() and not fills:
            continue
        keyed, carry = _keyed(proposal, near, carry)
        found = near.filter(pl.col("row").is_in(_chosen(near, keyed, wanted)))
        if found.height:
            yield Theirs(chunk, found)


def tells(text: str, wanted: Wanted) -> bool:
    """Whether a text without cells tells of them: by an address of theirs, or by name and surname."""
    folded = text.lower()
    return any(mail in folded for mail in wanted.mails) or any(
        name in fold(text) for name in wanted.called if " " in name
    )


def tells_by_name(name: str, subject: Subject) -> bool:
    """Whether one of their names stands among the words of a file's name."""
    words = {word for known in subject.names for word in fold(known).split() if len(word) > SHORT}
    return bool(words & set(fold(name).split()))


def _wanted(subject: Subject, source: int) -> Wanted:
    records = SourceRecord.objects.filter(customer__in=subject.customers, source=source)
    keys = frozenset(records.values_list("key", flat=True))
    numbers = CustomerNumber.objects.filter(customer__in=subject.customers, source=source)
    people = Customer.objects.filter(pk__in=subject.customers)
    names = list(people.values_list("given_name", "family_name", "organisation"))
    return Wanted(
        source,
        keys,
        frozenset(fold(name) for name in (*subject.names, *(" ".join(each) for each in names))),
        frozenset(
            {re.sub(r"\W|_", "", key.removeprefix(NUMBER)).lower() for key in keys if key.startswith(NUMBER)}
            | {re.sub(r"\W|_", "", number).lower() for number in numbers.values_list("number", flat=True)}
        ),
        frozenset(word.lower() for _given, *said in names for word in said if word),
        subject.mails,
        frozenset(form for phone in subject.phones for form in _dialled(phone)),
        frozenset(key for key in {one.split("#")[0] for one in keys} if _is_shared(key, subject, source)),
    )  # fmt: skip


def _is_shared(key: str, subject: Subject, source: int) -> bool:
    """Whether somebody else is known to the source by the same mail address."""
    others = SourceRecord.objects.filter(source=source, superseded_at=None).exclude(
        customer__in=subject.customers
    )
    at_it = others.filter(key=key) | others.filter(key__startswith=f"{key}#")
    return key.startswith(MAIL) and at_it.exists()


def _dialled(phone: str) -> set[str]:
    """As which digits a number may stand in a list: whole, from abroad, as dialled at home."""
    if len(phone) < FEWEST_DIGITS or not phone.isdigit():
        return set()
    return {phone, f"00{phone}", f"0{phone[2:]}"}


def _cells(raw: pl.DataFrame) -> list[str]:
    return [name for name in raw.columns if name not in {"row", "line"}]


def _may_be(raw: pl.DataFrame, wanted: Wanted) -> pl.Expr:
    """Rows worth a closer look: cheap, and never leaving one out."""
    names = _cells(raw)
    bare = pl.col(names).str.to_lowercase().str.replace_all(BETWEEN, "")
    low = pl.col(names).str.to_lowercase()
    tests = [bare.is_in(sorted(wanted.numbers | wanted.phones))]
    parts = sorted(wanted.words | wanted.mails)
    if parts:
        tests.append(low.str.contains_any(parts))
    return pl.any_horizontal(test.fill_null(value=False) for test in tests)


def _reaches(raw: pl.DataFrame, wanted: Wanted) -> pl.Expr:
    """Rows with a mail address or a telephone number of theirs."""
    names = _cells(raw)
    tests = [pl.lit(value=False)]
    if wanted.mails:
        tests.append(pl.col(names).str.to_lowercase().str.contains_any(sorted(wanted.mails)))
    if wanted.phones:
        tests.append(pl.col(names).str.replace_all(r"\D", "").is_in(sorted(wanted.phones)))
    return pl.any_horizontal(test.fill_null(value=False) for test in tests)


def _keyed(
    proposal: Proposal | None, raw: pl.DataFrame, carry: dict[str, str | None]
) -> tuple[pl.DataFrame, dict[str, str | None]]:
    """`row, customer_key, called` of the rows that can be read by the table's mapping."""
    if proposal is None:
        return pl.DataFrame(schema=KEYED), carry
    applied = apply(proposal, raw, carry)
    keyed = add_customer_keys(said_of(applied.frame)).select(*KEYED)
    return keyed.cast(KEYED), dict(applied.carry)  # type: ignore[arg-type]  # the stub wants a wider mapping


def _chosen(raw: pl.DataFrame, keyed: pl.DataFrame, wanted: Wanted) -> list[int]:
    """Rows whose key is theirs; and of those whose key is nobody's, those that reach them."""
    named = keyed.drop_nulls("customer_key")
    mine = [row for row, key, called in named.iter_rows() if _is_theirs(key, called, wanted)]
    of_others = _held_by_others(named["customer_key"].unique(), wanted)
    settled = named.filter(pl.col("customer_key").is_in(sorted(of_others | wanted.keys)))
    open_rows = raw.filter(~pl.col("row").is_in(settled["row"].to_list()))
    reached = open_rows.filter(_reaches(open_rows, wanted))["row"].to_list()
    return sorted({*mine, *reached})


def _is_theirs(key: str, called: str, wanted: Wanted) -> bool:
    """Two people may share a mail address: then only the very name tells."""
    if not key.startswith(MAIL):
        return key in wanted.keys
    if not any(held == key or held.startswith(f"{key}#") for held in wanted.keys):
        return False
    if key in wanted.shared:
        return called in wanted.called
    return any(look_alike(called, name) for name in wanted.called)


def _held_by_others(keys: pl.Series, wanted: Wanted) -> set[str]:
    rows = read_matching(
        "SELECT key FROM customers_sourcerecord"
        f" WHERE source_id = {wanted.source:d} AND superseded_at IS NULL AND key IN {{keys}}",
        keys,
        schema={"key": pl.String},
    )
    return set(rows["key"]) - wanted.keys


def _readable(table: ImportTable) -> Proposal | None:
    """The table's mapping, unless somebody still has to answer a question about it."""
    try:
        proposal = from_json(table.proposal) if table.proposal else None
    except (json.JSONDecodeError, KeyError, TypeError):
        return None
    return None if proposal is None or proposal.open_questions else proposal
