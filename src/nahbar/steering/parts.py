"""What a report is made of, ready to be shown: all texts are in the reader's language.

The page and the document are both laid out from exactly this.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

PictureKind = Literal["bars", "histogram", "curve", "pairs"]


@dataclass(frozen=True)
class Column:
    """The head of a column; `kind` is "num" where numbers stand under it."""

    label: str
    kind: Literal["", "num"] = ""


@dataclass(frozen=True)
class Table:
    """Rows of texts under columns; the first cell names its row."""

    columns: list[Column]
    rows: list[list[str]]
    caption: str


@dataclass(frozen=True)
class Picture:
    """A chart: `finding` is the sentence it shows, `data` what `kind` is drawn from (plain numbers).

    `table` has the same numbers to be read; `key` names the figure a finding can be held about.
    """

    kind: PictureKind
    finding: str
    data: Mapping[str, Any]
    table: Table
    key: str = ""
    computed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """One figure as texts: its value, its range, what it rests on, how it is made."""

    label: str
    value: str
    low: str = ""
    high: str = ""
    basis: str = ""
    key: str = ""
    computed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Item:
    """A step of a list: what to do, why, and where it is done (`url` may be empty)."""

    lead: str
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the report. `heading` is the finding itself where its range allows one.

    `computed` says how the figures of the section are made, with period and count.
    """

    slug: str
    name: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    computed: list[str] = field(default_factory=list)
