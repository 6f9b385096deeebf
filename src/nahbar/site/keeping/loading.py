"""Rows out of a stream of records into an empty database, and back out of it to be compared.

Runs as a process of its own, in the home and database it is to fill, so that migrations never meet
the house they came from. All of it is one transaction on PostgreSQL, and a file nobody else knows on
SQLite: cut off anywhere, nothing has happened.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nahbar.core.refusals import Refused
from nahbar.site.commands.answering import as_refusal, start_django
from nahbar.site.keeping.columns import Table, tables_of
from nahbar.site.keeping.records import Ended, PartReader, RecordReader
from nahbar.site.process_tree import end_with_parent

Sums = dict[str, dict[str, Any]]


def load(reader: RecordReader) -> Sums:
    """Fill the database; `counts` and `checksums` as they are read back out of it.

    Raises Refused (`rows_differ`, `unknown_table`), BrokenRecords.
    """
    from nahbar.site.keeping import loading_postgresql, loading_sqlite  # noqa: PLC0415  # models

    place = loading_sqlite if connection.vendor == "sqlite" else loading_postgresql
    with place.one_go():
        _migrate(reader.manifest()["migrations"])
        with place.without_indexes():
            ended = list(_load_tables(reader, place))
        place.check()
        return _read_back(ended)


def _migrate(named: list[list[str]]) -> None:
    """Bring the empty database to where the rows come from."""
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    wanted = {(app, name) for app, name in named if (app, name) in graph.nodes}
    last = [
        key
        for key in sorted(wanted)
        if not any(child in wanted and child[0] == key[0] for child in _children(graph, key))
    ]
    executor.migrate(last)
    call_command("createcachetable", settings.CACHE_TABLE, verbosity=0)


def _children(graph: Any, key: tuple[str, str]) -> Iterator[tuple[str, str]]:
    return (node.key for node in graph.node_map[key].children)


def _load_tables(reader: RecordReader, place: Any) -> Iterator[tuple[Table, Ended]]:
    there = {table.name for table in _tables()}
    for name in there:
        place.empty(name)
    for part in reader.parts():
        told = part.part.told
        columns = tuple((name, kind) for name, kind in told["columns"])
        table = Table(part.part.name, columns, (), told["highest"])
        if table.name in there:
            place.fill(table, part.pieces())
            yield table, part.ended
        else:
            _refuse_rows(part)


def _refuse_rows(part: PartReader) -> None:
    if any(part.pieces()):
        sentence = _("This version of nahbar does not know the table %(name)s.")
        raise Refused("unknown_table", sentence % {"name": part.part.name})


def _read_back(ended: list[tuple[Table, Ended]]) -> Sums:
    from nahbar.site.keeping.row_text import blocks  # noqa: PLC0415

    there = {table.name: table for table in _tables()}
    counts, checksums = {}, {}
    for table, before in ended:
        digest, rows = hashlib.sha256(), 0
        for block, count in blocks(connection, there[table.name]):
            digest.update(block)
            rows += count
        counts[table.name], checksums[table.name] = rows, digest.hexdigest()
        same = (rows, digest.hexdigest(), there[table.name].highest)
        if same != (before.rows, before.sha256, table.highest):
            raise differing(table.name)
    return {"counts": counts, "checksums": checksums}


def differing(name: str) -> Refused:
    """What came out is not what went in."""
    sentence = _(
        "What was written into %(name)s is not what is read out of it. Nothing was changed."
    )
    return Refused("rows_differ", sentence % {"name": name})


def _tables() -> list[Table]:
    from django.conf import settings  # noqa: PLC0415

    from nahbar.site.keeping.snapshot import ask_database  # noqa: PLC0415

    return tables_of(ask_database, connection.vendor, without=settings.CACHE_TABLE)


@contextmanager
def telling_refusals() -> Iterator[None]:
    """What is refused inside is told as JSON, and ends the process with 1."""
    from nahbar.site.keeping.records import BrokenRecords  # noqa: PLC0415

    try:
        yield
    except Exception as error:
        refusal = as_refusal(error)
        if isinstance(error, BrokenRecords):  # whoever sends has ended, and knows why
            sys.exit(1)
        if refusal is None:
            raise
        told = {"error": {"code": refusal.code, "message": str(refusal)}}
        print(json.dumps(told))  # to whoever started us
        sys.exit(1)


def main() -> int:
    """Load what comes in on standard input, answer on standard output."""
    end_with_parent()
    start_django()
    with telling_refusals():
        sums = load(RecordReader(sys.stdin.buffer))
        os.write(sys.stdout.fileno(), json.dumps(sums).encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
