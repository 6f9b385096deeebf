"""Which fields there are: asked of the database each time, so that a new one is there at once.

A page asks once and keeps the answer with its request.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from babel import numbers
from django.db.models import Max
from django.http import HttpRequest

from nahbar.core.language import number_locale
from nahbar.customers.models.own_fields import SAID, Choice, OwnField
from nahbar.customers.own_fields.kinds import Manner
from nahbar.team.queries import house_country

MOST_OFFERED = 100  # of a longer list the word is written, not picked


@dataclass(frozen=True)
class Definitions:
    """The fields in use, in their order."""

    fields: tuple[OwnField, ...]

    @cached_property
    def by_key(self) -> dict[str, OwnField]:
        """The fields by their keys."""
        return {field.key: field for field in self.fields}

    @property
    def on_page(self) -> list[OwnField]:
        """Those that the customer's page shows."""
        return [field for field in self.fields if field.on_page]

    @property
    def on_form(self) -> list[OwnField]:
        """Those that are asked for where customers are written down."""
        return [field for field in self.fields if field.on_form]

    @property
    def on_list(self) -> list[OwnField]:
        """Those that the list of customers shows."""
        return [field for field in self.fields if field.on_list]


def definitions() -> Definitions:
    """The fields in use, in one query."""
    return Definitions(tuple(OwnField.objects.filter(retired_at=None).order_by("position", "pk")))


def definitions_in(request: HttpRequest) -> Definitions:
    """The same, asked once for a request."""
    kept: Definitions | None = getattr(request, "_own_fields", None)
    if kept is None:
        kept = definitions()
        setattr(request, "_own_fields", kept)  # noqa: B010  # a request has no such attribute of its own
    return kept


def every_field() -> dict[str, OwnField]:
    """All fields by their keys, retired ones among them."""
    return {field.key: field for field in OwnField.objects.all()}


def called_in_records(name: str, fields: Callable[[], dict[str, OwnField]]) -> OwnField | None:
    """The field that a record calls so; nothing for names of ours."""
    return fields().get(name.removeprefix(SAID)) if name.startswith(SAID) else None


def manner_here() -> Manner:
    """How whoever is spoken to now writes numbers, and where the house dials from."""
    return Manner(house_country(), numbers.get_decimal_symbol(number_locale()) == ",")


def short_lists(lists: Iterable[int | None]) -> dict[int, list[Choice]]:
    """The choices in use of these lists (primary keys), in order; lists too long to offer are left out."""
    wanted = {pk for pk in lists if pk is not None}
    if not wanted:
        return {}
    ends = Choice.objects.filter(choice_list__in=wanted).values_list("choice_list")
    short = [pk for pk, last in ends.annotate(last=Max("position")) if last < MOST_OFFERED]
    found: dict[int, list[Choice]] = {pk: [] for pk in short}
    offered = Choice.objects.filter(choice_list__in=short, retired_at=None, merged_into=None)
    for choice in offered.order_by("position", "pk"):
        found[choice.choice_list_id].append(choice)
    return found
