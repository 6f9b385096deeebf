"""Licence plates and numbers as they are compared: letters and digits, nothing between them."""

LONGEST = 60


def mark_key(mark: str) -> str:
    """The form in which a mark is looked for: "G-412 BT", "g 412bt" and "G412BT" are one."""
    return "".join(letter for letter in mark.casefold() if letter.isalnum())[:LONGEST]
