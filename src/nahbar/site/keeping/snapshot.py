"""The house of one instant, read while people work: its tables and the list of its kept files."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from nahbar.site.keeping.columns import Ask, tables_of
from nahbar.site.keeping.records import Ended, RecordWriter
from nahbar.site.keeping.row_text import blocks
from nahbar.site.keeping.standing_still import Still, database_file, standing_still

IMAGE = "nahbar.sqlite3"
USED = "SELECT digest, size FROM core_storedfile WHERE uses > 0 ORDER BY digest"


class Touched(Exception):
    """Somebody has written into a file that should stand still."""


@dataclass(frozen=True)
class Snapshot:
    """`kind` is `image` or `rows`; `ask` sees the instant."""

    kind: str
    ask: Ask
    still: Still | None = None

    def write(self, writer: RecordWriter) -> tuple[dict[str, int], dict[str, str]]:
        """Write all tables; the count of each, and the checksums of what was written.

        Raises Touched: what was written is worth nothing then.
        """
        if self.still is None:
            return write_tables(writer, self.ask)
        writer.begin(IMAGE, "image")
        for piece in self.still.pieces():
            writer.data(piece)
        ended = writer.end()
        counts = count_rows(self.ask)
        if not self.still.is_untouched:
            raise Touched
        return counts, {IMAGE: ended.sha256}


@contextmanager
def snapshot(*, as_copy: bool = False) -> Iterator[Snapshot]:
    """The house of now. On PostgreSQL it must not run in a transaction."""
    if connection.vendor == "sqlite":
        with standing_still(database_file(), as_copy=as_copy) as still:
            yield Snapshot("image", still.ask, still)
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield Snapshot("rows", ask_database)


def ask_database(sql: str) -> Sequence[Sequence[Any]]:
    """The rows of a query in the house's own database."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def write_tables(writer: RecordWriter, ask: Ask) -> tuple[dict[str, int], dict[str, str]]:
    """Write each table as lines of text; counts and checksums. In a transaction."""
    ended = [
        _write_table(writer, table)
        for table in tables_of(ask, connection.vendor, without=settings.CACHE_TABLE)
    ]
    return {one.name: one.rows for one in ended}, {one.name: one.sha256 for one in ended}


def _write_table(writer: RecordWriter, table: Any) -> Ended:
    told = {"columns": [list(one) for one in table.columns], "highest": table.highest}
    writer.begin(table.name, "table", told)
    for block, rows in blocks(connection, table):
        writer.data(block, rows=rows)
    return writer.end()


def count_rows(ask: Ask, vendor: str = "sqlite") -> dict[str, int]:
    """How many rows each table has."""
    tables = tables_of(ask, vendor, without=settings.CACHE_TABLE)
    return {one.name: int(ask(f'SELECT count(*) FROM "{one.name}"')[0][0]) for one in tables}
