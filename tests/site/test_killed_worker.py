"""A worker that is killed loses no task; one that must stop gives its task back."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
Environment = dict[str, str]
ROOT = Path(__file__).resolve().parents[2]

ENQUEUE = """
import sys
from nahbar.site.commands.answering import start_django
start_django()
from nahbar.site.database import prepare_database
prepare_database()
from tests.core.sample_tasks import write_slowly
write_slowly.enqueue(sys.argv[1])
"""
STATE = """
import json
from nahbar.site.commands.answering import start_django
start_django()
from django_tasks_db.models import DBTaskResult
row = DBTaskResult.objects.filter(task_path__contains="write_slowly").get()
print(json.dumps([row.status, len(row.worker_ids)]))
"""


@pytest.fixture
def house(own_house: Environment) -> Environment:
    return {**own_house, "PYTHONPATH": str(ROOT)}


def python(house: Environment, code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(
        command, env=house, check=True, capture_output=True, text=True, timeout=60
    ).stdout


def eventually(condition: Callable[[], Any], *, seconds: float = 40) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def hire(house: Environment) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    hired: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "nahbar", "worker"]
        hired.append(subprocess.Popen(command, env=house, stderr=subprocess.DEVNULL))
        return hired[-1]

    yield start
    for worker in hired:
        worker.kill()
        worker.wait()


def test_a_killed_worker_s_task_runs_again(
    house: Environment, hire: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    told = tmp_path / "told"
    python(house, ENQUEUE, str(told))
    first = hire()
    eventually(lambda: told.exists() and "began" in told.read_text())
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert json.loads(python(house, STATE)) == ["RUNNING", 1]
    hire()
    eventually(lambda: told.read_text() == "began\nbegan\nended\n")
    eventually(lambda: json.loads(python(house, STATE)) == ["SUCCESSFUL", 2])


def test_a_worker_that_must_stop_lets_a_short_task_end(
    house: Environment, hire: Callable[[], subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    told = tmp_path / "told"
    python(house, ENQUEUE, str(told))
    worker = hire()
    eventually(lambda: told.exists() and "began" in told.read_text())
    worker.terminate()
    assert worker.wait(10) == 0
    assert told.read_text() == "began\nended\n"
    assert json.loads(python(house, STATE)) == ["SUCCESSFUL", 1]
