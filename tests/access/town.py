"""A house with two branches, a customer inside somebody's scope, and one outside, in every room."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from tests.access.rows import ONE_MORE, fill_all, phone_of
from tests.measures.test_value_figures import TOTALS

from nahbar.core.access import Role
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.search import changed
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.create import create_customer
from nahbar.customers.operations.own_fields import define_field
from nahbar.customers.operations.own_values import set_own_values
from nahbar.customers.operations.tags import tag
from nahbar.moments.operations import note_encounter
from nahbar.team.models import Branch, Scope, ScopeKind
from nahbar.value.models import ValueRun
from nahbar.value.rules import current_rules

INSIDE, OUTSIDE = "Drinnenwort", "Draussenwort"
NUMBER = "9471"


@dataclass
class Known:
    """A customer and everything that stands about them; `tokens` are words that nobody else has."""

    customer: Customer
    word: str
    phone: str
    rows: list[models.Model] = field(default_factory=list)

    @property
    def tokens(self) -> list[str]:
        """What must not be read by who may not see them."""
        return [
            self.word,
            self.word.lower(),
            self.phone.removeprefix("+43"),
            str(self.customer.public_id),
        ]


def person(name: str, role: Role) -> User:
    """Somebody of the house."""
    address = f"{name.lower()}@lind.example"
    return User.objects.create(email=address, name=name, role=role, password="!")


def scoped(role: Role, kind: ScopeKind, branch: Branch) -> User:
    """Somebody of the house with a scope."""
    who = person(f"{role.value}-{kind.value}", role)
    scope = Scope.objects.create(person=who, kind=kind)
    if kind == ScopeKind.BRANCHES:
        scope.branches.add(branch)
    return User.objects.get(pk=who.pk)


def prepare(at: datetime) -> None:
    """What a house has whoever its customers are: a field of its own, reckoned figures."""
    define_field("Eigenes", "text", on_list=True, by=THE_HOUSE, at=at)
    ValueRun.objects.create(
        state=ValueRun.State.CURRENT,
        as_of=at.date(),
        started_at=at,
        currency="EUR",
        rules={**current_rules().as_json()},
        totals=TOTALS,
    )


def place(
    word: str, branch: Branch, carer: User, at: datetime, *, seen_by_all: bool = True
) -> Known:
    """A customer of a branch, in every room; `carer` has the tasks and appointments with them."""
    phone = phone_of(word)
    with transaction.atomic():
        customer = create_customer(
            {
                "first_name": "Gleich",
                "last_name": word,
                "stage": "customer",
                "found_us": f"{word} Zeitung",
                "carer_id": str(carer.pk),
                "branch_id": str(branch.pk),
            },
            contacts=[("email", f"{word}@mail.example"), ("mobile", phone)],
            by=THE_HOUSE,
            at=at,
        )
        add_contact_point(customer, "web", f"https://{word}.example", by=THE_HOUSE, at=at)
        tag(customer, f"{word}tag", by=carer_or_house(carer), at=at)
        set_own_values(customer, {"eigenes": f"{word} eigen"}, by=THE_HOUSE, at=at)
        fields: dict[str, Any] = {"kind": "contact", "channel": "visit", "occurred_at": at}
        note_encounter(customer, {**fields, "text": f"{word} erzählt"}, by=THE_HOUSE, at=at)
        rows = [*fill_all(customer, word, at, [carer]), *changes_of(customer, word, carer, at)]
        changed([customer.pk])
    return Known(Customer.objects.get(pk=customer.pk), word, phone, rows)


def changes_of(customer: Customer, word: str, by: User, at: datetime) -> list[models.Model]:
    """Rows of the ledger about the customer, with keys that no other row has."""
    made: list[models.Model] = []
    for action in ("customers.changed", "customers.remark_added", "moments.removed"):
        text = LedgerText.objects.create(
            subject_kind=Customer._meta.label_lower,
            subject_id=customer.pk,
            before={"found_us": word},
            after={"found_us": f"{word} words", "text": word},
        )
        entry = LedgerEntry.objects.create(
            pk=next(ONE_MORE),
            occurred_at=at,
            actor=by,
            via="person",
            action=action,
            subject_kind=Customer._meta.label_lower,
            subject_id=customer.pk,
            fields=["found_us"],
            details={"record": None, "row": 0, "encounter": str(customer.public_id)},
            text_id=text.pk,
        )
        made.append(entry)
    return made


def carer_or_house(carer: User) -> Any:
    """Tags are hung by whoever may; a reader may not."""
    return THE_HOUSE if carer.role == Role.READER else carer
