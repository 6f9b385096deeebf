"""Lines of text say the same of a row whichever database it comes from, and give it back."""

import json
import math
import sqlite3
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from nahbar.core.models import LedgerText
from nahbar.site.keeping.columns import POSTGRESQL, SQLITE, tables_of
from nahbar.site.keeping.row_text import (
    FROM_SQLITE,
    _from_sqlite,
    blocks,
    plain_decimal,
    plain_json,
    plain_real,
)
from nahbar.site.keeping.row_values import READERS, rows_of
from nahbar.site.keeping.snapshot import ask_database

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="asks PostgreSQL")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXTS,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(TEXTS, inside, max_size=4),
    max_leaves=8,
)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


def line_of(value: object, kind: str) -> str:
    """What SQLite says of one value, by the statement that backups use."""
    database = sqlite3.connect(":memory:")
    for name, function in (("plain_json", plain_json), ("plain_real", plain_real), ("plain_decimal", plain_decimal)):  # fmt: skip
        database.create_function(name, 1, function)
    database.execute("CREATE TABLE one (it)")
    database.execute("INSERT INTO one VALUES (?)", [value])
    [(line,)] = database.execute(f"SELECT {_from_sqlite('it', kind)} FROM one")
    database.close()
    return str(line)


def there_and_back(value: object, kind: str) -> object:
    return rows_of(f"{line_of(value, kind)}\n".encode(), [kind])[0][0]


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_comes_back(text: str) -> None:
    assert there_and_back(text, "text") == text


@pytest.mark.parametrize(
    "text", ["", "\\N", "\\", "a\tb\nc\rd", "\\t", "\x08\x0b\x0c", "\\\\n", "ß'\"%"]
)
def test_texts_that_look_like_something_else_come_back(text: str) -> None:
    assert there_and_back(text, "text") == text


@pytest.mark.parametrize("kind", FROM_SQLITE)
def test_null_stays_null_and_is_no_empty_text(kind: str) -> None:
    assert there_and_back(None, kind) is None


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_json_comes_back_with_the_same_meaning(value: Any) -> None:
    text = json.dumps(value)
    back = str(there_and_back(text, "json"))
    exact = {"parse_float": Decimal, "parse_int": Decimal}
    assert json.loads(back, **exact) == json.loads(text, **exact)


@settings(max_examples=200, deadline=None)
@given(FLOATS)
def test_a_number_comes_back_to_the_bit(value: float) -> None:
    back = there_and_back(value, "real")
    assert isinstance(back, float)
    assert math.copysign(1, back) == math.copysign(1, value) or value == 0
    assert back == value


@pytest.mark.parametrize(
    ("value", "kind", "line"),
    [
        (1, "truth", "t"),
        (0, "truth", "f"),
        ("2026-03-02 11:00:00", "moment", "2026-03-02 11:00:00+00"),
        ("2026-03-02 11:00:00.120000", "moment", "2026-03-02 11:00:00.12+00"),
        ("08:30:00", "time", "08:30:00"),
        ("2026-03-02", "day", "2026-03-02"),
        ("0190a1b2c3d4e5f60718293a4b5c6d7e", "id", "0190a1b2-c3d4-e5f6-0718-293a4b5c6d7e"),
        (b"\x00\xff", "bytes", "\\\\x00ff"),
        (b"", "bytes", "\\\\x"),
        (12.5, "decimal", "12.5"),
        (7, "decimal", "7"),
    ],
)
def test_each_kind_is_written_as_postgresql_writes_it(value: object, kind: str, line: str) -> None:
    assert line_of(value, kind) == line
    back = there_and_back(value, kind)
    assert back == (str(value) if kind == "decimal" else value)


def test_every_kind_can_be_written_and_read() -> None:
    kinds = {*POSTGRESQL.values(), *SQLITE.values(), "id", "json"}
    assert kinds == FROM_SQLITE.keys() == READERS.keys()


@pytest.mark.django_db
def test_every_table_of_the_house_is_understood(db: None) -> None:
    tables = {table.name: table for table in tables_of(ask_database, connection.vendor, without="")}
    from django.apps import apps  # noqa: PLC0415

    held = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    assert {model._meta.db_table for model in held} <= tables.keys()
    assert [table.name for table in tables.values() if not table.key] == []


@pytest.mark.django_db
def test_both_databases_say_the_same_kinds(db: None) -> None:
    tables = {table.name: table for table in tables_of(ask_database, connection.vendor, without="")}
    kinds = dict(tables[LedgerText._meta.db_table].columns)
    assert kinds == {"id": "whole", "subject_kind": "text", "subject_id": "whole", "before": "json", "after": "json"}  # fmt: skip
    assert dict(tables["customers_customer"].columns)["public_id"] == "id"
    assert dict(tables["core_searchlist"].columns)["ids"] == "bytes"


@pytest.mark.django_db(transaction=True)
def test_a_table_is_told_line_by_line() -> None:
    LedgerText.objects.create(
        subject_kind="a\tb", subject_id=7, before={"b": 1.50, "aa": "ü"}, after={}
    )
    tables = {table.name: table for table in tables_of(ask_database, connection.vendor, without="")}
    table = tables[LedgerText._meta.db_table]
    with transaction.atomic():
        [(block, rows)] = list(blocks(connection, table))
    assert rows == 1
    told = dict(zip(table.names, block.decode().removesuffix("\n").split("\t"), strict=True))
    assert (told["subject_kind"], told["before"], told["after"]) == (
        "a\\tb",
        '{"b": 1.5, "aa": "ü"}',
        "{}",
    )


def asked(sql: str, value: object) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


@on_postgresql
@pytest.mark.django_db
def test_postgresql_writes_json_as_we_do() -> None:
    @settings(max_examples=150, deadline=None)
    @given(JSON)
    def check(value: Any) -> None:
        text = json.dumps(value)
        if "\\u0000" not in text:
            assert asked("SELECT (%s::jsonb)::text", text) == plain_json(text)

    check()


@on_postgresql
@pytest.mark.django_db
def test_postgresql_writes_numbers_as_we_do() -> None:
    @settings(max_examples=300, deadline=None)
    @given(FLOATS | st.floats(1e14, 1e17) | st.integers(-(10**17), 10**17).map(float))
    def check(value: float) -> None:
        assert asked("SELECT (%s::float8)::text", value) == plain_real(value)

    check()
    for text in ("12.500", "7.00", "0.0000010", "-3.10", "0"):
        assert asked("SELECT trim_scale(%s::numeric)::text", text) == plain_decimal(text)
    assert plain_decimal(str(Decimal("1E-7"))) == "0.0000001"


def test_no_kind_of_field_is_forgotten() -> None:
    from django.apps import apps  # noqa: PLC0415

    ours = [m for m in apps.get_models(include_auto_created=True) if m._meta.managed]
    kinds = {f.get_internal_type() for m in ours for f in m._meta.local_concrete_fields}
    known = {
        "AutoField", "BigAutoField", "BigIntegerField", "BinaryField", "BooleanField", "CharField",
        "DateField", "DateTimeField", "DecimalField", "EmailField", "FloatField", "ForeignKey",
        "IntegerField", "JSONField", "OneToOneField", "PositiveIntegerField", "SlugField",
        "PositiveSmallIntegerField", "SmallIntegerField", "TextField", "TimeField", "UUIDField",
        "MicrosField", "PlainOrderField", "GenericIPAddressField", "PositiveBigIntegerField", "URLField",
    }  # fmt: skip
    assert kinds <= known
    assert models.DurationField().get_internal_type() not in known
