"""Everything the house holds on somebody, as one file: to be read, to be printed, to be taken along."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.core.access import Ability, demand
from nahbar.core.access_log import Way, note_read
from nahbar.core.actors import By
from nahbar.core.documents import Sheet, typeset
from nahbar.core.files import read_stored
from nahbar.core.holdings import Holding, Shown, Subject, holdings
from nahbar.core.language import current_locale
from nahbar.core.ledger import record
from nahbar.core.models import StoredFile
from nahbar.core.showing import as_plain
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.queries import numbers_of
from nahbar.customers.subjects import subject_of
from nahbar.privacy.rights import what_to_know
from nahbar.team.queries import the_firm

MOST_COLUMNS = 4  # more do not fit on a sheet of paper
VERSION = 1


@dataclass(frozen=True)
class Part:
    """What one holding has on them."""

    holding: Holding
    shown: Shown

    @property
    def columns(self) -> list[str]:
        """The heads of a table that fits on paper."""
        wide = self.shown.columns
        return wide if len(wide) <= MOST_COLUMNS else [wide[0], _("What is held")]

    @property
    def rows(self) -> list[list[str]]:
        """Its rows: where there are many columns, each says what it has in words."""
        wide = self.shown.columns
        if len(wide) <= MOST_COLUMNS:
            return self.shown.rows
        return [[row[0], _told(wide[1:], row[1:])] for row in self.shown.rows]


@dataclass(frozen=True)
class PersonFile:
    """Who it is about, when it was made, and what is held, the person first."""

    customer: Customer
    name: str
    firm: str
    made_at: datetime
    parts: list[Part]
    subject: Subject

    @property
    def held(self) -> list[Part]:
        """The parts that say something."""
        return [part for part in self.parts if part.shown.data]

    @property
    def empty(self) -> list[Part]:
        """The parts of which there is nothing."""
        return [part for part in self.parts if not part.shown.data]


def person_file(customer: Customer, *, by: By, at: datetime, kind: str = "page") -> PersonFile:
    """All that is held on a customer, in the reader's language; that it was made is in the ledger."""
    demand(by, Ability.LEAD_PRIVACY)
    subject, firm = subject_of([customer.pk]), the_firm()
    parts = [Part(holding, holding.show(subject)) for holding in reversed(holdings())]
    with transaction.atomic():
        note_read(customer.pk, Way.FILE, by=by, at=at)
        record("privacy.file_made", by=by, at=at, subject=customer, details={"kind": kind})
    name = name_of(customer, numbers_of([customer.pk]).get(customer.pk, []))
    return PersonFile(customer, name, firm.name if firm else "", at, parts, subject)


def as_json(file: PersonFile) -> str:
    """For machines: `version, person, made_at, firm, information, holdings` (key, label, purpose, basis, rows)."""
    told = {
        "version": VERSION,
        "person": {"id": str(file.customer.public_id), "name": file.name},
        "made_at": file.made_at.isoformat(),
        "firm": file.firm,
        "language": current_locale().language,
        "information": what_to_know(),
        "holdings": [
            {
                "key": part.holding.key,
                "label": str(part.holding.label),
                "purpose": str(part.holding.purpose),
                "basis": str(part.holding.basis),
                "rows": part.shown.data,
            }
            for part in file.parts
        ],
    }
    return json.dumps(as_plain(told), ensure_ascii=False, indent=2)


def as_pdf(file: PersonFile) -> bytes:
    """The same on paper."""
    named = {"name": file.name, "made": formats.date(file.made_at, "long")}
    sheet = Sheet(
        title=_("What we hold on %(name)s") % named,
        firm=file.firm,
        lead=_("Everything that is noted of you in our house, in words and in full."),
        made_at=file.made_at,
        made=_("Made on %(made)s.") % named,
        labels={"computed": _("What it is for"), "page": _("Page %(page)s of %(pages)s")},
        sections=[*map(_on_paper, file.held), _nothing(file), _rights()],
    )
    return typeset(sheet)


def as_zip(file: PersonFile) -> bytes:
    """Both, with pictures and documents beside them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.pdf", as_pdf(file))
        archive.writestr("person.json", as_json(file))
        for holding in holdings():
            for one in holding.files(file.subject) if holding.files else []:
                stored = StoredFile.objects.get(pk=one.stored)
                archive.writestr(f"files/{_safe(one.name)}", read_stored(stored))
    return packed.getvalue()


def _on_paper(part: Part) -> dict[str, Any]:
    table = {"caption": "", "columns": part.columns, "rows": part.rows}
    why = [f"{part.holding.purpose} ({part.holding.basis})"]
    return {"heading": str(part.holding.label), "tables": [table], "computed": why}


def _nothing(file: PersonFile) -> dict[str, Any]:
    names = ", ".join(str(part.holding.label) for part in file.empty)
    return {"heading": _("Of this there is nothing"), "paragraphs": [names] if names else []}


def _rights() -> dict[str, Any]:
    return {"heading": _("What you should know"), "paragraphs": what_to_know()}


def _told(heads: list[str], cells: list[str]) -> str:
    return " · ".join(f"{head}: {cell}" for head, cell in zip(heads, cells, strict=True) if cell)


def _safe(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in name)
