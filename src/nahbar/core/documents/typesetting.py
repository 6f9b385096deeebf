"""From sections to PDF: the texts go to typst as data, so that nothing in them is ever markup."""

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import typst

from nahbar.core.documents.drawing import draw
from nahbar.core.language import current_locale

FONTS = ("fontpkg_source_sans_3", "fontpkg_source_serif_4")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Sheet:
    """One document: its title, for whom and of when, and its sections as `typeset` takes them.

    `labels` are the few words of the frame: `contents`, `computed`, `page` (with `%(page)s` and
    `%(pages)s`).
    """

    title: str
    firm: str
    lead: str
    made_at: datetime
    made: str
    labels: dict[str, str]
    sections: list[dict[str, Any]]


def typeset(sheet: Sheet) -> bytes:
    """The sheet as PDF (tagged, A4).

    A section is a dict with `heading` and any of `paragraphs` (texts), `figures` (dicts with
    `label, value, basis`), `pictures` (`kind, finding, data, table`), `tables` and `computed`
    (texts); a table has `caption`, `columns` (texts, or dicts with `label` and `kind` "num") and
    `rows` of texts. `items` are steps to be taken, dicts with `lead` and `text`.
    """
    content = {
        "title": sheet.title,
        "firm": sheet.firm,
        "lead": sheet.lead,
        "made": sheet.made,
        "labels": sheet.labels,
        "language": current_locale().language,
        "region": current_locale().territory or "",
        "sections": [_section(section) for section in sheet.sections],
    }
    with as_file(files("nahbar.core.documents") / "sheet.typ") as template:
        made: bytes = typst.compile(
            str(template),
            sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
            font_paths=[str(files(package) / "files") for package in FONTS],
            ignore_system_fonts=True,
            timestamp=int(sheet.made_at.timestamp()),
        )
    return made


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": section["heading"],
        "paragraphs": section.get("paragraphs", []),
        "figures": section.get("figures", []),
        "pictures": [_picture(picture) for picture in section.get("pictures", [])],
        "tables": [_table(table) for table in section.get("tables", [])],
        "items": section.get("items", []),
        "computed": section.get("computed", []),
    }


def _picture(picture: dict[str, Any]) -> dict[str, Any]:
    """A kind that is not drawn shows its numbers alone."""
    table = picture.get("table")
    return {
        "finding": picture.get("finding", ""),
        "drawing": draw(picture["kind"], picture["data"]),
        "table": _table(table) if table else None,
    }


def _table(table: dict[str, Any]) -> dict[str, Any]:
    columns = [
        column if isinstance(column, dict) else {"label": column} for column in table["columns"]
    ]
    return {
        "caption": table.get("caption", ""),
        "columns": [{"label": str(c["label"]), "num": c.get("kind") == "num"} for c in columns],
        "rows": [[str(cell) for cell in row] for row in table["rows"]],
    }
