"""Something that is not as it should be, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """`check` is the part of the house, `code` stays the same for machines.

    `is_grave`: data may be lost or nothing is done any more; else it can wait till tomorrow.
    """

    check: str
    code: str
    sentence: str | Promise
    remedy: str | Promise
    is_grave: bool = False

    def as_data(self) -> dict[str, str | bool]:
        """For answers of commands and the log."""
        return {
            "check": self.check,
            "code": self.code,
            "message": str(self.sentence),
            "remedy": str(self.remedy),
            "grave": self.is_grave,
        }
