"""Telephone numbers in whatever form a telephone system sends them."""

import re
from urllib.parse import unquote

import phonenumbers

from nahbar.customers.models import ContactPoint
from nahbar.customers.typed import digits, e164, visible

LONGEST = 120  # characters; what is longer is no number
MOST_DIGITS = 20  # E.164 allows fifteen; some systems put their own before them
INSIDE = 4  # numbers of so few digits are extensions of the house
FEWEST_OF_STEM = 7
MOST_CUT = 4  # digits of an extension behind a firm's own number
SCHEME = re.compile(r"^\s*(?:sips?|tel|callto|phone)\s*:\s*(?://)?", re.IGNORECASE)
DIALLED = re.compile(r"[+\d\s()/.*#–-]*")
MOBILE = phonenumbers.PhoneNumberType.MOBILE
LANDLINES = {
    phonenumbers.PhoneNumberType.FIXED_LINE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}


def normal_number(said: str, country: str) -> str:
    """A number as E.164 (+43 …), else its bare digits; nothing where it is suppressed or is none.

    Takes +43 664 …, 0043 …, 0664/…, tel: and sip: addresses, with or without a name before them.
    """
    if len(said) > LONGEST:
        return ""
    dialled = _dialled(visible(said))
    plain = digits(dialled)
    if not plain or len(plain) > MOST_DIGITS:
        return e164(dialled, country) if dialled.strip() and not plain else ""
    return e164(dialled, country) or plain


def is_inside(number: str) -> bool:
    """Whether it is an extension of the house itself."""
    return 0 < len(number) <= INSIDE


def normal_extension(said: str) -> str:
    """An extension as it is compared: "SIP/23-00a1", "23" and "sip:23@house" are one."""
    bare = SCHEME.sub("", visible(said)[:LONGEST]).split("@", 1)[0].split(";", 1)[0]
    bare = bare.rsplit("/", 1)[-1].split("-", 1)[0]
    return "".join(letter for letter in bare.casefold() if letter.isalnum())[:MOST_DIGITS]


def spellings(number: str) -> set[str]:
    """As which digits a number may stand with a customer: whole, from abroad, as dialled at home."""
    plain = digits(number)
    found = {plain}
    if number.startswith("+"):
        parsed = phonenumbers.parse(number)
        found |= {f"00{plain}", f"0{phonenumbers.national_significant_number(parsed)}"}
    return found


def stems(number: str) -> list[str]:
    """The numbers behind which this may be an extension, the longest first; only of landlines."""
    if not number.startswith("+"):
        return []
    if phonenumbers.number_type(phonenumbers.parse(number)) not in LANDLINES:
        return []
    plain = digits(number)
    cut = [plain[:-count] for count in range(1, MOST_CUT + 1)]
    return [form for stem in cut if len(stem) >= FEWEST_OF_STEM for form in (f"{stem}0", stem)]


def _dialled(said: str) -> str:
    """What would be dialled, out of an address or a line with a name in it."""
    inside = re.search(r"<([^<>]*)>", said)
    bare = SCHEME.sub("", inside.group(1) if inside else said)
    bare = unquote(bare.split("@", 1)[0].split(";", 1)[0])
    begun = DIALLED.match(bare.strip())
    return begun.group(0) if begun else ""


def kind_of_number(number: str) -> str:
    """Under what kind of contact a number is written down."""
    if not number.startswith("+"):
        return ContactPoint.Kind.PHONE
    is_mobile = phonenumbers.number_type(phonenumbers.parse(number)) == MOBILE
    return ContactPoint.Kind.MOBILE if is_mobile else ContactPoint.Kind.PHONE
