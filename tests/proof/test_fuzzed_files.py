"""Files broken in every way chance finds: an answer always, and every row accounted for.

Valid files of every kind and the hostile ones are mutated, and read, mapped and typed as an import
would, all but the storing.
"""

import gzip
import io
import random
from functools import partial
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS
from tests.intake.reading import hostile_files as hostile
from tests.intake.reading.workbook_files import Rows, ods, xls, xlsx
from tests.proof.proving import KEPT, Allowance, Memory

from nahbar.core import clock
from nahbar.intake.mapping import (
    Proposal,
    TableProfile,
    TableView,
    answer,
    apply,
    missing,
    preview,
    propose,
)
from nahbar.intake.profiles import profile_as_json
from nahbar.intake.reading import ReadingError, Table, inspect, read_chunks
from nahbar.intake.repeats import Repeats
from nahbar.intake.takers import Work
from nahbar.intake.takers.replay import REPLAYS
from nahbar.intake.tally import Tally

pytestmark = pytest.mark.proof
SHARE = 0.15
LARGEST = 60_000
BOOKS = 0.1  # the share of workbooks, each of which costs a process
ENCOUNTERS = """Datum;Kundennummer;Kanal;Art;Betreff;Stimmung
13.01.2026 10:00;77;Telefon;Anruf;Frage zur Lieferung;gut
14.01.2026 11:30;78;E-Mail;Beschwerde;Ware kaputt;schlecht
"""
TOKENS = [
    b"\0", b'"', b'""', b";", b",", b"\t", b"\r\n", b"\r", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe4",
    b"=1+1", b"1e308", b"-999999999999999999999", b"0,000001", b"31.02.2026", b"01.01.0001", b"31.12.9999",
    b"2026-03-29 02:30", b"nan", b"n/a", b"-", b"\xe2\x80\xae", b"\xf0\x9f\xa6\x86", b"x" * 300, b"sep=;\n",
    b"12:60", b"24:00", b"\\", b"'", b"|", b"%", b"1.234,56", b"1,234.56", b"'1'000", b"\x1e", b"\x1f", b"\x85",
]  # fmt: skip


def valid_files() -> list[tuple[str, bytes]]:
    """Texts in several encodings and dialects, packed ones, workbooks; by name."""
    texts = [ORDERS, CUSTOMERS, ENCOUNTERS, ORDERS.replace(";", "\t"), CUSTOMERS.replace(";", ",")]
    long = ["\n".join([*text.splitlines(), *text.splitlines()[1:] * 15, ""]) for text in texts]
    files = [("a.csv", t.encode(e)) for t in [*texts, *long] for e in ("utf-8", "cp1252", "utf-16")]
    files += [("a.csv.gz", gzip.compress(text.encode(), mtime=0)) for text in long]
    rows: Rows = [line.split(";") for line in CUSTOMERS.splitlines()]
    return files + [(f"a.{build.__name__}", build({"Kunden": rows})) for build in (xlsx, xls, ods)]


def hostile_ones() -> list[tuple[str, bytes]]:
    """The hostile files that are small enough to be read by the thousand."""
    small = {
        name: content for name, content in hostile.everything().items() if len(content) < LARGEST
    }
    return [(f"{name}.{'xlsx' if 'xlsx' in name else 'csv'}", c) for name, c in small.items()]


def mutated(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """The bytes with one to eight accidents."""
    data = bytearray(content)
    for _ in range(dice.choice([1, 1, 2, 3, 5, 8])):
        at = dice.randrange(len(data) + 1)
        size = dice.choice([1, 2, 5, 20, 100])
        match dice.randrange(7):
            case 0:
                data[at : at + 1] = bytes([dice.randrange(256)])
            case 1:
                data[at:at] = dice.choice(TOKENS) * dice.choice([1, 1, 1, 7])
            case 2:
                del data[at : at + size]
            case 3:
                data[at:at] = data[at : at + size] * dice.choice([1, 3])
            case 4:
                del data[at:]
            case 5:
                piece = dice.choice(others)
                begin = dice.randrange(len(piece) + 1)
                data[at:at] = piece[begin : begin + size]
            case _:
                data[at : at + size] = dice.choice(TOKENS)
    return bytes(data[:LARGEST])


def go_through(name: str, content: bytes, dice: random.Random) -> int:
    """Read, map and type a file; how many rows it had. Asserts that none is lost or doubled."""
    opener = partial(io.BytesIO, content)
    count = 0
    try:
        for table in inspect(opener, name):
            count += _go_through_table(table, opener, dice)
    except ReadingError as error:
        said = str(error)
        return count if said.startswith(name) else pytest.fail(said)
    return count


def _go_through_table(table: Table, opener: Any, dice: random.Random) -> int:
    chunks = list(read_chunks(opener, table, rows=dice.choice([20, 1_000])))
    numbers = [n for chunk in chunks for n in chunk.rows["row"].to_list()]
    numbers += [bad.row for chunk in chunks for bad in chunk.unreadable]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert all(str(bad) for chunk in chunks for bad in chunk.unreadable)
    profile = TableProfile()
    for chunk in chunks:
        profile.add(chunk.rows)
    profile_as_json(profile)
    kind = dice.choice([None, None, "orders", "customers", "encounters"])
    proposal = propose([TableView(table.file_name, table.header)], profile, kind=kind)
    for question in proposal.open_questions:
        choices = [proposal.kind] if question.code == "table_kind" else question.choices
        proposal = answer(proposal, question.id, dice.choice(choices))
    for chunk in chunks[:1]:
        preview(proposal, chunk.rows.head(5).drop("row", "line").rows())
    if not missing(proposal):
        _type(proposal, [chunk.rows for chunk in chunks])
    return len(numbers)


def _type(proposal: Proposal, chunks: list[pl.DataFrame]) -> None:
    carry: dict[str, str | None] = {}
    work = _work()
    for rows in chunks:
        applied = apply(proposal, rows, carry)
        carry = dict(applied.carry)
        out = applied.bad.filter(pl.col("severity") == "reject")["row"].cast(pl.Int64).unique()
        kept = applied.frame["row"].cast(pl.Int64)
        assert sorted([*out, *kept]) == rows["row"].to_list()
        REPLAYS[proposal.kind](applied.frame, work)
    assert work.tally.totals()["lines"] <= sum(rows.height for rows in chunks)


def _work() -> Work:
    nobody = cast("Any", SimpleNamespace(pk=1))
    return Work(
        source=nobody, batch=nobody, at=clock.now(), currency="EUR", zone="Europe/Vienna",
        knows_people_by_mail=False, address_uses={}, people=pl.DataFrame(), repeats=Repeats(), tally=Tally("EUR"),
    )  # fmt: skip


def test_no_broken_file_breaks_the_intake(capsys: pytest.CaptureFixture[str]) -> None:
    memory = Memory("fuzzed")
    files = [*valid_files(), *hostile_ones()]
    books = [file for file in files if file[0].endswith(("xlsx", "xls", "ods"))]
    texts = [file for file in files if file not in books]
    contents = [content for _, content in texts]
    time, seed, tried, rows = Allowance(SHARE), memory.next_seed, 0, 0
    while not time.is_spent() or not tried:
        dice = random.Random(seed)
        name, content = dice.choice(books if dice.random() < BOOKS else texts)
        broken = mutated(content, dice, contents)
        try:
            rows += go_through(name, broken, dice)
        except BaseException:
            KEPT.mkdir(parents=True, exist_ok=True)
            (KEPT / f"broken-{seed}-{name}").write_bytes(broken)
            raise
        seed, tried = seed + 1, tried + 1
    memory.add(next_seed=seed, reached=tried)
    with capsys.disabled():
        print(f"\n{tried} broken files with {rows} rows survived; {memory.reached} in all")
