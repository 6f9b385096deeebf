"""The same by command."""

import json

import pytest
from click.testing import CliRunner
from tests.value.shop import AS_OF

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
    parts = [float(first["parts"][name]["amount"]) for name in ("margin_so_far", "expected")]
    assert sum(parts) == pytest.approx(float(first["value"]["amount"]))


def test_the_models_come_with_parameters_and_calibration(open_shop) -> None:
    asked(refresh, "--as-of", AS_OF.isoformat())
    models = asked(value, "--model")["models"]
    assert [model["name"] for model in models] == ["BG/NBD", "Gamma-Gamma"]
    assert set(models[0]["parameters"]) == {"r", "alpha", "a", "b"}
    assert set(models[1]["parameters"]) == {"p", "q", "gamma"}
    assert models[0]["calibration"]["customers"] > 100
    assert all({"log_likelihood", "n"} <= set(model) for model in models)


def test_before_the_first_run_it_says_what_to_do(db) -> None:
    assert asked(value, code=1)["error"]["code"] == "not_reckoned"
