"""Making a field one of another kind: only where its values can be meant so, told beforehand."""

from copy import copy
from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import search
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.bulk import read_frame
from nahbar.core.ledger import record
from nahbar.core.refusals import Refused
from nahbar.customers.models import ChoiceList, OwnField, OwnValue
from nahbar.customers.models.own_fields import LISTED, OwnKind
from nahbar.customers.own_fields.projecting import as_said, house_manner, show_field_again
from nahbar.customers.own_fields.rows import ROWS, how_many_fit
from nahbar.team.queries import house_currency

K = OwnKind
STEP = 20_000
TO_TEXT = (K.TEXT, K.LONG_TEXT)
# What may become what: nothing that would make a value mean something else.
BECOMES: dict[OwnKind, tuple[OwnKind, ...]] = {
    K.TEXT: tuple(kind for kind in K if kind != K.TEXT),
    K.LONG_TEXT: (K.TEXT,),
    K.WHOLE: (K.DECIMAL, K.MONEY, *TO_TEXT),
    K.DECIMAL: (K.WHOLE, K.MONEY, *TO_TEXT),
    K.MONEY: (K.WHOLE, K.DECIMAL, *TO_TEXT),
    K.DATE: TO_TEXT,
    K.YES_NO: TO_TEXT,
    K.CHOICE: (K.CHOICES,),
    K.CHOICES: (K.CHOICE,),
    K.LINK: TO_TEXT,
    K.MAIL: TO_TEXT,
    K.PHONE: TO_TEXT,
}


@dataclass(frozen=True)
class Fits:
    """Of so many values in all, how many fit the other kind."""

    values: int
    fitting: int


def preview_kind(field: OwnField, kind: str, choice_list: ChoiceList | None = None) -> Fits:
    """How many of the field's values would fit. Raises Refused (`kind_incompatible`, `list_missing`)."""
    as_other = _as_other(field, kind, choice_list)
    values = read_frame(
        "SELECT id, customer_id, field_id, text, folded, number, day, choice_id"
        " FROM customers_ownvalue WHERE field_id = %s",
        [field.pk],
        schema={"id": pl.Int64, **ROWS},
    )
    said = as_said(values, field.kind)
    if kind == K.CHOICE and field.kind == K.CHOICES:
        return Fits(said.height, said["customer_id"].n_unique())
    return Fits(said.height, how_many_fit(as_other, said["value"], house_manner()))


@transaction.atomic
def change_kind(
    field: OwnField,
    kind: str,
    *,
    choice_list: ChoiceList | None = None,
    by: By,
    at: datetime,
) -> OwnField:
    """Make the field one of another kind. Values that do not fit stay as they were said.

    Raises Refused (`kind_incompatible`, `list_missing`).
    """
    demand(by, Ability.DEFINE_FIELDS)
    field = OwnField.objects.select_for_update().get(pk=field.pk)
    before = field.kind
    if kind == before:
        return field
    fits = preview_kind(field, kind, choice_list)
    changed = _as_other(field, kind, choice_list)
    changed.save()
    theirs = OwnValue.objects.filter(field=field).values_list("customer_id", flat=True)
    customers = pl.Series(sorted(set(theirs)), dtype=pl.Int64)
    for part in range(0, customers.len(), STEP):
        show_field_again(changed, customers.slice(part, STEP), before=before)
        search.changed(customers.slice(part, STEP).to_list())
    record(
        "customers.field_kind_changed",
        by=by,
        at=at,
        subject=field,
        before={"kind": before},
        after={"kind": kind},
        details={"values": fits.values, "fitting": fits.fitting},
    )
    return changed


def _as_other(field: OwnField, kind: str, choice_list: ChoiceList | None) -> OwnField:
    """The field as it would be; not stored."""
    if kind not in K.values or OwnKind(kind) not in BECOMES[OwnKind(field.kind)]:
        sentence = _("“%(from)s” cannot become “%(to)s”. Make a new field for it.")
        other = K(kind).label if kind in K.values else kind
        told = {"from": K(field.kind).label, "to": other}
        raise Refused("kind_incompatible", sentence % told)
    kept = field.choice_list if field.kind in LISTED else None
    other_list = (kept or choice_list) if kind in LISTED else None
    if kind in LISTED and other_list is None:
        raise Refused("list_missing", _("Say which list of values it is."))
    changed = copy(field)
    changed.kind, changed.choice_list = kind, other_list
    changed.least = changed.most = changed.pattern = ""
    changed.longest = None
    changed.currency = house_currency() if kind == K.MONEY else ""
    return changed
