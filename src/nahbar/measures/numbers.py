"""Numbers as people type them: "120.000", "1 200,50", "+5 %", "€ 90"."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nahbar.core import formats

AROUND = re.compile(r"[%€$£]|\b[A-Z]{3}\b|\s|['’]")
MINUS = re.compile("^[−–]")
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})*")
BEYOND = Decimal(10) ** 12


def read_number(text: str) -> Decimal | None:
    """The number in a text, or None where it is none.

    Of two different marks the last is the decimal one. A mark before three digits groups thousands
    in every country: nobody names a goal or a cost to the thousandth, and whoever means 1200 must
    not get 1.2 because they read English in Austria.
    """
    bare = MINUS.sub("-", AROUND.sub("", text))
    last = max(bare.rfind("."), bare.rfind(","))
    decimal = bare[last] if last >= 0 else ""
    other = "," if decimal == "." else "."
    if GROUPED.fullmatch(bare):
        bare = bare.replace(decimal, "")
    elif bare.count(decimal) == 1 and GROUPED.fullmatch(bare[:last]):
        bare = bare.replace(other, "")
    if bare.count(".") + bare.count(",") > 1:
        return None
    try:
        found = Decimal(bare.replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


class NumberField(forms.CharField):
    """A number in the reader's own way of writing."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        super().__init__(max_length=30, **{"widget": widget, **options})

    def clean(self, value: Any) -> Any:
        """A decimal; None where nothing is written and nothing need be."""
        text = super().clean(value)
        if not text:
            return None
        found = read_number(text)
        if found is None or abs(found) >= BEYOND:
            raise ValidationError(_("Enter a number."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """A number stands there as its reader writes it."""
        return formats.number(value) if isinstance(value, Decimal) else value
