"""Moving house: all tables from SQLite to PostgreSQL or back, compared, the old database left as it is."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.site.keeping.log import note_moved
from nahbar.site.keeping.pouring import pour
from nahbar.site.keeping.scratch import answer_of, scratch_home, start_in
from nahbar.site.keeping.snapshot import IMAGE, ask_database
from nahbar.site.keeping.taking_out import LOADING, Pipe
from nahbar.site.keeping.who_lives_here import SESSIONS, nobody_at_home, still_open

SQLITE = "sqlite"


@dataclass(frozen=True)
class Moved:
    """What was read back out of the new database."""

    counts: dict[str, int]
    checksums: dict[str, str]
    seconds: float


def move(to: str, *, by: By, at: datetime) -> Moved:
    """Bring everything to the database `to`: a postgresql:// address, or `sqlite` for the home's file.

    The house must be closed and stays locked meanwhile; kept files and keys stay where they are.
    Killed anywhere, the old database is whole and the new one empty. Raises Refused (`already_there`,
    `target_not_empty`, `no_such_database`, `house_open`, `rows_differ`).
    """
    demand(by, Ability.RUN_SERVER)
    begun, home = time.monotonic(), settings.NAHBAR_HOME
    url = "" if to == SQLITE else to
    _require_elsewhere(url)
    _require_empty(url, home)
    with scratch_home() as scratch, _locked():
        note_moved(SQLITE if not url else "postgresql", by=by, at=at)
        sums = _pour_into(scratch, url, home)
        if not url:
            _place(scratch / IMAGE, home / IMAGE)
    return Moved(sums["counts"], sums["checksums"], round(time.monotonic() - begun, 3))


def _require_elsewhere(url: str) -> None:
    here = settings.DATABASE_URL
    if bool(here) == bool(url) and (not url or urlsplit(here) == urlsplit(url)):
        raise Refused("already_there", _("The house lives in this database already."))
    if here and url:
        sentence = _("From one PostgreSQL to another a house moves by backup and restore.")
        raise Refused("same_kind", sentence)
    if url and urlsplit(url).scheme not in {"postgres", "postgresql"}:
        sentence = _("Where to? An address that begins with postgresql://, or the word sqlite.")
        raise Refused("no_such_database", sentence)


def _require_empty(url: str, home: Path) -> None:
    if not url:
        if (home / IMAGE).exists():
            sentence = _("There is a database in %(place)s already. Move that file away first.")
            raise Refused("target_not_empty", sentence % {"place": home / IMAGE})
        return
    import psycopg  # noqa: PLC0415  # only where this database is used

    try:
        with psycopg.connect(url, connect_timeout=10) as server:
            tables = {row[0] for row in server.execute(_TABLES)}
            ours = "core_ledgerentry" in tables
            if tables and not (ours and not server.execute(_ANYTHING).fetchone()):
                sentence = _("There is something in this database already. Name an empty one.")
                raise Refused("target_not_empty", sentence)
    except psycopg.OperationalError as error:
        raise Refused("no_such_database", _("This database does not answer.")) from error


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_ANYTHING = "SELECT 1 FROM core_ledgerentry LIMIT 1"


@contextmanager
def _locked() -> Iterator[None]:
    """Nobody is at work, and nobody can begin to be: what they wrote would stay behind."""
    if connection.vendor == "sqlite":
        with nobody_at_home():
            pass  # it was ours alone for an instant; from here on the transaction holds off writers
        with transaction.atomic():
            yield
        return
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        if ask_database(SESSIONS)[0][0]:
            raise still_open()
        names = ", ".join(f'"{name}"' for name in sorted(connection.introspection.table_names()))
        cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
        yield


def _pour_into(scratch: Path, url: str, home: Path) -> dict[str, Any]:
    loading = start_in(scratch, url, [LOADING], stdin=subprocess.PIPE)
    try:
        counts, checksums = pour(Pipe(loading), home)
        sums = answer_of(loading)
    finally:
        with suppress(ProcessLookupError):
            loading.kill()
        loading.wait()
    if (sums["counts"], sums["checksums"]) != (counts, checksums):
        raise Refused(
            "rows_differ", _("The new database does not hold the same. Stay with the old one.")
        )
    return sums


def _place(image: Path, place: Path) -> None:
    """A link never replaces anything; it stands when the folder is synced."""
    os.link(image, place)
    descriptor = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
