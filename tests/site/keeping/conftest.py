"""A house with the example's customers, its backup, and ways to look at it from outside."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.conftest import Environment, _database, _environment

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ("docs/examples/customers.csv", "docs/examples/orders.csv")
OPENING = ("init", "--firm", "Lind", "--country", "AT", "--language", "de", "--email", "olga@lind.example", "--password-stdin")  # fmt: skip
PASSPHRASE = "acht Linden blühen spät\n"


@dataclass(frozen=True)
class House:
    """A house of its own, spoken to through its commands."""

    environment: Environment

    @property
    def home(self) -> Path:
        return Path(self.environment["NAHBAR_HOME"])

    def run(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "nahbar", *arguments],
            env=self.environment, cwd=ROOT, input=stdin, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip

    def ask(self, *arguments: str, stdin: str = "") -> dict[str, Any]:
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.returncode == 0, done.stdout + done.stderr
        return dict(json.loads(done.stdout))

    def refusal(self, *arguments: str, stdin: str = "") -> str:
        done = self.run(*arguments, "--json", stdin=stdin)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return str(json.loads(done.stdout)["error"]["code"])

    def python(self, code: str) -> str:
        """Run lines in the house, with Django started."""
        begin = "from nahbar.site.commands.answering import start_django\nstart_django()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=True,
        )  # fmt: skip
        return done.stdout.strip()

    def customers(self) -> int:
        return int(
            self.python(
                "from nahbar.customers.models import Customer\nprint(Customer.objects.count())"
            )
        )


def furnish(house: House) -> House:
    """Olga opens it, and takes over the examples."""
    house.ask(*OPENING, stdin="Lindenblüten im Mai\n")
    house.ask("import", *EXAMPLES)
    return house


@pytest.fixture(scope="session")
def furnished(
    house_to_copy: Environment, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Thirteen customers of a bookshop, their orders and four kept files; made once."""
    with copied(House(house_to_copy), tmp_path_factory.mktemp("furnished") / "home") as made:
        yield furnish(made)


@contextmanager
def copied(house: House, home: Path) -> Iterator[House]:
    """Another house that is the same, in a folder and on a server in a database of its own."""
    shutil.copytree(house.home, home)
    like = urlsplit(house.environment.get("DATABASE_URL", "")).path.lstrip("/")
    with _database(like) as url:
        yield House(_environment(home, url))


@pytest.fixture
def house(furnished: House, tmp_path: Path) -> Iterator[House]:
    """The furnished house, for one test."""
    with copied(furnished, tmp_path / "home") as own:
        yield own


NewHouse = Callable[[str], House]


@pytest.fixture
def new_house(tmp_path: Path) -> Iterator[NewHouse]:
    """Makes empty houses, each in a folder (and on a server a database) of its own."""
    open_databases = []

    def make(name: str) -> House:
        database = _database()
        open_databases.append(database)
        return House(_environment(tmp_path / name, database.__enter__()))

    yield make
    for database in open_databases:
        database.__exit__(None, None, None)


@pytest.fixture
def without_server() -> Callable[[House, Path], House]:
    """The same house, started without DATABASE_URL; or one in another folder."""

    def make(house: House, home: Path | None = None) -> House:
        kept = {name: value for name, value in house.environment.items() if name != "DATABASE_URL"}
        return House({**kept, "NAHBAR_HOME": str(home or house.home)})

    return make


def is_server() -> bool:
    return bool(os.environ.get("DATABASE_URL"))
