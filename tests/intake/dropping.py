"""Files with names of their own, dropped in and worked off; and what must hold however it ends."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation

from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint, Customer, SourceRecord
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.operations.confirm import confirm_import
from nahbar.intake.operations.start import start_import
from nahbar.intake.operations.work import work_off
from nahbar.intake.words import say_failure, say_fault
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order, OrderLine, Product

HEADER = "Invoice;Article;Quantity;Date;Price;Customer No\n"
STORED = (Customer, SourceRecord, ContactPoint, Order, OrderLine, Product, Encounter)


class Dropping:
    """Mia at the counter where files arrive."""

    def __init__(self, by: User, at: datetime) -> None:
        self.by, self.at = by, at

    def read(self, *files: tuple[str, bytes], kind: str = "", source: str = "") -> Import:
        """Start an import of these files and read it: it waits for a yes, or has failed."""
        arrivals = [(name, io.BytesIO(content)) for name, content in files]
        started = start_import(arrivals, kind=kind, source_name=source, by=self.by, at=self.at)
        return self.work(started)

    def confirm(self, import_run: Import) -> Import:
        """Say yes and wait for the end."""
        confirm_import(import_run, by=self.by, at=self.at)
        return self.work(import_run)

    def take(self, *files: tuple[str, bytes], kind: str = "", source: str = "") -> Import:
        """Read and say yes; every row must be accounted for."""
        done = self.confirm(self.read(*files, kind=kind, source=source))
        assert done.state == Import.State.DONE, say_failure(done)
        assert is_conserved(done)
        return done

    def work(self, import_run: Import) -> Import:
        """Do what there is to do, and look at the import again."""
        work_off()
        import_run.refresh_from_db()
        return import_run


def totals(amount: str, *, currency: str = "EUR", **counts: int) -> dict[str, Any]:
    """What an import in one currency holds."""
    return {**counts, "amount": amount, "currency": currency, "amounts": {currency: amount}}


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What happens here must be refused with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def is_conserved(done: Import) -> bool:
    """Whether every row read was stored, said nothing new, or was rejected."""
    ended = done.rows_stored + done.rows_unchanged + done.rows_rejected
    return done.rows_total == done.rows_read == ended


def is_empty() -> bool:
    """Whether nothing of any import is left in the house."""
    return not any(model.objects.exists() for model in STORED)


def names() -> set[str]:
    """What the house's customers are called."""
    return set(Customer.objects.values_list("name", flat=True))


def rejects(done: Import) -> list[tuple[int, int | None, str, str]]:
    """Row, line, column and code of each row that was not taken over."""
    rows = RejectedRow.objects.filter(table__import_run=done, is_note=False)
    return list(rows.values_list("row", "line", "column", "code"))


def notes(done: Import) -> list[tuple[int, str, str]]:
    """Row, column and code of each value that was left out or is worth a look."""
    rows = RejectedRow.objects.filter(table__import_run=done, is_note=True)
    return list(rows.values_list("row", "column", "code"))


def reasons(done: Import, *, language: str = "en") -> list[str]:
    """The sentences that people read about what was not taken over."""
    with translation.override(language):
        if done.state == Import.State.FAILED:
            return [say_failure(done)]
        rows = RejectedRow.objects.filter(table__import_run=done, is_note=False)
        return [say_fault(row) for row in rows]
