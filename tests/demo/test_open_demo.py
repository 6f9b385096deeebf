"""The demo firm comes in as any firm does: people, files, figures."""

from datetime import datetime

import pytest
from tests.demo.conftest import Open

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.turns import turn
from nahbar.customers.models import Customer
from nahbar.demo.models import Demo
from nahbar.demo.operations.open_demo import open_demo
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


def test_in_a_house_that_is_set_up_firm_and_owner_stay(
    olga: User, firm: Firm, open_small: Open
) -> None:
    demo = open_small()
    firm.refresh_from_db()
    assert not demo.is_lent
    assert firm.name == "Buchhandlung Lind"
    assert len(demo.people) == 9


def test_it_is_refused_where_there_are_data(firm: Firm, now: datetime) -> None:
    Customer.objects.create(name="Anna Huber", created_at=now)
    with pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "data_there"
    assert not Demo.objects.exists()


def test_who_may_not_set_up_the_house_is_refused(mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refused:
        open_demo(by=mia, at=now)
    assert refused.value.code == "not_allowed"
    assert not Demo.objects.exists()


def test_while_it_is_being_made_nobody_else_makes_it(transactional_db: None, now: datetime) -> None:
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "postgresql":
        pytest.skip("the same session may take its own turn twice")
    with turn("demo"), pytest.raises(Refused) as refused:
        open_demo(by=THE_HOUSE, at=now)
    assert refused.value.code == "demo_busy"


def test_what_was_cut_off_is_made_anew(open_small: Open, now: datetime) -> None:
    open_small()
    Demo.objects.update(step=Demo.Step.STORING)
    demo = open_small()
    assert demo.step == Demo.Step.READY
    assert (Customer.objects.count(), User.objects.count()) == (120, 9)
