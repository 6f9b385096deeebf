"""Money and quantities: decimals with six places, kept as whole millionths, exact on both databases.

SQLite has no decimal type: a DecimalField there is a binary float, and a sum of floats is not a sum
of prices. A 64-bit count of millionths holds what `Decimal(19, 6)` holds and adds up exactly.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

MICROS = 1_000_000


def to_micros(value: Decimal | int | str) -> int:
    """The whole millionths of a decimal; half a millionth goes to the even neighbour."""
    scaled = (Decimal(value) * MICROS).to_integral_value(ROUND_HALF_EVEN)
    if not -(2**63) <= scaled < 2**63:
        raise OverflowError(f"{value} does not fit Decimal(19, 6)")
    return int(scaled)


def from_micros(micros: int) -> Decimal:
    """The decimal with six places that `micros` millionths are."""
    return Decimal(micros).scaleb(-6)


class MicrosField(models.BigIntegerField):  # type: ignore[type-arg]  # the stub's generics cannot say "int in the table, Decimal in hand"
    """A `Decimal(19, 6)`, stored as a whole number of millionths."""

    def from_db_value(self, value: int | None, *_: Any) -> Decimal | None:
        """Millionths out of the table become a decimal."""
        return None if value is None else from_micros(value)

    def to_python(self, value: Any) -> Any:
        """What a form or a fixture gives becomes a decimal."""
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return Decimal(str(value))
        except ArithmeticError as error:
            raise ValidationError(_("Enter a number.")) from error

    def get_prep_value(self, value: Any) -> int | None:
        """A decimal becomes millionths on its way into the table."""
        return None if value is None else to_micros(self.to_python(value))
