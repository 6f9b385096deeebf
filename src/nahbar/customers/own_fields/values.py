"""What shows of customers in the house's own fields."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from nahbar.customers.models.own_fields import NUMBERS, OwnField, OwnKind, OwnValue
from nahbar.customers.own_fields.kinds import Said, show, url_of
from nahbar.customers.own_fields.numbers import plain_number
from nahbar.customers.own_fields.words import Known


@dataclass(frozen=True)
class Shown:
    """A field with its value: as records keep it, as people read it, and where a tap on it leads.

    `fits` is false for what was said when the field was of another kind.
    """

    field: OwnField
    said: Said
    text: str
    url: str = ""
    fits: bool = True


def values_of(
    customers: Collection[int], fields: Iterable[OwnField]
) -> dict[int, dict[str, Shown]]:
    """What these customers (primary keys) have in these fields, by key, in the fields' order.

    One query, and one for the names of what was chosen, whatever their number.
    """
    wanted = {field.pk: field for field in fields}
    if not wanted or not customers:
        return {}
    rows = _rows(OwnValue.objects.filter(customer__in=customers, field__in=list(wanted)))
    grouped: dict[tuple[int, int], list[OwnValue]] = {}
    for row in rows:
        grouped.setdefault((row.customer_id, row.field_id), []).append(row)
    words = Known(
        {row.choice_id: row.choice.called for row in rows if row.choice_id and row.choice}
    )
    found: dict[int, dict[str, Shown]] = {}
    for pk, field in wanted.items():
        for customer in customers:
            if held := grouped.get((customer, pk)):
                found.setdefault(customer, {})[field.key] = _shown(field, held, words)
    return found


def said_now(customer: int, fields: Iterable[OwnField]) -> dict[str, Said]:
    """What shows of one customer in each of these fields, as records keep it; empty for nothing."""
    fields = list(fields)
    shown = values_of([customer], fields).get(customer, {})
    return {
        field.key: shown[field.key].said if field.key in shown else nothing(field)
        for field in fields
    }


def nothing(field: OwnField) -> Said:
    """What a field holds in which nothing is said."""
    return [] if field.kind == OwnKind.CHOICES else ""


def said_in(field: OwnField, row: OwnValue) -> str:
    """One row as records say it."""
    if row.choice_id:
        return f"#{row.choice_id}"
    if row.day:
        return row.day.isoformat()
    if row.number is None:
        return row.text
    if field.kind == OwnKind.YES_NO:
        return "yes" if row.number else "no"
    return plain_number(row.number)


def _rows(rows: QuerySet[OwnValue]) -> list[OwnValue]:
    return list(rows.select_related("choice").order_by("choice__position", "pk"))


def _shown(field: OwnField, held: list[OwnValue], words: Known) -> Shown:
    said: Said = [said_in(field, row) for row in held]
    if field.kind != OwnKind.CHOICES:
        said = said[0]
    text = show(field, said, words=words)
    return Shown(field, said, text, url_of(field, said), all(_fits(field, row) for row in held))


def _fits(field: OwnField, row: OwnValue) -> bool:
    column = {OwnKind.DATE: row.day, OwnKind.CHOICE: row.choice_id, OwnKind.CHOICES: row.choice_id}
    if field.kind in NUMBERS or field.kind == OwnKind.YES_NO:
        return row.number is not None
    return field.kind not in column or column[OwnKind(field.kind)] is not None
