"""What broke beneath an operation, told to whoever asked for it as a refusal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from nahbar.core.outages import is_damaged, is_disk_full, is_read_only
from nahbar.core.refusals import Refused


def refusal_of(error: BaseException) -> Refused | None:
    """The refusal that tells of this error; None where it is a fault of ours.

    Codes: `disk_full`, `read_only`, `database_damaged`, `database`, `not_text`, `system`.
    """
    if is_disk_full(error):
        return Refused("disk_full", _("The disk is full. Make room, then try again."))
    if is_read_only(error):
        return Refused("read_only", _("The data can only be read. nahbar must be able to write."))
    if is_damaged(error):
        sentence = _("The database is damaged. Restore it from a backup.")
        return Refused("database_damaged", sentence)
    if isinstance(error, OperationalError | InterfaceError):
        return Refused("database", _("The database does not answer."))
    if isinstance(error, UnicodeEncodeError):
        return Refused("not_text", _("There are characters in it that are no text."))
    if isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
        return Refused("system", _("The system refuses: %(reason)s") % {"reason": reason})
    return None


@contextmanager
def refusing_when_full() -> Iterator[None]:
    """What fails here for want of room on the disk is refused."""
    try:
        yield
    except Exception as error:
        if not is_disk_full(error) or (refusal := refusal_of(error)) is None:
            raise
        raise refusal from error
