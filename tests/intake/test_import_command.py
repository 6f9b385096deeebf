"""The command takes in files and wishes as they come, and refuses with a reason what it cannot use."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.intake.conftest import ORDERS

from nahbar.intake.models import Import
from nahbar.intake.operations import work
from nahbar.intake.operations.cancel import cancel_import
from nahbar.site.command import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS)
    return path


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--json"])


def error(result: Result) -> str:
    assert result.exit_code == 1, result.output
    return str(json.loads(result.stdout)["error"]["code"])


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        ({"columns": [1]}, "mapping_unreadable"),
        ({"columns": {"Date": {"a": 1}}}, "mapping_unreadable"),
        ({"answers": 5}, "mapping_unreadable"),
        ({"answers": {"x": None}}, "mapping_unreadable"),
        ({"kind": ["orders"]}, "mapping_unreadable"),
        ({"kind": "bogus"}, "unknown_choice"),
        ({"columns": {"Date": "bogus"}}, "field_unknown"),
    ],
)
def test_wishes_that_make_no_sense_are_refused_and_nothing_waits(
    orders: Path, tmp_path: Path, wishes: dict[str, Any], code: str
) -> None:
    mapping = tmp_path / "mapping.json"
    mapping.write_text(json.dumps(wishes))
    assert error(run("import", orders, "--mapping", mapping)) == code
    assert not Import.objects.exclude(state=Import.State.CANCELLED).exists()


def test_a_device_and_a_pipe_are_no_files(tmp_path: Path, orders: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/zero"), pipe):
        assert error(run("import", path)) == "no_regular_file"
        assert error(run("import", orders, "--mapping", path)) == "no_regular_file"
    assert not Import.objects.exists()


def test_an_import_of_which_nothing_was_stored_says_so(orders: Path) -> None:
    bad = ORDERS.splitlines()[0] + "\n1;A;1;31.02.2026;4,50;77\n2;A;1;31.04.2026;4,50;77\n"
    orders.write_text(bad)
    result = CliRunner().invoke(main, ["import", str(orders), "--as", "orders"])
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 2
    [done] = Import.objects.all()
    assert done.is_all_rejected


def test_an_import_that_somebody_stops_meanwhile_is_not_told_as_done(
    orders: Path, monkeypatch: pytest.MonkeyPatch, mia: Any, now: Any
) -> None:
    real = work.store_import

    def store_import(import_run: Import, **options: Any) -> None:
        cancel_import(import_run, by=mia, at=now)
        real(import_run, **options)

    monkeypatch.setattr(work, "store_import", store_import)
    assert error(run("import", orders)) == "import_cancelled"


def test_a_stopped_import_is_taken_back_by_its_id(
    orders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def store_import(import_run: Import, **options: Any) -> None:
        raise ArithmeticError

    with monkeypatch.context() as broken:
        broken.setattr(work, "store_import", store_import)
        assert error(run("import", orders)) == "unexpected"
    [failed] = Import.objects.all()
    answer = json.loads(run("undo", str(failed.public_id)).stdout)
    assert answer["removed"] == {"customers": 0, "orders": 0, "lines": 0, "encounters": 0}
