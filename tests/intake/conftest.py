"""Taking data over in tests: files as texts, by Mia, until the import has ended."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest
from tests.intake.dropping import Dropping

from nahbar.core.models import User
from nahbar.intake.models import Import
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.start import start_import
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.intake.operations.work import work_off

ORDERS = """Invoice;Article;Product;Quantity;Date;Price;Customer No
1001;A1;Notebook;2;03.01.2026 10:00;4,50;77
1001;A2;Pen;1;03.01.2026 10:00;1,20;77
1002;A1;Notebook;1;05.01.2026 11:30;4,50;78
C1003;A1;Notebook;-1;07.01.2026 09:15;4,50;77
1004;A3;Ink;3;20.01.2026 16:45;2,25;
"""

CUSTOMERS = """Kundennummer;Anrede;Titel;Vorname;Nachname;E-Mail;Telefon;Straße;PLZ;Ort;Geburtstag;Mag
77;Frau;Mag.;Anna;Berger;anna@berger.example;0316 123456;Hauptplatz 5;8010;Graz;04.03.1980;Tee
78;Herr;;Bernd;Moser;bernd@moser.example;;Ring 1;1010;Wien;;
79;Familie;;;Novak;familie@novak.example;;Dorf 3;8700;Leoben;;
"""

Take = Callable[..., Import]


@pytest.fixture
def counter(mia: User, now: datetime) -> Dropping:
    """Mia at the counter where files arrive."""
    return Dropping(mia, now)


@pytest.fixture
def begin(mia: User, now: datetime) -> Take:
    """Start an import of named texts or bytes and read it; it waits for a yes then."""

    def begin(
        *contents: str | bytes, kind: str = "", source: str = "", name: str = "file"
    ) -> Import:
        files = [
            (f"{name}-{number}.csv", io.BytesIO(text.encode() if isinstance(text, str) else text))
            for number, text in enumerate(contents, start=1)
        ]
        import_run = start_import(files, source_name=source, kind=kind, by=mia, at=now)
        work_off()
        import_run.refresh_from_db()
        return import_run

    return begin


@pytest.fixture
def take(begin: Take, mia: User, now: datetime) -> Take:
    """The same, and say yes."""

    def take(*contents: str | bytes, **wishes: str) -> Import:
        import_run = begin(*contents, **wishes)
        confirm_import(import_run, by=mia, at=now)
        work_off()
        import_run.refresh_from_db()
        return import_run

    return take


@pytest.fixture
def take_back(mia: User, now: datetime) -> Callable[[Import], Import]:
    """Take an import back."""

    def take_back(import_run: Import) -> Import:
        ask_to_undo(import_run, by=mia, at=now)
        work_off()
        import_run.refresh_from_db()
        return import_run

    return take_back
