"""Codes of what went wrong, in words, for the page and for the log."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WHY: dict[str, str | Promise] = {
    "disk_full": _("The disk was full."),
    "read_only": _("The folder could only be read."),
    "system": _("The system refused to write there."),
    "no_such_folder": _("The folder is not there; perhaps the disk is not connected."),
    "no_passphrase": _("The file with the passphrase could not be read."),
    "backup_under_way": _("Another backup was being made."),
    "broken_off": _("It was broken off: nahbar or the machine was stopped."),
    "database": _("The database did not answer."),
    "database_damaged": _("The database is damaged."),
    "backup_damaged": _("The backup is damaged."),
    "backup_cut_short": _("The end of the backup is missing."),
    "wrong_passphrase": _("The passphrase does not fit this backup."),
    "passphrase_needed": _("The passphrase of this backup was missing."),
    "key_missing": _("The key of the kept files does not fit."),
    "rows_differ": _("What was read back was not what had been written."),
    "no_backup_yet": _("There was no backup yet."),
}


def because(code: str) -> str:
    """Why it failed, in words."""
    return str(WHY.get(code, _("Something unforeseen; the log says more.")))
