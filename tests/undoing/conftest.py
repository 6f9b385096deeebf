"""A house in which everybody may be met: people, customers, a branch, figures that can be spoken of."""

from datetime import datetime

import pytest
from tests.customers.folk import anna, bernd
from tests.measures.conftest import gauge
from tests.undoing.machine import Undoing

from nahbar.core.models import Source, User
from nahbar.customers.models import Customer
from nahbar.reception.models import CallDesk
from nahbar.steering.models import FirmAnswers
from nahbar.team.models import Branch
from nahbar.value.models import ValueSettings

__all__ = ["anna", "bernd", "gauge"]


@pytest.fixture
def machine(
    anna: Customer,
    bernd: Customer,
    olga: User,
    mia: User,
    jonas: User,
    gauge: object,
    now: datetime,
) -> type[Undoing]:
    """Olga does it all, with Mia and Jonas; what is made by looking is there already."""
    Branch.objects.create(name="Graz", created_at=now)
    Source.objects.get_or_create(name=Source.HAND, defaults={"created_at": now})
    ValueSettings.objects.get_or_create(pk=1)
    FirmAnswers.objects.get_or_create(pk=1)
    CallDesk.objects.create(person=olga)
    Undoing.people, Undoing.start = (olga, mia, jonas), now
    return Undoing
