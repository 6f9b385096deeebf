"""Beginning an import: the files are kept before anything is read."""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import files
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.breakdowns import refusing_when_full
from nahbar.core.ledger import record
from nahbar.core.models import Batch, Source, User
from nahbar.core.refusals import Refused
from nahbar.intake.mapping.kinds import ALIASES, KINDS
from nahbar.intake.models import Import, ImportFile

MOST_FILES = 200
UNKNOWN_CHOICE = _("This choice is not offered here. Please choose anew.")


def start_import(
    arrivals: Iterable[tuple[str, BinaryIO]],
    *,
    source_name: str = "",
    kind: str = "",
    by: By,
    at: datetime,
) -> Import:
    """Keep the files and open an import for them, to be surveyed next.

    Without a name the source is the house's main one, so that an order export and a customer list
    from the same system find each other by their customer numbers. Refused where the disk is full.
    """
    demand(by, Ability.RUN_IMPORTS)
    if kind:
        require_kind(kind)
    with refusing_when_full(), ExitStack() as drafts:
        sealed = [(name, drafts.enter_context(files.seal(stream))) for name, stream in arrivals]
        if not sealed:
            raise Refused("no_file", _("Choose at least one file."))
        if len(sealed) > MOST_FILES:
            raise Refused("too_many_files", _("At most 200 files go into one import."))
        return _open(sealed, source_name=source_name or Source.MAIN, kind=kind, by=by, at=at)


@transaction.atomic
def _open(
    sealed: list[tuple[str, files.Sealed]], *, source_name: str, kind: str, by: By, at: datetime
) -> Import:
    source = find_or_make_source(source_name, at=at)
    person = by if isinstance(by, User) else None
    batch = Batch.objects.create(kind="import", source=source, by=person, started_at=at)
    import_run = Import.objects.create(
        source=source,
        batch=batch,
        by=person,
        wanted_kind=kind,
        created_at=at,
        bytes_total=sum(content.size for _, content in sealed),
    )
    placed = enumerate(sealed)
    # Always in the same order, so that two that keep the same files do not block each other.
    for position, (name, content) in sorted(placed, key=lambda each: each[1][1].digest):
        ImportFile.objects.create(
            import_run=import_run,
            position=position,
            name=_printable(name),
            stored=files.keep(content, at=at),
        )
    record(
        "intake.started",
        by=by,
        at=at,
        subject=import_run,
        details={"files": len(sealed), "bytes": import_run.bytes_total},
    )
    return import_run


def require_kind(kind: str) -> None:
    """Refuse what is no kind of table."""
    if kind not in {*KINDS, *ALIASES}:
        raise Refused("unknown_choice", UNKNOWN_CHOICE)


def _printable(name: str) -> str:
    """A file's name as text: a disk may hold names whose bytes are none, and NUL is kept nowhere."""
    return name.replace("\0", "")[-255:].encode("utf-8", "replace").decode()


def find_or_make_source(name: str, *, at: datetime) -> Source:
    """The source of that name; the house's own word is no source one can import from."""
    cleaned = " ".join(name.split())[:100]
    if cleaned.casefold() == Source.HAND:
        raise Refused("source_reserved", _("This name is kept for what people write by hand."))
    source, _created = Source.objects.get_or_create(name=cleaned, defaults={"created_at": at})
    return source
