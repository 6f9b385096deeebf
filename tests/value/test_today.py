"""Today says who has gone quiet: by value, without a word of money."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.value.shop import AS_OF

from nahbar.agenda.operations.marks import mark_item
from nahbar.core import clock
from nahbar.core.language import speaking, speech_of
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.team.models import Firm
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.today import MOST, drifting_items

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(open_shop, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[ValueRun]:
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    with speaking(speech_of("en", "AT")):
        yield refresh_values(by=mia, at=now, as_of=AS_OF)


def silent() -> list[int]:
    rows = CustomerValue.objects.filter(is_drifting=True).order_by("-value", "-customer_id")
    return list(rows.values_list("customer_id", flat=True))


def test_without_figures_nobody_is_called_quiet(mia: User, now: datetime) -> None:
    assert drifting_items(mia, now) == []


def test_the_most_valuable_of_the_silent_come_first(
    run: ValueRun, mia: User, now: datetime
) -> None:
    items = drifting_items(mia, now)
    assert [item.customer_id for item in items] == silent()[:MOST]
    weights = [item.weight for item in items]
    assert weights == sorted(weights, reverse=True)
    assert all("Silent for" in item.why for item in items)


def test_who_may_not_see_value_reads_the_same_words_and_no_money(
    run: ValueRun, as_jonas: Client, jonas: User, mia: User, now: datetime
) -> None:
    assert drifting_items(jonas, now) == drifting_items(mia, now)
    page = as_jonas.get("/").text
    assert "Going quiet" in page
    assert "€" not in page
    assert not re.search(r"\bEUR\b", page)  # a token may hold the three letters
    assert not re.search(r'class="chip[^"]*">[ABCD]<', page)


def test_who_was_asked_makes_room_for_the_next(run: ValueRun, mia: User, now: datetime) -> None:
    first = drifting_items(mia, now)[0]
    mark_item(first, "done", by=mia, at=now)
    after = drifting_items(mia, now + timedelta(minutes=1))
    assert [item.customer_id for item in after] == silent()[1 : MOST + 1]


def test_those_a_colleague_cares_for_are_the_colleague_s(
    run: ValueRun, mia: User, jonas: User, now: datetime
) -> None:
    best, last = silent()[0], silent()[-1]
    Customer.objects.filter(pk__in=[best, last]).update(cared_for_by=jonas)
    assert best not in {item.customer_id for item in drifting_items(mia, now)}
    theirs = {item.customer_id: item.why for item in drifting_items(jonas, now)}
    assert {best, last} <= set(theirs)
    assert theirs[last].endswith("You are their person with us.")
