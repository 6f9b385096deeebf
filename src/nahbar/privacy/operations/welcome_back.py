"""Somebody who was erased has become a customer anew: files may bring them in again."""

import uuid
from datetime import datetime

from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.ledger import record
from nahbar.privacy import erasure_list
from nahbar.privacy.models.requests import Erasure


@transaction.atomic
def welcome_back(erasure: Erasure, *, by: By, at: datetime) -> None:
    """What the erasure noted no longer keeps rows out. What was erased stays erased."""
    demand(by, Ability.LEAD_PRIVACY)
    key = str(erasure.public_id)
    if any(line.lifts == key for line in erasure_list.all_erased()):
        return
    record("privacy.welcomed_back", by=by, at=at, subject=erasure)
    lifted = erasure_list.Erased(id=str(uuid.uuid4()), at=at.isoformat(), lifts=key)
    erasure_list.note(lifted)
