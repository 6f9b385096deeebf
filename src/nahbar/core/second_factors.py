"""Somebody lost their phone or their key: an owner opens the door again, and it stands in the ledger."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.core.models import User
from nahbar.core.sign_in_links import make_sign_in_link


@transaction.atomic
def reset_second_factor(person: User, *, by: By, at: datetime) -> tuple[list[str], str]:
    """Take away codes from an app, passkeys and emergency codes, whichever there are.

    Gives back their kinds, and the token of a new link, told this once. Raises Refused
    (`person_inactive`).
    """
    demand(by, Ability.SET_UP_HOUSE)
    token = make_sign_in_link(person, by=by, at=at)
    theirs = Authenticator.objects.filter(user=person)
    kinds = sorted(theirs.values_list("type", flat=True))
    theirs.delete()
    record("sign_in.factors_reset", by=by, at=at, subject=person, details={"kinds": kinds})
    return kinds, token
