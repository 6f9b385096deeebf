"""Answers about imports."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, Actor, may
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import
from nahbar.sales.models import Order, OrderLine


def visible_imports(actor: Actor) -> QuerySet[Import]:
    """The imports the actor may see: all, for those who may see any."""
    imports = Import.objects.select_related("source", "batch", "by")
    return imports if may(actor, Ability.SEE_IMPORTS) else imports.none()


def access_import(actor: Actor, public_id: str) -> Import:
    """The import of this id, for who may see it; refused as not there for everybody else."""
    try:
        key = uuid.UUID(public_id)
        return visible_imports(actor).get(public_id=key)
    except (ValueError, Import.DoesNotExist) as error:
        raise Refused("no_such_import", _("There is no import of this id.")) from error


def import_or_404(actor: Actor, public_id: uuid.UUID) -> Import:
    """The same for pages."""
    found = visible_imports(actor).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def mapping_of(import_run: Import) -> list[dict[str, Any]]:
    """What the columns of each table become, by header."""
    return [
        {
            "file": table.file.name,
            "sheet": table.sheet or None,
            "kind": table.kind,
            "columns": {c.header or c.column: c.field for c in from_json(table.proposal).choices},
            "questions": [
                {"id": question.id, "choices": list(question.choices), "default": question.default}
                for question in from_json(table.proposal).questions
            ],
        }
        for table in import_run.tables.select_related("file")
        if table.proposal
    ]


def count_what_is_left() -> dict[str, int]:
    """How many customers, orders and lines the house knows."""
    return {
        "customers": Customer.objects.count(),
        "orders": Order.objects.count(),
        "lines": OrderLine.objects.count(),
    }
