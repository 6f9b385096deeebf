"""Several processes at the same moment: answered once, and no mail is left held by a consent that just came."""

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
RACING = str(Path(__file__).with_name("racing.py"))
ROUNDS = 12


def run(house: dict[str, str], *arguments: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, RACING, *arguments], env=house, capture_output=True, text=True, check=True
    )
    return done.stdout.split()


def racer(house: dict[str, str], verb: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, RACING, "race", verb],
        env=house,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def said(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()


def tell(one: subprocess.Popen[str], line: str) -> None:
    assert one.stdin is not None
    one.stdin.write(f"{line}\n")
    one.stdin.flush()


def test_clicks_and_workers_at_once(own_house: dict[str, str]) -> None:
    tokens = run(own_house, "prepare", str(ROUNDS))
    verbs = ("answer", "answer", "agree", "send")
    with ExitStack() as stack:
        racers = [stack.enter_context(racer(own_house, verb)) for verb in verbs]
        assert [said(one) for one in racers] == ["ready"] * len(verbs)
        for number, token in enumerate(tokens):
            for one in racers:
                tell(one, f"{token} {number}")
            told = [said(one) for one in racers]
            assert sorted(told[:2]) == ["again", "first"]
            assert told[2:] == ["agreed", "tried"]
    assert run(own_house, "look") == [str(ROUNDS), "0"]
