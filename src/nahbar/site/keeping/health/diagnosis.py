"""What `nahbar doctor` says: also of a house that cannot be opened."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from nahbar.core.breakdowns import refusal_of
from nahbar.core.refusals import Refused
from nahbar.site.database import prepare_database
from nahbar.site.keeping.health.examine import examine
from nahbar.site.keeping.health.machine import versions
from nahbar.site.keeping.health.problem import Problem
from nahbar.site.keeping.snapshot import ask_database, count_rows


@dataclass(frozen=True)
class Diagnosis:
    """`counts` of the tables' rows only where everything was looked at."""

    versions: dict[str, str]
    counts: dict[str, int]
    problems: list[Problem]


def diagnose(only: Collection[str] = ()) -> Diagnosis:
    """Look at the house. A database that cannot be opened is the one problem then."""
    try:
        prepare_database()
        known = versions()
        counts = {} if only else count_rows(ask_database, connection.vendor)
    except (DatabaseError, OSError, Refused) as error:
        refusal = error if isinstance(error, Refused) else refusal_of(error)
        if refusal is None:
            raise
        return Diagnosis({}, {}, [_closed(refusal)])
    return Diagnosis(known, counts, examine(only))


def _closed(refusal: Refused) -> Problem:
    remedies = {
        "newer_database": _("Install the newer version again, or restore a backup of before."),
        "database_damaged": _("Restore the last good backup: nahbar restore FILE --replace"),
        "database": _("Is the server of the database running, and is DATABASE_URL right?"),
    }
    remedy = remedies.get(refusal.code, _("Mend this first, then look again."))
    return Problem("integrity", refusal.code, str(refusal), remedy, is_grave=True)
