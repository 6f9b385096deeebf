"""Our own fields on the customer's page: each is read there, and changed where it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer, OwnField
from nahbar.customers.own_fields.asking import OwnFieldsForm
from nahbar.customers.own_fields.definitions import definitions_in
from nahbar.customers.own_fields.values import Shown, values_of

MOST_EMPTY = 8  # as many are offered at once; the others wait behind a word
TEMPLATE = "customers/pieces/own.html"


@dataclass(frozen=True)
class OwnPiece:
    """What the piece shows: values, what is empty yet, and the form of the one field that is open."""

    customer: Customer
    may_edit: bool
    held: Sequence[Shown]
    empty: Sequence[OwnField]
    open: OwnFieldsForm | None = None
    open_key: str = ""
    focus: str = ""
    is_beside: bool = False
    name: str = field(default="own", init=False)

    @property
    def first_empty(self) -> Sequence[OwnField]:
        """Those that are offered at once."""
        return self.empty[:MOST_EMPTY]

    @property
    def other_empty(self) -> Sequence[OwnField]:
        """The others."""
        return self.empty[MOST_EMPTY:]


def own_fields_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """What the house keeps of a customer in its own fields; nothing where it has made none."""
    shows = own_piece(request, customer)
    if shows is None:
        return None
    return Panel(TEMPLATE, shows, place="aside", rank=35)


def own_piece(
    request: HttpRequest,
    customer: Customer,
    *,
    form: OwnFieldsForm | None = None,
    open_key: str = "",
    focus: str = "",
    is_beside: bool = False,
) -> Mapping[str, Any] | None:
    """The context of the piece; None where there is nothing to read and nobody who may write."""
    may_edit = may(person_in(request), Ability.EDIT_CUSTOMERS)
    shown = definitions_in(request).on_page
    values = values_of([customer.pk], shown).get(customer.pk, {})
    empty = [one for one in shown if one.key not in values] if may_edit else []
    if not values and not empty:
        return None
    piece = OwnPiece(
        customer=customer,
        may_edit=may_edit,
        held=list(values.values()),
        empty=empty,
        open=form,
        open_key=open_key,
        focus=focus,
        is_beside=is_beside,
    )
    return {"piece": piece, "customer": customer}
