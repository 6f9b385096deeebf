"""Cells that a spreadsheet would run are made plain text on their way out."""

RISKY = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet might take for a formula (CWE-1236)."""
    return f"'{cell}" if cell.startswith(RISKY) else cell
