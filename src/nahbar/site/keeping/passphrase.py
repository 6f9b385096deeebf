"""Where a passphrase comes from: a file that the settings or an option name, or standard input."""

import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import Refused

SHORTEST = 12


def nightly_passphrase() -> str:
    """What backups by night are locked with; empty where the settings name no file."""
    return (
        read_passphrase(Path(settings.BACKUP_PASSPHRASE_FILE))
        if settings.BACKUP_PASSPHRASE_FILE
        else ""
    )


def read_passphrase(path: Path) -> str:
    """The first line of the file. Raises Refused (`no_passphrase`)."""
    try:
        passphrase = path.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        sentence = _("The file with the passphrase cannot be read: %(file)s")
        raise Refused("no_passphrase", sentence % {"file": path}) from error
    if not passphrase:
        sentence = _("The file with the passphrase is empty: %(file)s")
        raise Refused("no_passphrase", sentence % {"file": path})
    return passphrase


def given_passphrase(path: str | None, *, from_stdin: bool) -> str:
    """What the options of a command say; empty where they say nothing."""
    if path:
        return read_passphrase(Path(path))
    return sys.stdin.readline().rstrip("\r\n") if from_stdin else ""


def refuse_short(passphrase: str) -> None:
    """A backup outlives its hiding place: who finds it has all the time to guess. Raises Refused."""
    if passphrase and len(passphrase) < SHORTEST:
        sentence = _(
            "The passphrase is too short: %(least)d characters at least, better several words."
        )
        raise Refused("weak_passphrase", sentence % {"least": SHORTEST})
