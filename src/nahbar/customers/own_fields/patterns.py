"""Forms that a text of one line can be held to. Ready-made: nobody here writes patterns."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CHECKED_BY = 97  # ISO 13616: an IBAN, its head turned to the end, leaves one when divided by it


@dataclass(frozen=True)
class Pattern:
    """`look` must fit the whole text without its blanks; `is_true` looks closer where looks deceive."""

    name: str | Promise
    look: str
    is_true: Callable[[str], bool] | None = None

    def fits(self, text: str) -> bool:
        """Whether the text is of this form."""
        bare = re.sub(r"\s", "", text).upper()
        looks_so = re.fullmatch(self.look, bare) is not None
        return looks_so and (self.is_true is None or self.is_true(bare))


def _is_iban(bare: str) -> bool:
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % CHECKED_BY == 1


PATTERNS = {
    "digits": Pattern(_("digits only"), r"[0-9]+"),
    "letters": Pattern(_("letters only"), r"[^\W\d_]+"),
    "letters_digits": Pattern(_("letters and digits"), r"[^\W_]+"),
    "postcode": Pattern(_("a postcode (AT, CH, DE, LI)"), r"[0-9]{4,5}"),
    "iban": Pattern(_("an IBAN"), r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", _is_iban),
    "vat_number": Pattern(
        _("a VAT number (AT, CH, DE)"), r"ATU[0-9]{8}|DE[0-9]{9}|CHE[-.0-9]{9,13}(?:MWST)?"
    ),
    "vehicle_number": Pattern(_("a vehicle identification number"), r"[A-HJ-NPR-Z0-9]{17}"),
}
