"""What a customer has, written down by hand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.marks import mark_key
from nahbar.circulation.models import Holding, Thing
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.refusals import Refused
from nahbar.core.search import changed
from nahbar.customers.models import Customer
from nahbar.customers.typed import one_line, several_lines

SAID = ("name", "kind", "mark", "holding", "since", "until", "note")
WIDTHS = {"name": 200, "kind": 40, "mark": 60}


class ChangedMeanwhile(Refused):
    """Somebody else was quicker; the thing as it is now stands in `thing`."""

    def __init__(self, thing: Thing) -> None:
        super().__init__(
            "changed_meanwhile",
            _("Somebody else has just changed this. Look again; sent once more, your words win."),
        )
        self.thing = thing


@transaction.atomic
def add_thing(customer: Customer, fields: Mapping[str, Any], *, by: By, at: datetime) -> Thing:
    """Note that the customer has something; `fields` by the names in `SAID`.

    Raises Refused (`nothing_said`, `too_long`, `unknown_choice`, `ends_before_it_begins`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    said = _cleaned({"holding": Holding.OWNED, **fields})
    thing = Thing.objects.create(
        customer=customer, mark_key=mark_key(said.get("mark", "")), recorded_at=at, **said
    )
    after = {name: value for name, value in said.items() if value}
    _record("thing_added", thing, by=by, at=at, after=after)
    return thing


@transaction.atomic
def change_thing(
    thing: Thing, fields: Mapping[str, Any], *, seen: int, by: By, at: datetime
) -> Thing:
    """Say it anew; `seen` is the version that was on the screen. Raises as `add_thing`, and
    ChangedMeanwhile."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = _locked(thing)
    if held.version != seen:
        raise ChangedMeanwhile(held)
    before, after = changes(held, SAID, _cleaned({**_said_of(held), **fields}))
    if after:
        for name, value in after.items():
            setattr(held, name, value)
        held.mark_key = mark_key(held.mark)
        _save(held, *after, "mark_key")
        _record("thing_changed", held, by=by, at=at, before=before, after=after)
    return held


@transaction.atomic
def end_thing(thing: Thing, *, on: date, by: By, at: datetime) -> Thing:
    """The customer no longer has it; that they had it stays known. Twice is once."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = _locked(thing)
    if held.ended_on is None:
        held.ended_on = on
        _save(held, "ended_on")
        _record("thing_ended", held, by=by, at=at, before=_name(held), after={"ended_on": on})
    return held


@transaction.atomic
def bring_back_thing(thing: Thing, *, by: By, at: datetime) -> Thing:
    """They have it after all."""
    demand(by, Ability.EDIT_CUSTOMERS)
    held = _locked(thing)
    if held.ended_on is not None:
        before, held.ended_on = {"ended_on": held.ended_on}, None
        _save(held, "ended_on")
        _record("thing_brought_back", held, by=by, at=at, before=before, after=_name(held))
    return held


def _cleaned(fields: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: fields[name] for name in SAID if name in fields}
    for name, longest in WIDTHS.items():
        said[name] = one_line(str(said.get(name) or ""), longest)
    said["note"] = several_lines(str(said.get("note") or ""), 2_000)
    if not said["name"]:
        raise Refused("nothing_said", _("What is it? A few words are enough."))
    if said["holding"] not in Holding.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    since, until = said.get("since"), said.get("until")
    if since and until and until < since:
        raise Refused("ends_before_it_begins", _("It would end before it begins."))
    return said


def _said_of(thing: Thing) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in SAID}


def _name(thing: Thing) -> dict[str, Any]:
    return {"name": thing.name}


def _locked(thing: Thing) -> Thing:
    return Thing.objects.select_for_update(of=("self",)).select_related("customer").get(pk=thing.pk)


def _save(thing: Thing, *fields: str) -> None:
    thing.version += 1
    thing.save(update_fields=[*fields, "version"])


def _record(action: str, thing: Thing, *, by: By, at: datetime, **told: Mapping[str, Any]) -> None:
    """In the ledger of the customer, and in what they are found by."""
    record(
        f"circulation.{action}",
        by=by,
        at=at,
        subject=thing.customer,
        details={"thing": str(thing.public_id)},
        **told,
    )
    changed([thing.customer_id])
