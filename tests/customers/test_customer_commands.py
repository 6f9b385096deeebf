"""Finding, showing and exporting customers from the command line."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.operations.remarks import add_remark
from nahbar.site.commands.customers import export, find, show

pytestmark = pytest.mark.django_db


def asked(command: object, *arguments: str) -> tuple[int, dict[str, object]]:
    """What the command exits with, and its one JSON object."""
    result = CliRunner().invoke(command, [*arguments, "--json"])  # type: ignore[arg-type]  # click's own kind
    return result.exit_code, json.loads(result.stdout)


def test_find_prints_ids_names_scores_and_reasons(anna: Customer, bernd: Customer) -> None:
    code, answer = asked(find, "anna ber")
    assert code == 0
    [one] = answer["customers"]  # type: ignore[misc]  # a list in this answer
    assert (one["id"], one["name"]) == (str(anna.public_id), "Anna Berger")
    assert 0 < one["score"] <= 1
    assert one["why"]


def test_find_finds_nobody_without_complaint(anna: Customer) -> None:
    assert asked(find, "xyz") == (0, {"customers": []})


def test_show_tells_what_is_known(anna: Customer, mia: User, now: object) -> None:
    add_remark(anna, "likes", "Tea", by=mia, at=now)  # type: ignore[arg-type]  # a moment
    code, answer = asked(show, str(anna.public_id))
    assert code == 0
    assert set(answer) == {"customer", "timeline", "value", "relationship", "open", "consents"}
    person = answer["customer"]
    assert person["greeting"] == "Sehr geehrte Frau Mag. Berger"  # type: ignore[index]  # a mapping
    assert person["remarks"] == [{"kind": "likes", "text": "Tea"}]  # type: ignore[index]  # a mapping


@pytest.mark.parametrize("nobody", ["nonsense", "01890000-0000-7000-8000-000000000000"])
def test_show_refuses_who_is_not_there(anna: Customer, nobody: str) -> None:
    code, answer = asked(show, nobody)
    assert code == 1
    assert answer["error"]["code"] == "no_such_customer"  # type: ignore[index]  # a mapping


def test_export_writes_the_file(anna: Customer, bernd: Customer, tmp_path: Path) -> None:
    code, answer = asked(export, "customers", str(tmp_path / "all.csv"))
    assert (code, answer["customers"]) == (0, 2)
    with (tmp_path / "all.csv").open(newline="") as file:
        assert [row["last_name"] for row in csv.DictReader(file)] == ["Berger", "Moser"]


def test_export_into_nowhere_is_refused(anna: Customer, tmp_path: Path) -> None:
    code, answer = asked(export, "customers", str(tmp_path / "missing" / "all.csv"))
    assert code == 1
    assert answer["error"]["code"] == "cannot_write"  # type: ignore[index]  # a mapping


def test_staff_export_nothing(anna: Customer, jonas: User, tmp_path: Path) -> None:
    code, _answer = asked(export, "customers", str(tmp_path / "all.csv"), "--by", jonas.email)
    assert code == 1
    assert not (tmp_path / "all.csv").exists()
