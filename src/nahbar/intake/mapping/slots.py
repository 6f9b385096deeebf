"""The columns of the typed frame: one slot per mapped column, several for repeated fields."""

from dataclasses import dataclass

from nahbar.intake.mapping.fields import Field
from nahbar.intake.mapping.kinds import field_of
from nahbar.intake.mapping.proposal import ColumnChoice, Proposal


@dataclass(frozen=True)
class Slot:
    """Where a mapped column goes.

    `name` is the field's name, with `_2`, `_3`, … for further columns of a field that repeats and
    for the parts of further addresses (`street_2` and `city_2` belong together). `label` says
    which it is: "business", "home", "billing", "shipping", "other", "primary" or None.
    """

    name: str
    field: Field
    choice: ColumnChoice
    label: str | None


def slots_of(proposal: Proposal) -> tuple[Slot, ...]:
    """The slots of a mapping, in the table's order."""
    mapped = [choice for choice in proposal.choices if choice.field]
    addresses = _address_numbers(proposal, mapped)
    seen: dict[str, int] = {}
    slots: list[Slot] = []
    for choice in mapped:
        field = field_of(proposal.kind, choice.field or "")
        label = choice.options.get("label")
        number = seen[field.name] = seen.get(field.name, 0) + 1
        if field.in_address:
            number = addresses[label]
        name = field.name if number == 1 else f"{field.name}_{number}"
        slots.append(Slot(name, field, choice, label))
    return tuple(slots)


def _address_numbers(proposal: Proposal, mapped: list[ColumnChoice]) -> dict[str | None, int]:
    labels = [
        choice.options.get("label")
        for choice in mapped
        if field_of(proposal.kind, choice.field or "").in_address
    ]
    ordered = sorted(dict.fromkeys(labels), key=lambda label: label is not None)
    return {label: number for number, label in enumerate(ordered, start=1)}
