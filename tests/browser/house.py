"""A house that really runs: `nahbar serve` in a folder of its own, and the commands beside it."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

Environment = dict[str, str]
NAHBAR = [sys.executable, "-m", "nahbar"]
OWNER = "olga@lind.example"
PASSWORD = "drei Lampen im Garten"


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class House:
    """`address` where it answers, `link` to set it up while nobody has; a log that must stay calm."""

    def __init__(self, environment: Environment) -> None:
        self.environment = {**environment, "PORT": str(free_port())}
        self.log = Path(environment["NAHBAR_HOME"]).parent / "serve.log"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [*NAHBAR, "serve", "--json"],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout
        news = json.loads(self._process.stdout.readline() or "{}")
        assert "address" in news, self.log.read_text()
        self.address, self.link = news["address"], news.get("sign_in_link", "")

    def close(self) -> None:
        """Stop it; whatever broke behind the pages fails here."""
        assert self._process.poll() is None, f"it ended by itself: {self._process.returncode}"
        self._process.terminate()
        self._process.communicate(timeout=30)
        broken = [line for line in self.log.read_text().splitlines() if '"level": "error"' in line]
        assert broken == []


def tell(environment: Environment, *command: str, stdin: str = "") -> dict[str, Any]:
    """Run a command of nahbar in the same house; its answer."""
    done = subprocess.run(
        [*NAHBAR, *command, "--json"],
        env=environment,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return dict(json.loads(done.stdout))


def move_in(environment: Environment, language: str) -> None:
    """Set the house up from the command line."""
    firm = ["--firm", "Buchhandlung Lind", "--country", "AT", "--language", language]
    who = ["--email", OWNER, "--name", "Olga Lind", "--password-stdin"]
    tell(environment, "init", *firm, *who, stdin=f"{PASSWORD}\n")
