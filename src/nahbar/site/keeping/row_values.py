"""Lines of text back into what SQLite stores."""

from collections.abc import Callable, Sequence
from typing import Any

NULL = "\\N"
PLAIN = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}


def rows_of(block: bytes, kinds: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of whole lines, as Django keeps such values in SQLite."""
    lines = block.decode().split("\n")
    if lines and not lines[-1]:
        lines.pop()
    if not lines:
        return []
    columns = zip(*(line.split("\t") for line in lines), strict=True)
    read = [READERS[kind] for kind in kinds]
    values = (
        [None if v == NULL else of(v) for v in column]
        for of, column in zip(read, columns, strict=True)
    )
    return list(zip(*values, strict=True))


def _text(value: str) -> str:
    if "\\" not in value:
        return value
    head, *rest = value.split("\\")
    parts, at = [head], 0
    while at < len(rest):
        piece = rest[at]
        if piece:
            parts.append(PLAIN[piece[0]] + piece[1:])
        else:  # two backslashes: one of them was meant
            at += 1
            parts.append("\\" + rest[at])
        at += 1
    return "".join(parts)


def _moment(value: str) -> str:
    return _time(value.removesuffix("+00"))


def _time(value: str) -> str:
    whole, point, part = value.partition(".")
    return f"{whole}.{part:0<6}" if point else whole


READERS: dict[str, Callable[[str], Any]] = {
    "truth": lambda value: int(value == "t"),
    "whole": int,
    "real": float,
    "decimal": str,
    "text": _text,
    "json": _text,
    "moment": _moment,
    "day": str,
    "time": _time,
    "id": lambda value: value.replace("-", ""),
    "bytes": lambda value: bytes.fromhex(value[3:]),
}
