"""`find` and `show` tell people apart, and tell them in the house's days and words."""

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result
from tests.customers.folk import known_from_shop

from nahbar.customers.models import Customer
from nahbar.site.command import main
from nahbar.site.customer_text import found_line, sheet_lines
from nahbar.team.models import Firm

LATE = datetime(2022, 2, 9, 23, 0, tzinfo=UTC)  # the tenth in Vienna


def sheet(**other: object) -> dict[str, object]:
    customer = {
        "name": "Anna Huber",
        "numbers": [],
        "contact_points": [],
        "addresses": [],
        "own_fields": [],
    }
    entry = {"at": LATE, "what": "Order", "about": "4711"}
    return {"customer": {**customer, **other}, "timeline": [entry] * 3, "value": None}


def test_people_of_one_name_are_told_apart() -> None:
    anna = {"id": 7, "name": "Anna Huber", "city": "Wien", "numbers": ["1001"], "why": "Name"}
    assert found_line(anna) == "7  Anna Huber  Wien  1001  (Name)"
    assert found_line({**anna, "city": "", "numbers": []}) == "7  Anna Huber  (Name)"


@pytest.mark.django_db
def test_days_are_those_of_the_house() -> None:
    assert sheet_lines(sheet(), 1)[-1] == "10.02.2022  Order  4711"


@pytest.mark.django_db
def test_the_timeline_ends_where_it_was_told_to() -> None:
    assert len(sheet_lines(sheet(), 0)) == 1
    assert len(sheet_lines(sheet(), 2)) == 3


@pytest.mark.django_db
def test_value_stands_with_its_range() -> None:
    money = {"amount": "1200.000000", "currency": "EUR"}
    figure = {"value": money, "range": {"low": money, "high": money}, "class": "A"}
    line = sheet_lines({**sheet(), "value": figure}, 0)[-1]
    assert line.count("1.200") == 3
    assert line.endswith("A")


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def karl(firm: Firm, now: datetime) -> Customer:
    """Karl Huber in Graz, customer 4711 of the shop."""
    name = {"given_name": "Karl", "family_name": "Huber", "name": "Karl Huber"}
    customer = known_from_shop(now, "4711", **name)
    customer.contact_points.create(
        kind="mobile", value="+43 664 123456", normal="43664123456", recorded_at=now
    )
    customer.addresses.create(street="Ring 1", postcode="8010", city="Graz", recorded_at=now)
    return customer


def test_show_tells_how_to_reach_somebody(karl: Customer) -> None:
    shown = ask("show", "4711").stdout
    for told in ("Karl Huber", "4711 (Shop)", "+43 664 123456", "Ring 1, 8010 Graz"):
        assert told in shown


def test_find_tells_place_and_number(karl: Customer) -> None:
    [found] = json.loads(ask("find", "4711", "--json").stdout)["customers"]
    assert (found["city"], found["numbers"]) == ("Graz", ["4711"])


def test_the_timeline_of_machines_is_cut_too(karl: Customer) -> None:
    assert json.loads(ask("show", "4711", "--limit", "0", "--json").stdout)["timeline"] == []
