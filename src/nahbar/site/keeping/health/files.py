"""Kept files: missing, not whole, not as they were, or known to nobody."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core.files import open_stored
from nahbar.core.models import StoredFile
from nahbar.site.keeping.health.problem import Problem
from nahbar.site.keeping.kept_files import path_of, sealed_size

PIECE = 1 << 20


def check_files() -> Iterator[Problem]:
    """Read every one of them to its end."""
    home: Path = settings.NAHBAR_HOME
    missing, damaged, known = 0, 0, set()
    for stored in StoredFile.objects.iterator():
        known.add(stored.digest)
        if stored.uses <= 0:
            continue
        path = path_of(home, stored.digest)
        if not path.exists():
            missing += 1
        elif path.stat().st_size != sealed_size(stored.size) or not _is_as_it_was(stored):
            damaged += 1
    if missing:
        sentence = ngettext(
            "%(count)d kept file is missing.", "%(count)d kept files are missing.", missing
        )
        yield _lost("file_missing", sentence % {"count": missing})
    if damaged:
        sentence = ngettext(
            "%(count)d kept file is damaged.", "%(count)d kept files are damaged.", damaged
        )
        yield _lost("file_damaged", sentence % {"count": damaged})
    orphans = {path.name for path in (home / "files").glob("??/*")} - known
    if orphans:
        sentence = ngettext(
            "%(count)d file in the data folder is known to nobody.",
            "%(count)d files in the data folder are known to nobody.",
            len(orphans),
        )
        remedy = _("Nothing is lost. The worker removes such files within the hour.")
        yield Problem("files", "file_orphaned", sentence % {"count": len(orphans)}, remedy)


def _lost(code: str, sentence: str) -> Problem:
    remedy = _("Take files and keys out of a backup of before: nahbar restore FILE --replace")
    return Problem("files", code, sentence, remedy, is_grave=True)


def _is_as_it_was(stored: StoredFile) -> bool:
    digest = hashlib.sha256()
    try:
        with open_stored(stored) as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except (ValueError, OSError):
        return False
    return digest.hexdigest() == stored.digest
