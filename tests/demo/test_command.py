"""`nahbar demo` and its neighbours at the command line."""

import json
from typing import Any

import pytest
from click.testing import CliRunner

from nahbar.demo.jobs import show_demo_to_newcomers
from nahbar.demo.models import Demo
from nahbar.demo.operations import open_demo
from nahbar.site.command import main
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
INIT = ["init", "--firm", "Lind", "--country", "AT", "--language", "de"]
INIT += ["--email", "o@lind.example", "--password-stdin"]


def answer(*arguments: str, stdin: str = "") -> tuple[int, dict[str, Any]]:
    result = CliRunner().invoke(main, [*arguments, "--json"], input=stdin)
    return result.exit_code, json.loads(result.stdout)


def test_it_tells_how_much_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_demo.open_demo, "__kwdefaults__", {
        **(open_demo.open_demo.__kwdefaults__ or {}), "customers": 60,
    })  # fmt: skip
    code, said = answer("demo")
    assert code == 0
    assert set(said) == {"customers", "orders", "encounters", "seconds"}
    assert said["customers"] == 60
    assert answer("demo")[1]["error"]["code"] == "demo_there"


def test_it_refuses_where_there_are_data(now: Any) -> None:
    from nahbar.customers.models import Customer  # noqa: PLC0415

    Customer.objects.create(name="Anna Huber", created_at=now)
    code, said = answer("demo")
    assert (code, said["error"]["code"]) == (1, "data_there")


def test_who_sets_the_house_up_ends_a_lent_demo(settings: Any, now: Any) -> None:
    settings.SHOW_DEMO = True
    show_demo_to_newcomers(at=now)
    code, said = answer(*INIT, stdin="Lindenblüten im Mai\n")
    assert (code, said["firm"]["name"]) == (0, "Lind")
    assert Firm.objects.get().name == "Lind"
    assert not Demo.objects.exists()
