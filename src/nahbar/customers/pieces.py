"""The pieces of a customer's page that are edited where they stand, and what each one shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.faces import face_of_person
from nahbar.customers.introduction import introduce
from nahbar.customers.known_rows import rows_of
from nahbar.customers.models import ContactPoint, Customer, Remark
from nahbar.customers.models.customer import Kind, Stage
from nahbar.customers.queries import CALLED, face_of_one, relatives_of
from nahbar.customers.words import (
    address_lines,
    contact_in_words,
    contact_url,
    day_in_words,
    day_title,
    said_by,
)

# The page where the same is edited without JavaScript.
PLAIN = {
    "head": "customer_edit",
    "carer": "customer_edit",
    "reach": "customer_reach",
    "days": "customer_days",
    "remarks": "customer_remarks",
    "relations": "customer_relations",
}


@dataclass(frozen=True)
class Open:
    """The spot that stands open: its form, and the address that takes it.

    `history` names whose history stands behind it, `since` the ledger's last row when it was opened;
    `again` says that what it edited has ended meanwhile, and `is_loose` that it is not listed any more.
    """

    spot: str
    form: Form
    action: str
    history: str
    since: int = 0
    may_end: bool = False
    again: bool = False
    is_loose: bool = False
    takes_files: bool = False


@dataclass(frozen=True)
class Piece:
    """One piece: what is open in it, and which spot gets the focus when it comes.

    `is_beside`: it comes with the answer about something else, to take its own place (htmx).
    """

    name: str
    customer: Customer
    may_edit: bool
    plain_url: str
    open: Open | None = None
    focus: str = ""
    is_beside: bool = False


def piece_of(
    request: HttpRequest, customer: Customer, name: str, opened: Open | None = None, focus: str = ""
) -> Piece:
    """The piece for who asks."""
    plain = reverse(PLAIN[name], args=[customer.public_id])
    may_edit = may(person_in(request), Ability.EDIT_CUSTOMERS)
    return Piece(name, customer, may_edit, plain, opened, focus)


def shows(piece: Piece, request: HttpRequest, house_language: str) -> dict[str, Any]:
    """What the template of a piece reads."""
    customer = piece.customer
    if piece.name == "head":
        return {"piece": piece, **_head(customer, house_language, may_edit=piece.may_edit)}
    if piece.name == "carer":
        return {"piece": piece, **_carer(customer)}
    if piece.name == "reach":
        return {"piece": piece, **_reach(customer)}
    if piece.name == "days":
        days = [
            (f"day-{day.pk}", day_title(day), day_in_words(day))
            for day in rows_of(customer, "days")
        ]
        return {"piece": piece, "days": days}
    if piece.name == "remarks":
        return {"piece": piece, "remarks": _remarks(customer)}
    relations = rows_of(customer, "relations")
    return {"piece": piece, "relatives": relatives_of(person_in(request), customer, relations)}


def template_of(piece: Piece) -> str:
    """Which template draws the piece."""
    return f"customers/pieces/{piece.name}.html"


def ways_to(points: Sequence[ContactPoint]) -> list[dict[str, str]]:
    """Calling and writing, where the thumb is: the best number, the first mail."""
    best = [
        next((one for kind in kinds for one in points if one.kind == kind), None)
        for kinds in (CALLED, (ContactPoint.Kind.EMAIL,))
    ]
    return [
        {"url": contact_url(one), "text": contact_in_words(one), "drawing": drawing}
        for one, drawing in zip(best, ("phone", "mail"), strict=True)
        if one and contact_url(one)
    ]


def _head(customer: Customer, house_language: str, *, may_edit: bool) -> dict[str, Any]:
    points = rows_of(customer, "points")
    told = introduce(customer, house_language, points)
    return {
        "face": face_of_one(customer),
        "sentences": [one for one in told if may_edit or not one.is_gap],
        "unlisted": {"picture", "spoken", "language"} - {one.spot for one in told},
        "ways": ways_to(points),
        "stage": str(Stage(customer.stage).label),
        "is_customer": customer.stage == Stage.CUSTOMER,
        "kind": str(Kind(customer.kind).label),
        "is_person": customer.kind == Kind.PERSON,
        "tags": [(f"tag-{tag.pk}", tag.name) for tag in rows_of(customer, "tags")],
    }


def _carer(customer: Customer) -> dict[str, Any]:
    carer = customer.cared_for_by
    return {
        "carer": face_of_person(carer) if carer else None,
        "has_left": bool(carer and not carer.is_active),
    }


def _reach(customer: Customer) -> dict[str, Any]:
    points = rows_of(customer, "points")
    return {
        "points": [
            {
                "spot": f"point-{one.pk}",
                "kind": str(one.get_kind_display()),
                "text": contact_in_words(one),
                "url": contact_url(one),
                "use": str(one.use and one.get_use_display()),
            }
            for one in points
        ],
        "addresses": [
            {
                "spot": f"address-{one.pk}",
                "lines": address_lines(one),
                "use": str(one.use and one.get_use_display()),
            }
            for one in rows_of(customer, "addresses")
        ],
        "ways": ways_to(points),
    }


def _remarks(customer: Customer) -> list[tuple[str, list[tuple[str, str, str]]]]:
    remarks = rows_of(customer, "remarks")
    groups = [
        (
            str(kind.label),
            [(f"remark-{one.pk}", one.text, said_by(one)) for one in remarks if one.kind == kind],
        )
        for kind in Remark.Kind
    ]
    return [group for group in groups if group[1]]
