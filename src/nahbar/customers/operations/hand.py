"""The house's own word on a customer: what its people wrote by hand, kept as a record of its own."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import Source, User
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer, SourceRecord
from nahbar.customers.models.customer import Kind, Salutation, Stage
from nahbar.customers.projection import SHOWN, WIDTHS, show_again
from nahbar.customers.typed import one_line

COLUMN_OF = {said: column for column, said in SHOWN.items()}
CHOICES: dict[str, list[str]] = {
    "salutation": ["", *Salutation.values],
    "person_kind": list(Kind.values),
    "stage": list(Stage.values),
}


def as_said(fields: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields as a record keeps them. Raises Refused (`too_long`, `unknown_choice`)."""
    return {name: _as_said(name, value) for name, value in fields.items()}


def shown_now(customer: Customer) -> dict[str, str | None]:
    """What shows of the customer, by the names and in the form of a record."""
    return {
        said: _number(customer.cared_for_by_id)
        if said == "carer_id"
        else _plain(getattr(customer, column))
        for column, said in SHOWN.items()
    }


def say_by_hand(
    customer: Customer, said: Mapping[str, str | None], *, at: datetime
) -> SourceRecord | None:
    """Put `said` over what the house said before, and let the customer's row show it.

    Where `said` holds nothing (None) the house has no word of its own any more, and that of the
    sources shows. Gives back the record that said it before. Raises Refused (`nobody_here`).
    """
    _check_carer(said)
    source, _made = Source.objects.get_or_create(name=Source.HAND, defaults={"created_at": at})
    key = f"hand:{customer.pk}"
    before = SourceRecord.objects.filter(source=source, key=key, superseded_at=None).first()
    together = {**(before.fields if before else {}), **said}
    if before:
        before.superseded_at = at
        before.save(update_fields=["superseded_at"])
    SourceRecord.objects.create(
        customer=customer,
        source=source,
        key=key,
        fields=together,
        recorded_at=at,
    )
    show_again(np.array([customer.pk], dtype=np.int64))
    customer.refresh_from_db()
    changed([customer.pk])
    return before


def _check_carer(said: Mapping[str, str | None]) -> None:
    """Nobody is put into the care of somebody who does not work here."""
    carer = said.get("carer_id")
    if not carer:
        return
    number = int(carer) if carer.isascii() and carer.isdecimal() and len(carer) < 19 else 0
    if not User.objects.filter(pk=number, is_active=True).exists():
        raise Refused("nobody_here", _("This person does not work here any more."))


def _as_said(name: str, value: Any) -> str | None:
    if name not in COLUMN_OF:
        raise KeyError(name)
    if name == "since":
        return _plain(value) or None
    text = one_line(str(value or ""), WIDTHS.get(COLUMN_OF[name], 200))
    if name in CHOICES and text not in CHOICES[name]:
        raise Refused("unknown_choice", _("This choice does not exist."))
    return text


def _number(key: int | None) -> str:
    return "" if key is None else str(key)


def _plain(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
