"""Workbooks for tests: xlsx by xlsxwriter, xls by xlwt, ods by hand."""

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt
from tests.intake.reading.hostile_files import zip_of

Rows = list[list[Any]]


def xlsx(sheets: dict[str, Rows], change: Callable[[Any], None] = lambda book: None) -> bytes:
    """A workbook with these sheets; `change` may do more to it before it is closed."""
    packed = io.BytesIO()
    options = {"in_memory": True, "default_date_format": "dd.mm.yyyy hh:mm:ss"}
    with xlsxwriter.Workbook(packed, options) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        change(book)
    return packed.getvalue()


def xls(sheets: dict[str, Rows]) -> bytes:
    book = xlwt.Workbook()
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def ods(sheets: dict[str, Rows]) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    body = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2" '
        f'xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" xmlns:text="{names}text:1.0">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:manifest xmlns:manifest="{names}manifest:1.0"/>'
    return zip_of(
        {
            "mimetype": kind.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _ods_row(row: list[Any]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
