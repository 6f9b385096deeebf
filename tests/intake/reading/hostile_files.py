"""Files that mean harm or have suffered it, each as bytes; for every test of what comes in from outside.

Small ones are returned as they are; `lying_zip_bomb_xlsx`, `zip_bomb_xlsx` and `ten_megabyte_cell`
take moments to build, so ask once per test.
"""

import gzip
import io
import random
import zipfile

HEADER = "Kundennummer;Name;Ort;Betrag"
SHEET = "xl/worksheets/sheet1.xml"
SHEET_START = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet '
    b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
)
SHEET_END = b"</sheetData></worksheet>"


def rows(count: int = 3, first: int = 1) -> str:
    """Ordinary rows under `HEADER`."""
    return "".join(f"{n};Anna {n};Wien;{n},50\n" for n in range(first, first + count))


def empty() -> bytes:
    return b""


def only_blank_lines() -> bytes:
    return b"\xef\xbb\xbf\r\n \r\n\t\r\n"


def only_header() -> bytes:
    return f"{HEADER}\n".encode()


def binary() -> bytes:
    """Bytes of a program, named .csv by mistake."""
    return b"\x7fELF\x02\x01\x01\0" + random.Random(7).randbytes(40_000)


def pdf() -> bytes:
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type /Catalog>>\nendobj\n"


def web_page() -> bytes:
    """What many shops send when asked for Excel."""
    return b"<html><body><table><tr><td>Name</td></tr></table></body></html>"


def nul_bytes() -> bytes:
    """NUL bytes in the second row of three."""
    return f"{HEADER}\n1;Anna;Wien;1,50\n2;Be\0rnd;Graz;2,50\n3;Eva;Linz;3,50\n".encode()


def mixed_encodings() -> bytes:
    """UTF-8 with lines that another program added in cp1252."""
    umlauts = ["Jörg Müller", "Bärbel Weiß", "Zoë Gößl"]
    lines = [f"{n};{name};Köln;{n},50\n" for n, name in enumerate(umlauts * 2, 1)]
    return f"{HEADER}\n".encode() + b"".join(
        line.encode("cp1252" if number in {1, 4} else "utf-8") for number, line in enumerate(lines)
    )


def duplicate_headers() -> bytes:
    return b"Name;E-Mail;Name;;\nAnna;a@example.org;Berger;x;\nEva;e@example.org;Huber;;y\n"


def ten_megabyte_cell(*, quoted: bool = True) -> bytes:
    """Ten megabytes in the third column of the second row of four."""
    huge = "x" * 10_000_000
    cell = f'"{huge}"' if quoted else huge
    return f"{HEADER}\n{rows(1)}2;Bernd;{cell};2,50\n{rows(2, 3)}".encode()


def ten_megabyte_note() -> bytes:
    """Ten megabytes in one quoted cell of many lines."""
    note = "Zeile der Notiz\n" * 650_000
    return f'{HEADER}\n{rows(1)}2;Bernd;"{note}";2,50\n{rows(2, 3)}'.encode()


def long_name(length: int = 10_000) -> bytes:
    return f"{HEADER}\n1;{'A' * length};Wien;1,50\n".encode()


def five_thousand_columns() -> bytes:
    header = ",".join(f"Spalte {n}" for n in range(5_000))
    return f"{header}\n{','.join('1' * 5_000)}\n".encode()


def unclosed_quote() -> bytes:
    """A stray quote in the third row of ten, and no other quote after it."""
    return f'{HEADER}\n{rows(2)}3;"Anna 3;Wien;3,50\n{rows(7, 4)}'.encode()


def formulas() -> bytes:
    """Cells that a spreadsheet would run; reading leaves them as they are."""
    return (
        f'{HEADER}\n1;"=HYPERLINK(""http://example.org"";""hier"")";Wien;1\n'
        "2;@SUM(A1);+43 1 234;-1\n3;=1+1;\t=2;1\n"
    ).encode()


def scripts_and_marks() -> bytes:
    """A script, a right-to-left override and a zero-width space in names."""
    return (
        f"{HEADER}\n1;<script>alert(1)</script>;Wien;1\n2;Anna\u202egreb;Graz;2\n3;\u200bEva\ufeff;Linz;3\n"
    ).encode()


def odd_values() -> bytes:
    """Dates of the years 1 and 2999, absurd amounts, and words for nothing."""
    return (
        b"Datum;Betrag;Name\n01.01.0001;-999999999999,99;nan\n31.12.2999;1e308;-\n2024-02-30;;n/a\n"
    )


def truncated_gzip() -> bytes:
    packed = gzip.compress(f"{HEADER}\n{rows(5_000)}".encode(), mtime=0)
    return packed[: len(packed) // 2]


def damaged_gzip() -> bytes:
    packed = bytearray(gzip.compress(f"{HEADER}\n{rows(5_000)}".encode(), mtime=0))
    packed[-6] ^= 0xFF  # in the checksum at the end
    return bytes(packed)


def gzip_in_gzip() -> bytes:
    return gzip.compress(gzip.compress(only_header(), mtime=0), mtime=0)


def zip_of(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def xlsx_of(sheet_xml: bytes) -> bytes:
    """A workbook with one sheet, `Tabelle1`, of the given XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Tabelle1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
    }
    return zip_of({name: text.encode() for name, text in parts.items()} | {SHEET: sheet_xml})


def zip_bomb_xlsx(megabytes: int = 80) -> bytes:
    """A workbook of eighty kilobytes whose sheet unpacks to eighty megabytes, 1,000 times its size."""
    return xlsx_of(SHEET_START + b" " * (megabytes * 1_000_000) + SHEET_END)


def lying_zip_bomb_xlsx(megabytes: int = 80) -> bytes:
    """The same, with a directory that claims the sheet unpacks to 100 bytes."""
    bomb = bytearray(zip_bomb_xlsx(megabytes))
    entry = bomb.rindex(SHEET.encode()) - 46
    bomb[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    return bytes(bomb)


def far_corner_xlsx() -> bytes:
    """Two cells, so far apart that the area between them has seventeen thousand million cells."""
    first, last = b'<row r="1"><c r="A1"><v>1</v></c></row>', b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'  # fmt: skip
    return xlsx_of(SHEET_START + first + last + SHEET_END)


def damaged_xlsx() -> bytes:
    return xlsx_of(b"<worksheet><sheetData><row r=")


def encrypted_xlsx() -> bytes:
    """The container in which Excel puts a workbook with a password; only its directory matters."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1_000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 500  # fmt: skip


def everything() -> dict[str, bytes]:
    """Every hostile file by the name of its builder."""
    builders = [
        empty, only_blank_lines, only_header, binary, pdf, web_page, nul_bytes, mixed_encodings,
        duplicate_headers, ten_megabyte_cell, ten_megabyte_note, long_name, five_thousand_columns,
        unclosed_quote, formulas, scripts_and_marks, odd_values, truncated_gzip, damaged_gzip,
        gzip_in_gzip, zip_bomb_xlsx, lying_zip_bomb_xlsx, far_corner_xlsx, damaged_xlsx,
        encrypted_xlsx,
    ]  # fmt: skip
    return {builder.__name__: builder() for builder in builders}
