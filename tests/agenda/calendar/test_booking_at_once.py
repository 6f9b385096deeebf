"""Several processes book the same time at the same moment: one gets it. On both databases."""

import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
RACING = str(Path(__file__).with_name("racing.py"))
GUESTS, ROUNDS = 4, 12


def test_of_many_guests_at_once_one_gets_the_time(own_house: dict[str, str]) -> None:
    prepared = subprocess.run(
        [sys.executable, RACING, "prepare"],
        env=own_house,
        capture_output=True,
        text=True,
        check=True,
    )
    with ExitStack() as stack:
        guests = [
            stack.enter_context(guest(prepared.stdout.strip(), own_house)) for _ in range(GUESTS)
        ]
        assert [answer(one) for one in guests] == ["ready"] * GUESTS
        # The processes live in real time, whatever the clock of the other tests here says.
        day = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0)
        for number in range(ROUNDS):
            at = day + timedelta(days=3, minutes=30 * number)
            for one in guests:
                assert one.stdin is not None
                one.stdin.write(f"{at.isoformat()}\n")
                one.stdin.flush()
            told = sorted(answer(one) for one in guests)
            assert told == ["booked", *["time_taken"] * (GUESTS - 1)]


def guest(token: str, house: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, RACING, "race", token],
        env=house,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(one: subprocess.Popen[str]) -> str:
    assert one.stdout is not None
    return one.stdout.readline().strip()
