"""A house's tables as records on standard output, for who fills another database with them.

Runs as a process of its own, in the home it reads.
"""

import sys
from pathlib import Path

from django.db import transaction

from nahbar.core import clock
from nahbar.site.commands.answering import start_django
from nahbar.site.keeping.manifest import make_manifest
from nahbar.site.keeping.records import RecordWriter, Sink
from nahbar.site.keeping.snapshot import ask_database, write_tables
from nahbar.site.process_tree import end_with_parent


def pour(sink: Sink, home: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Write all tables; their counts and checksums. In a transaction that sees one instant."""
    writer = RecordWriter(sink)
    manifest = make_manifest(ask_database, kind="rows", home=home, has_keys=False, at=clock.now())
    writer.manifest(manifest.as_data())
    counts, checksums = write_tables(writer, ask_database)
    writer.finish({"counts": counts, "checksums": checksums})
    return counts, checksums


def main() -> int:
    """Pour everything out."""
    end_with_parent()
    start_django()
    from django.conf import settings  # noqa: PLC0415  # needs Django

    with transaction.atomic():
        pour(sys.stdout.buffer, settings.NAHBAR_HOME)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
