"""The same by command."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner
from tests.value.shop import AS_OF

from nahbar.customers.models import Customer
from nahbar.desk.customer_sheet import customer_sheet
from nahbar.site.commands.value import refresh, value
from nahbar.value.models import CustomerValue, ValueRun

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ready_database(monkeypatch) -> None:
    monkeypatch.setattr("nahbar.site.database.prepare_database", lambda: None)


def asked(command, *arguments: str, code: int = 0) -> dict:
    answer = CliRunner().invoke(command, ["--json", *arguments])
    assert answer.exit_code == code, answer.output
    return json.loads(answer.stdout)


def test_refresh_answers_with_run_figures_and_seconds(open_shop) -> None:
    answer = asked(refresh, "--as-of", AS_OF.isoformat(), "--only", "value")
    run = ValueRun.objects.get()
    assert answer["run_id"] == str(run.public_id)
    assert answer["figures"]["value"]["customers"] == 402
    assert answer["figures"]["value"]["value"] == {"amount": run.totals["value"], "currency": "EUR"}
    assert answer["seconds"] > 0


def test_an_unknown_figure_is_wrong_usage() -> None:
    assert CliRunner().invoke(refresh, ["--only", "mood"]).exit_code == 2


def test_value_lists_the_most_valuable_with_parts_and_range(open_shop) -> None:
    asked(refresh, "--as-of", AS_OF.isoformat())
    listed = asked(value, "--top", "3")["customers"]
    best = CustomerValue.objects.order_by("-value")[:3]
    assert [row["value"]["amount"] for row in listed] == [format(row.value, "f") for row in best]
    first = listed[0]
    assert {"id", "name", "value", "factor", "class", "parts", "range"} <= set(first)
    assert {"long", "rhythm", "override"} <= set(first)
    assert first["range"]["coverage"] == 0.95
    assert first["override"] is None
    parts = [float(first["parts"][name]["amount"]) for name in ("margin_so_far", "expected")]
    assert sum(parts) == pytest.approx(float(first["value"]["amount"]))


def test_the_models_come_with_parameters_and_calibration(open_shop) -> None:
    asked(refresh, "--as-of", AS_OF.isoformat())
    models = asked(value, "--model")["models"]
    parameters = {model["name"]: set(model["parameters"]) for model in models}
    assert parameters == {
        "BG/NBD": {"r", "alpha", "a", "b"},
        "MBG/NBD": {"r", "alpha", "a", "b"},
        "Pareto/NBD": {"r", "alpha", "s", "beta"},
        "Gamma-Gamma": {"p", "q", "gamma"},
    }
    assert models[0]["is_chosen"]
    assert models[0]["calibration"]["customers"] > 100
    assert models[0]["calibration"]["coverage"] > 0.8
    assert all({"log_likelihood", "n"} <= set(model) for model in models)


def test_warnings_of_the_models_are_told_in_text_too(people, sell) -> None:
    for customer in people[:20]:
        for back in (0, 40, 90):
            sell(customer, AS_OF - timedelta(days=back), (100,))
    asked(refresh, "--as-of", AS_OF.isoformat())
    answer = CliRunner().invoke(value, ["--model"])
    assert answer.exit_code == 0
    assert "20 " in answer.stdout
    assert len(answer.stdout.splitlines()) > len(ValueRun.objects.get().fits)


def test_show_and_value_tell_the_same_figure(open_shop, mia) -> None:
    asked(refresh, "--as-of", AS_OF.isoformat())
    first = asked(value, "--top", "1")["customers"][0]
    best = Customer.objects.get(public_id=first["id"])
    sheet = json.loads(json.dumps(customer_sheet(best, by=mia, entries=1), default=str))
    del first["id"], first["name"]
    assert sheet["value"] == first


def test_before_the_first_run_it_says_what_to_do(db) -> None:
    assert asked(value, code=1)["error"]["code"] == "not_reckoned"
