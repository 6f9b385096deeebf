"""The one way in which nahbar says no to a person: a code, and a sentence that says what to do."""

from django.utils.functional import Promise


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
