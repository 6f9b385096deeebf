"""What is taken off a cell's edges before anyone looks at it.

White space of every script, the byte-order mark and zero-width spaces go; what is left empty is
null. Inside a cell nothing is changed but line ends (CRLF becomes LF). Marks that turn the writing
direction stay: a later layer judges them.
"""

import polars as pl

EDGES = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
)


def cleaned(cell: str) -> str | None:
    """The cell without its edges, or None if nothing is left."""
    return cell.strip(EDGES) or None


def cleaned_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """`cleaned` for every column of a frame of strings."""
    stripped = frame.with_columns(pl.all().str.strip_chars(EDGES))
    return stripped.with_columns(pl.all().replace("", None))
