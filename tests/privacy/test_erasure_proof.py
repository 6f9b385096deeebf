"""After an erasure nothing of the person is found: not in tables, files, the index, nor in free pages."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import Environment, NahbarCommand
from tests.privacy.house_of_tokens import CUSTOMERS, OTHER, TOKENS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def in_house(house: Environment, *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "tests.privacy.house_of_tokens", *arguments],
        env={**house, "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_nothing_of_the_person_is_left_and_others_are_whole(
    own_house: Environment, nahbar: NahbarCommand, tmp_path: Path
) -> None:
    who = in_house(own_house, "fill")
    before = in_house(own_house, "scan", *TOKENS)
    told = {token.lower() for token in TOKENS}
    assert {place.rpartition(": ")[2] for place in before} >= told - {
        "tokanhang", "tokauftrag", "tokidee", "tokding", "tokfund", "tokbrief",
    }  # fmt: skip

    shown = json.loads(nahbar("person", "erase", who["id"], "--show", "--json").stdout)
    spots = [mention["spot"] for mention in shown["mentions"]]
    assert any(one["kept"] for one in shown["going"])
    also = [part for spot in spots for part in ("--also", spot)]
    done = nahbar("person", "erase", who["id"], "--name", who["name"], *also, "--json")
    assert json.loads(done.stdout)["state"] == "done", done.stdout + done.stderr

    assert in_house(own_house, "scan", *TOKENS) == []
    left = in_house(own_house, "scan", OTHER)
    assert any(place.startswith("table customers_customer") for place in left)
    assert nahbar("find", OTHER, "--json").stdout.count(who["other"]) == 1

    again = tmp_path / "kunden.csv"
    again.write_text(CUSTOMERS, newline="")
    taken = nahbar("import", str(again), "--json")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert in_house(own_house, "scan", *TOKENS) == []
