"""What a person typed, as it is stored: without unseen marks, bounded, in its normal form."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint

# Control characters, and the marks that turn the direction of writing: with them one name can
# look like another, and a page can be made to read backwards.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2069\ufeff]"
)
PHONES = {ContactPoint.Kind.PHONE, ContactPoint.Kind.MOBILE, ContactPoint.Kind.FAX}


def visible(text: str) -> str:
    """A text without unseen marks and without what no database keeps as text."""
    return UNSEEN.sub("", text).encode(errors="ignore").decode()


def on_one_line(text: str) -> str:
    """A visible text with single spaces."""
    return " ".join(visible(text).split())


def one_line(text: str, longest: int) -> str:
    """A text of one line. Raises Refused (`too_long`)."""
    return _bounded(on_one_line(text), longest)


def several_lines(text: str, longest: int) -> str:
    """A text whose line breaks stay. Raises Refused (`too_long`)."""
    lines = (line.rstrip() for line in visible(text).splitlines())
    return _bounded("\n".join(lines).strip(), longest)


def contact(kind: str, value: str, country: str) -> tuple[str, str]:
    """The value of a contact point as it is shown, and the form in which it is looked for.

    Telephone numbers that are valid in `country` or abroad become E.164; others stay as typed.
    Raises Refused (`nothing_said`, `no_mail_address`, `too_long`).
    """
    typed = one_line(value, 254)
    if not typed:
        raise Refused("nothing_said", _("There is nothing written here yet."))
    if kind == ContactPoint.Kind.EMAIL:
        return _mail(typed)
    if kind in PHONES:
        shown = e164(typed, country) or typed
        return shown, digits(shown) or shown.lower()
    return typed, typed.lower()


def e164(typed: str, country: str) -> str:
    """The number as it is dialled from anywhere, or nothing where it is not valid."""
    try:
        parsed = phonenumbers.parse(typed.replace("(0)", ""), country)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(parsed):
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def readable_phone(value: str) -> str:
    """A number in E.164 in groups, as people read it; anything else as it is."""
    if not value.startswith("+"):
        return value
    try:
        parsed = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return value
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def word_key(word: str) -> str:
    """What words have in common that differ in letter case alone."""
    return word.casefold()


def digits(text: str) -> str:
    """The digits of a text, in order."""
    return re.sub(r"[^0-9]", "", text)


def _mail(typed: str) -> tuple[str, str]:
    try:
        validate_email(typed)
    except ValidationError as error:
        raise Refused("no_mail_address", _("This is no mail address.")) from error
    local, _at, domain = typed.rpartition("@")
    return f"{local}@{domain.lower()}", typed.lower()


def _bounded(text: str, longest: int) -> str:
    if len(text) > longest:
        sentence = _("This is too long: there is room for %(longest)d characters.")
        raise Refused("too_long", sentence % {"longest": longest})
    return text
