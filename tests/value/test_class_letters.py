"""Class letters are off beside customers, until somebody who may see value turns them on for themselves."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.value.shop import AS_OF

from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Customer
from nahbar.team.models import Firm
from nahbar.value.class_letters import shows_classes
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.operations.show_classes import show_classes

pytestmark = pytest.mark.django_db
LETTER = re.compile(r"Class [A-D]\b|<dt>Class</dt>|chip-(?:green|outline)\">[A-D]<|class=[A-D]\b")


@pytest.fixture
def reckoned(open_shop: list[Customer], mia: User, now: datetime) -> Customer:
    """The first customer of a shop whose values are known."""
    Firm.objects.update(language="en")
    refresh_values(by=mia, at=now, as_of=AS_OF)
    return open_shop[0]


def pages(client: Client, customer: Customer) -> str:
    asked = [reverse("customer", args=[customer.public_id]), reverse("customers")]
    answers = [client.get(url) for url in [*asked, f"{asked[1]}?order=value"]]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    return "".join(answer.text for answer in answers)


@pytest.mark.parametrize("who", ["as_olga", "as_mia", "as_jonas", "as_petra"])
def test_nobody_is_put_in_a_drawer_by_default(
    who: str, reckoned: Customer, request: pytest.FixtureRequest
) -> None:
    assert LETTER.search(pages(request.getfixturevalue(who), reckoned)) is None


def test_who_leads_turns_them_on_and_off_for_themselves(
    as_mia: Client, as_olga: Client, reckoned: Customer, mia: User
) -> None:
    choice = reverse("value_classes")
    assert choice in as_mia.get(reverse("me")).text
    assert as_mia.post(choice, {"classes": "shown"}).status_code == 302
    assert shows_classes(mia)
    told = pages(as_mia, reckoned)
    assert "Class " in told
    assert "Value class" in told
    assert LETTER.search(pages(as_olga, reckoned)) is None
    as_mia.post(choice, {"classes": "hidden"})
    assert LETTER.search(pages(as_mia, reckoned)) is None


def test_it_is_told_in_the_ledger_once(mia: User, now: datetime) -> None:
    for _ in range(2):
        show_classes(mia, shown=True, at=now)
    entry = LedgerEntry.objects.get()
    assert (entry.action, entry.details) == ("value.classes_shown", {"shown": True})


def test_who_may_not_see_value_cannot_choose(as_jonas: Client, jonas: User, now: datetime) -> None:
    assert reverse("value_classes") not in as_jonas.get(reverse("me")).text
    assert as_jonas.post(reverse("value_classes"), {"classes": "shown"}).status_code == 403
    with pytest.raises(NotAllowed):
        show_classes(jonas, shown=True, at=now)


def test_who_may_no_longer_see_value_sees_no_letters(mia: User, now: datetime) -> None:
    show_classes(mia, shown=True, at=now)
    mia.role = "staff"
    assert not shows_classes(mia)


def test_the_value_itself_stays_for_who_may_see_it(
    as_petra: Client, as_jonas: Client, reckoned: Customer
) -> None:
    url = reverse("customer", args=[reckoned.public_id])
    assert "What they mean to us" in as_petra.get(url).text
    assert "What they mean to us" not in as_jonas.get(url).text


def test_nothing_else_is_sent_with_the_choice(as_mia: Client, mia: User) -> None:
    sent: dict[str, Any] = {"classes": "everybody", "role": "owner", "person": "1"}
    as_mia.post(reverse("value_classes"), sent)
    mia.refresh_from_db()
    assert (mia.role, shows_classes(mia)) == ("manager", False)
