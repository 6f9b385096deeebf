"""Reading what the environment says, and refusing what cannot be meant. Needs no Django."""

import os

from nahbar.site.help import named as _
from nahbar.site.help import told

NO_NUMBER = _("{name} is {value}. It must be a whole number from {least} to {most}.")
NO_DATABASE_URL = _("DATABASE_URL must begin with postgresql://, or be empty for SQLite.")
NO_ZONE = _("NAHBAR_TIME_ZONE is {value}. It must be the name of a zone, as Europe/Vienna.")
NO_MAIL_URL = _(
    "NAHBAR_MAIL_URL must be smtp+tls://user:password@host:587, smtps://… or smtp://…, or be empty."
)
NO_HOME = _("The data folder {folder} cannot be used: {reason}")
BAD_KEY = _("The key {file} is damaged. Restore it from a backup.")


class BadSetting(Exception):
    """A setting nahbar cannot start with. `code` is for machines, the text for people."""

    def __init__(self, sentence: str, code: str = "bad_setting", **facts: object) -> None:
        super().__init__(told(sentence).format(**facts))
        self.code = code


def number(name: str, default: int, *, least: int = 0, most: int = 1 << 20) -> int:
    """The whole number that the environment gives under `name`. Raises BadSetting."""
    value = os.environ.get(name, "").strip() or str(default)
    if not (value.isascii() and value.isdecimal() and least <= int(value) <= most):
        raise BadSetting(NO_NUMBER, name=name, value=value, least=least, most=most)
    return int(value)


def flag(name: str, *, default: bool) -> bool:
    """Whether it is switched on."""
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}
