"""A house in which one customer's words stand in every place there is, and the search for them.

Run as a script in a house of its own: `fill` makes the house and prints who is to be erased and by
which words they are told; `scan WORD …` prints where any of the words is still found.
"""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

WORD, OTHER, PHONE = "Quorlbachtok", "Nebenanwort", "+436645550147"
MAIL = "annatok@quorl.example"
HEADER = "Kundennummer;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Mag"
THEIRS = f"KTOK771;Annatok;{WORD};{MAIL};{PHONE};Tokgasse 9;8010;Graz;Tee mit Tokhonig"
NEXT = f"KTOK772;Bernd;{OTHER};bernd@neben.example;;Ring 1;1010;Wien;Kaffee"
CROWD = [
    f"{80_000 + n};Person{n};Familie{n};p{n}@menge.example;;Weg {n};8020;Graz;" for n in range(40)
]
CUSTOMERS = "\r\n".join([HEADER, *CROWD[:20], THEIRS, NEXT, *CROWD[20:], ""])
ORDERS = """Invoice;Article;Product;Quantity;Date;Price;Customer No
1001;A1;Notebook;2;03.01.2026 10:00;4,50;KTOK771
1002;A1;Notebook;1;05.01.2010 11:30;4,50;KTOK771
1003;A1;Notebook;1;05.01.2026 11:30;4,50;KTOK772
"""
TOKENS = [WORD, "Annatok", MAIL, "Tokgasse", "Tokhonig", "KTOK771", PHONE.removeprefix("+43"),
          "Toknotiz", "Tokanhang", "Tokauftrag", "Tokidee", "Tokding", "Tokanrufer", "Tokgast",
          "Tokfund", "Tokbrief", "Tokwunsch", "Tokliste"]  # fmt: skip


def fill() -> dict[str, Any]:
    """The house, with one customer in every room, file and corner."""
    from nahbar.core.access import Role  # noqa: PLC0415
    from nahbar.core.models import User  # noqa: PLC0415
    from nahbar.core.search.indexing import index_due  # noqa: PLC0415
    from nahbar.customers.models import Customer, CustomerNumber  # noqa: PLC0415
    from nahbar.team.models import Firm  # noqa: PLC0415

    at = datetime.now(UTC) - timedelta(hours=1)
    Firm.objects.create(pk=1, name="Lind", country="AT", created_at=at)
    olga = User.objects.create(
        email="olga@lind.example", name="Olga", role=Role.OWNER, password="!"
    )
    _import("kunden.csv", CUSTOMERS.encode(), olga, at)
    _import(f"Tokliste {WORD}.xlsx", _workbook(), olga, at)
    _import("orders.csv", ORDERS.encode(), olga, at)
    number = CustomerNumber.objects.filter(number="KTOK771").first()
    other = CustomerNumber.objects.filter(number="KTOK772").first()
    assert number
    assert other
    anna, bernd = (
        Customer.objects.get(pk=number.customer_id),
        Customer.objects.get(pk=other.customer_id),
    )
    _write_everywhere(anna, bernd, olga, at)
    index_due()
    return {"id": str(anna.public_id), "name": anna.name, "other": str(bernd.public_id)}


def _import(name: str, content: bytes, by: Any, at: datetime) -> None:
    from nahbar.intake.operations.confirm import confirm_import  # noqa: PLC0415
    from nahbar.intake.operations.start import start_import  # noqa: PLC0415
    from nahbar.intake.operations.work import work_off  # noqa: PLC0415

    run = start_import([(name, io.BytesIO(content))], by=by, at=at)
    work_off()
    run.refresh_from_db()
    confirm_import(run, by=by, at=at)
    work_off()
    run.refresh_from_db()
    assert run.state == "done", run.error_code


def _workbook() -> bytes:
    import xlsxwriter  # noqa: PLC0415

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Kunden")
        for row, line in enumerate([HEADER, *CROWD[:3], THEIRS, NEXT]):
            for column, cell in enumerate(line.split(";")):
                sheet.write_string(row, column, cell)
    return content.getvalue()


def _write_everywhere(anna: Any, bernd: Any, olga: Any, at: datetime) -> None:
    from django.apps import apps  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415
    from tests.access.rows import _row as row_of  # noqa: PLC0415
    from tests.access.rows import fill_all  # noqa: PLC0415
    from tests.access.town import prepare  # noqa: PLC0415

    from nahbar.agenda.models import Appointment  # noqa: PLC0415
    from nahbar.customers.operations.picture import give_picture  # noqa: PLC0415
    from nahbar.customers.operations.relations import relate  # noqa: PLC0415
    from nahbar.customers.operations.remarks import add_remark, end_remark  # noqa: PLC0415
    from nahbar.moments.operations import note_encounter  # noqa: PLC0415
    from nahbar.reception.models import IncomingCall, PhoneSystem  # noqa: PLC0415
    from nahbar.sales.models import Order  # noqa: PLC0415

    prepare(at)
    with transaction.atomic():
        # Words of the house, which are nobody's: they are there before, and stay.
        for label in ("customers.Tag", "customers.SavedList", "privacy.Purpose", "privacy.Wording"):
            row_of(apps.get_model(label), anna, "Hauswort", at, [olga])
        fill_all(anna, WORD, at, [olga])
    Order.objects.filter(customer=anna).update(number="R-77", by_name="")  # what the law keeps
    shot = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(shot, "PNG")
    shot.seek(0)
    give_picture(anna, shot, by=olga, at=at)
    relate(anna, bernd, "married_to", by=olga, at=at)
    end_remark(add_remark(anna, "likes", "Tokwunsch", by=olga, at=at), by=olga, at=at)
    add_remark(bernd, "good_to_know", f"verheiratet mit Annatok {WORD}", by=olga, at=at)
    fields = {"kind": "contact", "channel": "visit", "occurred_at": at, "text": "Toknotiz"}
    note_encounter(anna, fields, by=olga, at=at)
    Appointment.objects.create(
        person=olga, guest_name="Tokgast", guest_contact=MAIL, starts_at=at,
        ends_at=at + timedelta(hours=1), created_at=at, changed_at=at,
    )  # fmt: skip
    system = PhoneSystem.objects.create(name="Anlage", digest="d", made_at=at)
    IncomingCall.objects.create(
        system=system, number=PHONE, caller_name="Tokanrufer", began_at=at, changed_at=at
    )


def scan(words: list[str]) -> list[str]:
    """Where one of the words is found: tables as text, kept files unsealed and unpacked, all other files."""
    low = [word.lower() for word in words]
    return sorted({*_in_tables(low), *_in_kept_files(low), *_in_home(low)})


def _in_tables(words: list[str]) -> Iterator[str]:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # our own table's name
            for row in cursor.fetchall():
                text = " ".join(_as_text(cell) for cell in row).lower()
                yield from (f"table {table}: {word}" for word in words if word in text)


def _as_text(cell: Any) -> str:
    if isinstance(cell, bytes | memoryview):
        return bytes(cell).decode("latin-1")
    return json.dumps(cell, ensure_ascii=False, default=str)


def _in_kept_files(words: list[str]) -> Iterator[str]:
    from nahbar.core.files import read_stored  # noqa: PLC0415
    from nahbar.core.models import StoredFile  # noqa: PLC0415

    for stored in StoredFile.objects.all():
        try:
            content = read_stored(stored)
        except FileNotFoundError:
            continue
        for text in _unpacked(content):
            yield from (f"file {stored.pk}: {word}" for word in words if word in text.lower())


def _unpacked(content: bytes) -> Iterator[str]:
    import polars as pl  # noqa: PLC0415

    yield content.decode("latin-1")
    yield content.decode("utf-8", "replace")
    if content.startswith(b"ARROW1"):
        yield pl.read_ipc(io.BytesIO(content)).write_csv()
    elif content.startswith(b"PAR1"):
        yield str(pl.read_parquet(io.BytesIO(content)).to_dicts())
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )


def _in_home(words: list[str]) -> Iterator[str]:
    """Every byte under NAHBAR_HOME: the database with its free pages and its log among them."""
    from django.conf import settings  # noqa: PLC0415

    home: Path = settings.NAHBAR_HOME
    for path in home.rglob("*"):
        if path.is_file():
            raw = path.read_bytes().lower()
            name = path.relative_to(home)
            yield from (f"home {name}: {word}" for word in words if word.encode() in raw)


def main() -> None:
    """As the first argument says; one line of JSON."""
    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    order, *words = sys.argv[1:]
    answer = fill() if order == "fill" else scan(words)
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
