"""Looking at every part of the house, one after the other; none keeps the next from being looked at."""

from collections.abc import Callable, Collection, Iterator

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from nahbar.core.breakdowns import refusal_of
from nahbar.core.refusals import Refused
from nahbar.site.keeping.health.backups import check_backups
from nahbar.site.keeping.health.clock import check_clock
from nahbar.site.keeping.health.files import check_files
from nahbar.site.keeping.health.integrity import check_integrity
from nahbar.site.keeping.health.machine import check_disk, check_permissions, check_version
from nahbar.site.keeping.health.mail import check_mail
from nahbar.site.keeping.health.problem import Problem
from nahbar.site.keeping.health.queue import check_index, check_queue

Check = Callable[[], Iterator[Problem]]
CHECKS: dict[str, Check] = {
    "version": check_version,
    "disk": check_disk,
    "permissions": check_permissions,
    "clock": check_clock,
    "queue": check_queue,
    "index": check_index,
    "mail": check_mail,
    "backups": check_backups,
    "integrity": check_integrity,
    "files": check_files,
}
# What takes no longer the more a house has grown.
QUICK = ("version", "disk", "permissions", "clock", "queue", "index", "backups")


def examine(only: Collection[str] = ()) -> list[Problem]:
    """What is not as it should be, the grave things first."""
    found = [problem for name in CHECKS if not only or name in only for problem in _look(name)]
    return sorted(found, key=lambda problem: not problem.is_grave)


def _look(name: str) -> list[Problem]:
    try:
        if connection.in_atomic_block:  # what fails here must not end the transaction around it
            with transaction.atomic():
                return list(CHECKS[name]())
        return list(CHECKS[name]())
    except (DatabaseError, OSError, Refused) as error:
        refusal = error if isinstance(error, Refused) else refusal_of(error)
        if refusal is None:
            sentence = _("This could not be looked at: %(reason)s") % {
                "reason": type(error).__name__
            }
            return [Problem(name, "not_examined", sentence, _("Look into the log."), is_grave=True)]
        return [
            Problem(
                name,
                refusal.code,
                str(refusal),
                _("Mend this first, then look again."),
                is_grave=True,
            )
        ]
