"""Lists are cut by what customers agreed to."""

from datetime import datetime

import numpy as np
import pytest

from nahbar.core.facts import all_facts
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.privacy.operations.consents import give_consent, refuse_consent
from nahbar.privacy.operations.noting import About, Proof

pytestmark = pytest.mark.django_db


def test_who_agrees_and_who_does_not(
    anna: Customer, bernd: Customer, letters: About, mia: User, now: datetime
) -> None:
    give_consent(anna, letters, Proof(), by=mia, at=now)
    refuse_consent(bernd, letters, Proof(), by=mia, at=now)
    facts, both = all_facts(), np.array([anna.pk, bernd.pk], dtype=np.int64)
    agrees, denies, claims = (
        facts[key].of(both) for key in ("consent", "consent_no", "consent_claimed")
    )
    options = facts["consent"].options
    assert options is not None
    words = dict(options())
    assert agrees["customer"].to_list() == [anna.pk]
    assert words[agrees["value"][0]].endswith("by letter")
    assert denies["customer"].to_list() == [bernd.pk]
    assert words[denies["value"][0]].endswith("by letter")
    assert claims.is_empty()
