"""Letting a telephone system in, and saying how one's own desk takes calls."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.agenda.tokens import digest_of, new_token
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.typed import one_line
from nahbar.reception.models import CallDesk, PhoneSystem
from nahbar.reception.numbers import normal_extension

MOST_SYSTEMS = 20
DESK = ("extension", "shows_calls", "dials_by")


@transaction.atomic
def add_phone_system(name: str, *, by: By, at: datetime) -> tuple[PhoneSystem, str]:
    """Let a telephone system in: it, and its secret, which is told this once.

    Raises Refused (`nothing_said`, `too_long`, `too_many`).
    """
    demand(by, Ability.SET_UP_HOUSE)
    said = one_line(name, 100)
    if not said:
        raise Refused("nothing_said", _("Please give it a name."))
    if PhoneSystem.objects.count() >= MOST_SYSTEMS:
        raise Refused("too_many", _("These are many systems. Please remove one first."))
    token = new_token()
    system = PhoneSystem.objects.create(name=said, digest=digest_of(token), made_at=at)
    record("reception.system_added", by=by, at=at, subject=system, details={"name": said})
    return system, token


@transaction.atomic
def renew_phone_system(system: PhoneSystem, *, by: By, at: datetime) -> str:
    """A new secret, told this once; the old one no longer opens anything."""
    demand(by, Ability.SET_UP_HOUSE)
    token = new_token()
    system.digest, system.renewed_at = digest_of(token), at
    system.save(update_fields=["digest", "renewed_at"])
    record("reception.system_renewed", by=by, at=at, subject=system)
    return token


@transaction.atomic
def remove_phone_system(system: PhoneSystem, *, by: By, at: datetime) -> None:
    """It no longer tells of calls; those it told of are forgotten."""
    demand(by, Ability.SET_UP_HOUSE)
    record("reception.system_removed", by=by, at=at, subject=system, details={"name": system.name})
    system.delete()


@transaction.atomic
def change_call_desk(
    person: User, *, extension: str, shows_calls: bool, dials_by: str, at: datetime
) -> CallDesk:
    """Say how one's own desk takes calls. Raises Refused (`unknown_choice`)."""
    demand(person, Ability.TAKE_CALLS)
    if dials_by not in CallDesk.Dialling.values:
        raise Refused("unknown_choice", _("This choice does not exist."))
    desk, _made = CallDesk.objects.get_or_create(person=person)
    said = {"shows_calls": shows_calls, "dials_by": dials_by}
    before, after = changes(desk, DESK, {"extension": normal_extension(extension), **said})
    if after:
        for name, value in after.items():
            setattr(desk, name, value)
        desk.save(update_fields=list(after))
        record(
            "reception.desk_changed", by=person, at=at, subject=person, before=before, after=after
        )
    return desk
