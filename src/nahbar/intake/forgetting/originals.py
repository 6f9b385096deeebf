"""A kept original without some of its rows: everything else in it stays as it came."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from nahbar.intake.reading.archives import members, workbook_format
from nahbar.intake.reading.gunzip import MAGIC as GZIP_MAGIC
from nahbar.intake.reading.sources import ZIP_MAGICS

ROW = re.compile(rb"<row\b([^>]*?)(/>|>(.*?)</row>)", re.DOTALL)
NUMBER = re.compile(rb'\br="(\d+)"')
SHARED = re.compile(rb'<c\b[^>]*\bt="s"[^>]*>\s*(?:<f[^>]*>.*?</f>\s*)?<v>(\d+)</v>', re.DOTALL)
ITEM = re.compile(rb"<si\b[^>]*?(?:/>|>.*?</si>)", re.DOTALL)


@dataclass(frozen=True)
class Gone:
    """Rows to be taken out of one table: the lines on which they begin, and on which all others do."""

    lines: frozenset[int]
    starts: tuple[int, ...]
    sheet: str = ""
    delimiter: str = ""
    width: int = 1
    encoding: str = "utf-8"


class CannotRewrite(Exception):
    """A kind of file that is not written here; it is replaced by what was read from it."""


def without_rows(content: bytes, tables: Iterable[Gone]) -> bytes:
    """The file without these rows. Raises CannotRewrite."""
    wanted = list(tables)
    if content.startswith(GZIP_MAGIC):
        return gzip.compress(without_rows(gzip.decompress(content), wanted), mtime=0)
    if content.startswith(ZIP_MAGICS):
        return _container(content, wanted)
    if any(table.sheet for table in wanted):
        raise CannotRewrite
    for table in wanted:
        content = _text(content, table)
    return content


def as_read(tables: Mapping[str, tuple[list[str], Iterable[list[str]]]]) -> bytes:
    """Tables by name (header, rows) as CSV, several of them in one zip."""
    written = {name: _csv(header, rows) for name, (header, rows) in tables.items()}
    if len(written) == 1:
        return next(iter(written.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for position, (name, content) in enumerate(written.items(), 1):
            safe = re.sub(r"[^\w-]", "_", name)
            archive.writestr(f"{position}-{safe}.csv", content)
    return packed.getvalue()


def _csv(header: list[str], rows: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _text(content: bytes, table: Gone) -> bytes:
    """The lines of the rows hold delimiters alone; their number stays, so that places stay right."""
    wide = table.encoding.startswith("utf-16")
    text = content.decode(table.encoding) if wide else content.decode("latin-1")  # byte for byte
    end = "\n" if "\n" in text else "\r"
    lines = text.split(end)
    for first, after in _spans(table, len(lines) + 1):
        for at in range(first, after):
            returns = "\r" if lines[at - 1].endswith("\r") else ""
            empty = (table.delimiter or "") * (table.width - 1) if at == first else ""
            lines[at - 1] = empty + returns
    return end.join(lines).encode(table.encoding if wide else "latin-1")


def _spans(table: Gone, end: int) -> list[tuple[int, int]]:
    starts = sorted({*table.starts, *table.lines})
    return [(one, after) for one, after in pairwise([*starts, end]) if one in table.lines]


def _container(content: bytes, tables: list[Gone]) -> bytes:
    spool = io.BytesIO(content)
    infos = members(spool, "")
    kind = workbook_format(infos)
    if kind == "xlsx":
        return _workbook(content, tables)
    if kind is not None or len(infos) != 1:
        raise CannotRewrite
    name = infos[0].filename
    return _repacked(
        content, lambda member, held: without_rows(held, tables) if member == name else held
    )


def _workbook(content: bytes, tables: list[Gone]) -> bytes:
    """Rows are emptied in their sheet, and texts that no other cell shows in the list of texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = _sheet_paths(archive)
        if any(table.sheet not in sheets for table in tables):
            raise CannotRewrite
        gone = {sheets[table.sheet]: table.lines for table in tables}
        parts = {path: archive.read(path) for path in sheets.values()}
    emptied = {path: _without(parts[path], gone.get(path, frozenset())) for path in parts}
    before = {int(n) for part in parts.values() for n in SHARED.findall(part)}
    left = {int(n) for part in emptied.values() for n in SHARED.findall(part)}
    unused = before - left

    def rewrite(member: str, held: bytes) -> bytes:
        if member in emptied:
            return emptied[member]
        return _blank_texts(held, unused) if member.endswith("sharedStrings.xml") else held

    return _repacked(content, rewrite)


def _without(sheet: bytes, rows: frozenset[int]) -> bytes:
    number = 0

    def emptied(match: re.Match[bytes]) -> bytes:
        nonlocal number
        told = NUMBER.search(match[1])
        number = int(told[1]) if told else number + 1
        return b'<row r="%d"/>' % number if number in rows else match[0]

    return ROW.sub(emptied, sheet)


def _blank_texts(shared: bytes, unused: set[int]) -> bytes:
    position = -1

    def blanked(match: re.Match[bytes]) -> bytes:
        nonlocal position
        position += 1
        return b"<si><t></t></si>" if position in unused else match[0]

    return ITEM.sub(blanked, shared)


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Where each sheet of a workbook lies, by its name."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415  # few files need it

    # These went through the reader's guard when they came in, and were parsed by it.
    book = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    links = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    targets = {one.get("Id"): str(one.get("Target")) for one in links}
    paths = {}
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            key = next((value for name, value in sheet.items() if name.endswith("}id")), None)
            target = targets.get(key, "")
            paths[str(sheet.get("name"))] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )
    return {name: path for name, path in paths.items() if path in archive.namelist()}


def _repacked(content: bytes, rewrite: Callable[[str, bytes], bytes]) -> bytes:
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for info in before.infolist():
            after.writestr(info, rewrite(info.filename, before.read(info)))
    return packed.getvalue()
