"""One page of a list: who stands on it, and what each row says."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.actors import By
from nahbar.core.faces import Face
from nahbar.core.facts import Fact, FactKind
from nahbar.customers.finders import find_customers
from nahbar.customers.lists.choosing import Chosen, choose
from nahbar.customers.lists.pages import page_of
from nahbar.customers.lists.query import BY_NAME
from nahbar.customers.lists.telling import WIDEST, values_said
from nahbar.customers.lists.wanted import Wanted
from nahbar.customers.models import ContactPoint, Customer, SavedList
from nahbar.customers.models.customer import Stage
from nahbar.customers.names import face_of_customer
from nahbar.customers.queries import numbers_of, phones_of, visible_customers
from nahbar.customers.words import contact_in_words

ROWS = 50
SEARCHED = 300  # so many of the likeliest are held against a filter beside the search
NUMBERS = (FactKind.NUMBER, FactKind.MONEY)


@dataclass(frozen=True)
class Listed:
    """Customers in order, and the keys of the pages around; `reasons` says by what they were found.

    `count` is exact, None where only the likeliest were looked for. `waiting` customers changed so
    lately that the list may not say it yet; -1: the columns are being made.
    """

    customers: list[Customer]
    count: int | None = None
    before: uuid.UUID | None = None
    after: uuid.UUID | None = None
    reasons: Mapping[int, str] = field(default_factory=dict)
    waiting: int = 0


@dataclass(frozen=True)
class Cell:
    """What a column says of one customer."""

    label: str
    text: str
    is_number: bool
    is_known: bool


@dataclass(frozen=True)
class Row:
    """What the list says of one customer."""

    public_id: uuid.UUID
    face: Face
    url: str
    contact: str
    chip: str
    cells: list[Cell]

    @property
    def line(self) -> str:
        """All of it in one line, but for amounts."""
        said = (
            cell.text if cell.label == _("Place") else f"{cell.label}: {cell.text}"
            for cell in self.cells
            if cell.is_known and not cell.is_number
        )
        return " · ".join(filter(None, (*said, self.contact)))

    @property
    def numbers(self) -> list[Cell]:
        """The amounts."""
        return [cell for cell in self.cells if cell.is_known and cell.is_number]


def list_customers(
    by: By, wanted: Wanted, facts: Mapping[str, Fact], group: SavedList | None = None
) -> Listed:
    """One page. Raises Refused as `choose`."""
    chosen = choose(by, wanted.query.filter, group=group, facts=facts)
    if wanted.text:
        return _found(by, wanted, chosen)
    keys = _keys(by, wanted.after, wanted.before)
    page = page_of(
        chosen,
        facts.get(wanted.query.order) if wanted.query.order != BY_NAME else None,
        is_descending=wanted.query.is_descending,
        after=keys.get(wanted.after) if wanted.after else None,
        before=keys.get(wanted.before) if wanted.before else None,
        rows=ROWS,
    )
    shown = customers_of(by, page.ids)
    return Listed(
        shown,
        chosen.count,
        before=shown[0].public_id if shown and page.has_before else None,
        after=shown[-1].public_id if shown and page.has_after else None,
        waiting=chosen.house.waiting,
    )


def customers_of(by: By, ids: Sequence[int]) -> list[Customer]:
    """These customers (primary keys) in their order, without those whom `by` may not see."""
    found = visible_customers(by).in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def rows_of(
    customers: Sequence[Customer], columns: Sequence[Fact], reasons: Mapping[int, str]
) -> list[Row]:
    """The rows, with as many queries whatever their number."""
    ids = [customer.pk for customer in customers]
    numbers, phones = numbers_of(ids), phones_of(ids)
    said = [(fact, values_said(fact, ids)) for fact in columns]
    return [
        Row(
            public_id=customer.public_id,
            face=face_of_customer(customer, numbers.get(customer.pk, [])),
            url=reverse("customer", args=[customer.public_id]),
            contact=_contact(phones.get(customer.pk)),
            chip=reasons.get(customer.pk, "") or _stage(customer),
            cells=[_cell(fact, values.get(customer.pk, "")) for fact, values in said],
        )
        for customer in customers
    ]


def count_in_words(listed: Listed) -> str:
    """How many are listed in all."""
    if listed.count is None:
        if len(listed.customers) == ROWS:
            return _("more than %(count)s customers") % {"count": formats.number(ROWS)}
        return counted(len(listed.customers))
    return counted(listed.count)


def counted(count: int) -> str:
    told = {"count": formats.number(count)}
    return ngettext("%(count)s customer", "%(count)s customers", count) % told


def _found(by: By, wanted: Wanted, chosen: Chosen) -> Listed:
    """The likeliest, on one page: who sees too many types more."""
    narrows = bool(wanted.query.filter.nodes or wanted.group)
    limit = SEARCHED if narrows else ROWS + 1
    found = find_customers(visible_customers(by), wanted.text, limit=limit)
    if narrows:
        mask = chosen.mask
        found = [one for one in found if one.customer.pk < mask.size and mask[one.customer.pk]]
    shown = found[:ROWS]
    return Listed(
        [one.customer for one in shown],
        reasons={one.customer.pk: one.why for one in shown},
        waiting=chosen.house.waiting,
    )


def _keys(by: By, *keys: uuid.UUID | None) -> dict[uuid.UUID, int]:
    wanted = [key for key in keys if key]
    if not wanted:
        return {}
    return dict(visible_customers(by).filter(public_id__in=wanted).values_list("public_id", "pk"))


def _cell(fact: Fact, text: str) -> Cell:
    line = " ".join(text.split())
    shown = line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"
    return Cell(str(fact.label), shown or "–", fact.kind in NUMBERS, bool(shown))


def _contact(phone: ContactPoint | None) -> str:
    return contact_in_words(phone) if phone else ""


def _stage(customer: Customer) -> str:
    return "" if customer.stage == Stage.CUSTOMER else str(Stage(customer.stage).label)
