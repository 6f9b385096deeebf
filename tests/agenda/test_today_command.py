"""`nahbar today` tells somebody's day to machines and at a terminal; `show` tells what is open."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner, Result
from tests.agenda.folk import MONDAY, take_on

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.site.command import main

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_the_items_stand_in_the_order_of_need(mia: User, anna: Customer, now: datetime) -> None:
    take_on(mia, now, title="Tidy up", due_on=MONDAY)
    take_on(mia, now, customer=anna, due_on=MONDAY)
    items = json.loads(ask("today", "--for", mia.email, "--json").stdout)["items"]
    assert [item["kind"] for item in items[:2]] == ["promise", "task"]
    assert set(items[0]) == {"kind", "customer", "title", "due_at", "why", "minutes"}
    assert items[0]["customer"] == {"id": str(anna.public_id), "name": "Anna Berger"}
    assert items[0]["due_at"].startswith("2026-03-02T00:00")
    assert items[1]["customer"] is None
    assert "Anna Berger  Send the offer" in ask("today", "--for", mia.email).stdout


def test_another_s_day_is_for_leaders(mia: User, jonas: User) -> None:
    refused = ask("today", "--for", mia.email, "--by", jonas.email, "--json")
    assert json.loads(refused.stdout)["error"]["code"] == "not_allowed"
    assert ask("today", "--by", jonas.email).exit_code == 0
    assert ask("today", "--for", jonas.email, "--by", mia.email).exit_code == 0


def test_a_day_is_somebody_s(mia: User) -> None:
    assert json.loads(ask("today", "--json").stdout)["error"]["code"] == "nobody_named"
    nobody = ask("today", "--for", "nobody@lind.example", "--json")
    assert json.loads(nobody.stdout)["error"]["code"] == "no_such_person"


def test_show_tells_what_is_open(mia: User, anna: Customer, now: datetime) -> None:
    take_on(mia, now, customer=anna)
    told = json.loads(ask("show", str(anna.public_id), "--json").stdout)["open"]
    assert [(one["kind"], one["title"], one["owner"]) for one in told] == [
        ("promise", "Send the offer", "Mia Berger")
    ]
