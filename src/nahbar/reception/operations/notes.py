"""What is noted of a call with one tap."""

from datetime import datetime

from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.moments.models import Channel, Encounter, EncounterKind
from nahbar.moments.operations import note_encounter
from nahbar.reception.models import IncomingCall
from nahbar.reception.operations.calls import handle_call


@transaction.atomic
def note_nobody_reached(
    customer: Customer, call: IncomingCall | None, *, by: User, at: datetime
) -> Encounter:
    """We called and nobody was there. The call this answers is done with for everybody."""
    demand(by, Ability.TAKE_CALLS)
    if call is not None:
        handle_call(call, by=by)
    said = {
        "channel": Channel.PHONE,
        "kind": EncounterKind.ATTEMPT,
        "occurred_at": at,
    }
    return note_encounter(customer, said, by=by, at=at)
