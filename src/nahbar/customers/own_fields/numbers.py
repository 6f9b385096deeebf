"""Numbers as people write them, in German and in English."""

import re
from decimal import Decimal

# A sign, digits that are grouped or not, perhaps a fraction; what stands around it has gone.
PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
SIGNS = re.compile(r"(?i)€|\$|£|\b(?:eur|euro|chf|usd|gbp|sfr|fr)\b\.?")
GROUPS = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{3})+")
MOST_DIGITS = 18
DECIMALS = 6


def read_number(text: str, *, comma: bool) -> Decimal | None:
    """`1.234,56`, `1,234.56`, `12,5`, `1'000`, `€ 5,–` as a decimal; None for anything else.

    `comma`: of `1.234` and `1,234`, which could be either, the comma is the decimal sign.
    """
    bare = SIGNS.sub("", text).strip()
    bare = re.sub(r"[−–—‒]", "-", bare)
    bare = re.sub(r"[.,]-{1,2}$", "", bare)
    bare = re.sub(r"(?<=[0-9])['’ \u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))", "", bare)
    plain = _with_point(bare.removeprefix("+"), comma=comma)
    if not PLAIN.fullmatch(plain) or sum(letter.isdigit() for letter in plain) > MOST_DIGITS:
        return None
    number = Decimal(plain)
    return number if number == round(number, DECIMALS) else None


def plain_number(number: Decimal) -> str:
    """As records keep it: with a point, without grouping and idle noughts; there is no minus nought."""
    return format((number + 0).normalize(), "f") if number else "0"


def _with_point(bare: str, *, comma: bool) -> str:
    marks = [letter for letter in bare if letter in ".,"]
    if not marks:
        return bare
    decimal = "," if comma else "."
    if len(set(marks)) > 1:
        decimal = marks[-1]
        grouped, _mark, fraction = bare.rpartition(decimal)
        return f"{_ungrouped(grouped)}.{fraction}"
    if len(marks) > 1:
        return _ungrouped(bare)
    is_group = GROUPS.fullmatch(bare.removeprefix("-")) and not bare.removeprefix("-").startswith(
        "0"
    )
    if is_group and marks[0] != decimal:
        return _ungrouped(bare)
    return bare.replace(",", ".")


def _ungrouped(bare: str) -> str:
    """Without the marks between groups of three; left as it is, and so no number, where they are not."""
    return re.sub(r"[.,]", "", bare) if GROUPS.fullmatch(bare.removeprefix("-")) else bare + "?"
