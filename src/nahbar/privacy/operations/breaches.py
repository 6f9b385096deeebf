"""Breaches: noted with what is known, told to whom they must be told, closed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.privacy.models.requests import Breach

SAID = (
    "title", "happened_on", "known_at", "affected", "data", "consequences", "steps",
    "no_risk_because", "authority_told_at", "people_told_at",
)  # fmt: skip


@transaction.atomic
def note_breach(fields: Mapping[str, Any], *, by: User, at: datetime) -> Breach:
    """Something went wrong with data; `fields` by the names in `SAID`. Raises Refused (`not_yet`)."""
    demand(by, Ability.LEAD_PRIVACY)
    said = _checked(fields, at)
    made = Breach.objects.create(noted_by=by, created_at=at, **said)
    after = {name: value for name, value in said.items() if value}
    record("privacy.breach_noted", by=by, at=at, subject=made, after=after)
    return made


@transaction.atomic
def change_breach(
    breach: Breach, fields: Mapping[str, Any], *, seen: int, by: User, at: datetime
) -> Breach:
    """More is known. `seen` is the version that was on the screen. Raises Refused (`not_yet`,
    `changed_meanwhile`)."""
    demand(by, Ability.LEAD_PRIVACY)
    held = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    if held.version != seen:
        sentence = _(
            "Somebody else has just changed this. Look again; sent once more, your words win."
        )
        raise Refused("changed_meanwhile", sentence)
    before, after = changes(held, SAID, _checked(fields, at))
    if after:
        for name, value in after.items():
            setattr(held, name, value)
        held.version += 1
        held.save(update_fields=[*after, "version"])
        record("privacy.breach_changed", by=by, at=at, subject=held, before=before, after=after)
    return held


@transaction.atomic
def close_breach(breach: Breach, *, by: User, at: datetime) -> Breach:
    """It is dealt with. Raises Refused (`nobody_told`) before it is said who was told, or why nobody."""
    demand(by, Ability.LEAD_PRIVACY)
    held = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    if not held.authority_told_at and not held.no_risk_because.strip():
        sentence = _("Tell the authority, or note why nobody has to be told.")
        raise Refused("nobody_told", sentence)
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        record("privacy.breach_closed", by=by, at=at, subject=held)
    return held


def _checked(fields: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    said = {name: fields[name] for name in SAID if name in fields}
    for name in ("known_at", "authority_told_at", "people_told_at"):
        if said.get(name) and said[name] > at:
            raise Refused("not_yet", _("This moment has not come yet."))
    return said
