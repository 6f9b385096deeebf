"""`changes` shows what was done, `undo` takes it back by its number."""

import json
from datetime import datetime
from typing import Any

import pytest
from click.testing import CliRunner
from tests.customers.folk import anna

from nahbar.core import clock
from nahbar.core.models import LedgerEntry, User
from nahbar.customers.models import Customer
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.site.command import main

__all__ = ["anna"]
pytestmark = pytest.mark.django_db


def ask(*arguments: str) -> dict[str, Any]:
    answer = CliRunner().invoke(main, [*arguments, "--json"])
    said: dict[str, Any] = json.loads(answer.stdout)
    assert answer.exit_code == (1 if "error" in said else 0)
    return said


@pytest.fixture
def entry(anna: Customer, jonas: User) -> LedgerEntry:
    """Jonas calls Anna otherwise."""
    change_customer(anna, {"last_name": "Egger"}, seen=shown_now(anna), by=jonas, at=clock.now())
    return LedgerEntry.objects.latest("pk")


def test_each_is_told_with_its_number(entry: LedgerEntry, anna: Customer) -> None:
    told = ask("changes", "--customer", str(anna.public_id), "--limit", "1")
    [one] = told["changes"]
    assert (one["id"], one["by"], one["may_undo"]) == (entry.pk, "Jonas Falk", True)
    assert one["fields"][0]["after"] == "Egger"
    assert told["before"] == entry.pk
    lines = CliRunner().invoke(main, ["changes", "--limit", "1"]).stdout
    assert lines.startswith(f"{entry.pk}  ")


def test_it_is_taken_back_by_its_number(entry: LedgerEntry, anna: Customer) -> None:
    told = ask("undo", str(entry.pk), "--by", "jonas@lind.example")
    assert (told["change"], told["taken_back_by"]["takes_back"]) == (entry.pk, entry.pk)
    anna.refresh_from_db()
    assert anna.family_name == "Berger"
    assert ask("undo", str(entry.pk))["error"]["code"] == "taken_back_already"


def test_who_may_not_is_refused(entry: LedgerEntry, petra: User, mia: User) -> None:
    assert ask("undo", str(entry.pk), "--by", petra.email)["error"]["code"] == "not_allowed"
    assert ask("changes", "--of", mia.email, "--by", "jonas@lind.example")["error"]["code"] == "not_allowed"  # fmt: skip


def test_an_import_is_still_taken_back_by_its_own_id(jonas: User, now: datetime) -> None:
    unknown = "01900000-0000-7000-8000-000000000000"
    assert ask("undo", unknown)["error"]["code"] == "no_such_import"
    assert ask("undo", "nonsense")["error"]["code"] == "no_such_import"
    assert ask("undo", unknown, "--by", jonas.email)["error"]["code"] == "not_allowed"


def test_a_room_that_is_none_is_refused(entry: LedgerEntry) -> None:
    assert ask("changes", "--room", "attic")["error"]["code"] == "unknown_choice"
