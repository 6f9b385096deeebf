"""The server as a process tree: it starts, says how to come in, stops cleanly, and leaves no orphan."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
Environment = dict[str, str]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def eventually(condition: Callable[[], Any], *, seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError("it did not come about")


def descendants(pid: int) -> set[int]:
    children: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*"):
        with contextlib.suppress(FileNotFoundError):
            children |= {int(child) for child in (task / "children").read_text().split()}
    return children.union(*(descendants(child) for child in children))


def are_gone(pids: set[int]) -> bool:
    return not any(is_alive(pid) for pid in pids)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def status_of(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


class Server:
    """A running `nahbar serve`."""

    def __init__(self, environment: Environment) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nahbar", "serve", "--json"],
            env={**environment, "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout
        self.news = json.loads(self.process.stdout.readline() or "{}")

    @property
    def all(self) -> set[int]:
        return {self.process.pid} | descendants(self.process.pid)

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)

    def end(self) -> None:
        family = self.all
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()
        self.process.communicate()
        eventually(lambda: are_gone(family))


@pytest.fixture
def server(own_house: Environment) -> Iterator[Server]:
    running = Server(own_house)
    yield running
    running.end()


def test_an_empty_folder_becomes_a_house_one_can_enter(empty_house: Environment) -> None:
    server = Server(empty_house)
    assert status_of(server.news["sign_in_link"]) == 200
    assert status_of(f"{server.news['address']}/alive/") == 204
    assert status_of(f"{server.news['address']}/account/login/") == 200
    server.end()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_stops_cleanly_within_seconds(server: Server, number: int) -> None:
    family = server.all
    assert len(family) >= 4  # supervisor, web, at least one serving process, worker
    began = time.monotonic()
    assert server.stop(number) == 0
    assert time.monotonic() - began < 8
    eventually(lambda: are_gone(family), seconds=2)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it takes a second more")
def test_when_the_supervisor_is_killed_nobody_is_left(server: Server) -> None:
    family = server.all
    server.process.kill()
    eventually(lambda: are_gone(family), seconds=3)


def test_a_child_that_dies_is_started_again(server: Server) -> None:
    children = descendants(server.process.pid) & {
        int(pid)
        for pid in Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
        .read_text()
        .split()
    }
    for child in children:
        os.killpg(child, signal.SIGKILL)
    eventually(lambda: status_of(f"{server.news['address']}/alive/") == 204)
    eventually(lambda: len(server.all) >= 4)


def test_each_start_gives_a_new_link_until_the_house_is_set_up(own_house: Environment) -> None:
    first = Server(own_house)
    first.stop()
    first.end()
    second = Server(own_house)
    assert second.news["sign_in_link"] != first.news["sign_in_link"]
    old = first.news["sign_in_link"].replace(str(first.port), str(second.port))
    assert status_of(old) == 410
    second.end()


def test_a_taken_port_is_told_with_what_to_do(own_house: Environment) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = subprocess.run(
            [sys.executable, "-m", "nahbar", "serve"],
            env={**own_house, "PORT": port},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert result.returncode == 1
    assert port in result.stderr
    assert "Traceback" not in result.stderr


def test_two_that_start_at_once_agree_on_the_database(empty_house: Environment) -> None:
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "nahbar", "people", "list", "--json"],
            env=empty_house,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, json.loads(out)) == (0, {"people": []}), err
