"""The one way in which nahbar says no to a person: a code, and a sentence that says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An operation was asked for something it must not or cannot do.

    `code` is stable and for machines; the sentence is for the person and is translated when shown.
    """

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refused):
    """The role does not allow it: no other answer in a form would help."""

    def __init__(self) -> None:
        super().__init__(
            "not_allowed", _("Your role does not allow this. An owner can change that.")
        )
