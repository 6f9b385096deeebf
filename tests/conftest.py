"""The small town in which all tests play, and the two databases they play on."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection
from django.test import Client

from nahbar.core.access import Role
from nahbar.core.append_only import allow_rewriting, forbid_rewriting
from nahbar.core.models import User
from nahbar.core.search import fresh, vocabulary
from nahbar.team.models import Country, Firm

NAHBAR = [sys.executable, "-m", "nahbar"]
NOON = datetime(2026, 3, 2, 11, 0, tzinfo=UTC)


HOUSES = {"db", "transactional_db", "own_house", "empty_house", "house_to_copy"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What touches no database says so, and need not run again on the other one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if not fixtures & HOUSES and not item.get_closest_marker("django_db"):
            item.add_marker("no_database")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Emptying the database after a test with real transactions lifts the ledger's ban, and renews it."""
    empty = connection.ops.execute_sql_flush

    def lift_and_empty(statements: list[str]) -> None:
        allow_rewriting(connection)
        empty(statements)
        forbid_rewriting(connection)

    connection.ops.execute_sql_flush = lift_and_empty


@pytest.fixture(autouse=True)
def nothing_looked_up_before() -> None:
    """What this process knows of the index is of a house that was rolled back."""
    vocabulary.forget_words()
    fresh.forget_fresh()


@pytest.fixture
def now() -> datetime:
    """A Monday at noon in Vienna."""
    return NOON


@pytest.fixture
def firm(db: None) -> Firm:
    """A bookshop in Austria whose people say Du."""
    return Firm.objects.create(pk=1, name="Buchhandlung Lind", country=Country.AT, created_at=NOON)


def _person(name: str, role: Role) -> User:
    address = f"{name.split(maxsplit=1)[0].lower()}@lind.example"
    return User.objects.create(email=address, name=name, role=role, password="!")


@pytest.fixture
def olga(firm: Firm) -> User:
    """Olga Lind, the owner."""
    return _person("Olga Lind", Role.OWNER)


@pytest.fixture
def mia(firm: Firm) -> User:
    """Mia Berger, who is responsible."""
    return _person("Mia Berger", Role.MANAGER)


@pytest.fixture
def jonas(firm: Firm) -> User:
    """Jonas Falk, her colleague."""
    return _person("Jonas Falk", Role.STAFF)


@pytest.fixture
def petra(firm: Firm) -> User:
    """Petra Weiss, who may look and change nothing."""
    return _person("Petra Weiss", Role.READER)


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def as_olga(olga: User) -> Client:
    """Olga at her desk."""
    return _signed_in(olga)


@pytest.fixture
def as_mia(mia: User) -> Client:
    """Mia at her desk."""
    return _signed_in(mia)


@pytest.fixture
def as_jonas(jonas: User) -> Client:
    """Jonas at his desk."""
    return _signed_in(jonas)


@pytest.fixture
def as_petra(petra: User) -> Client:
    """Petra at her desk."""
    return _signed_in(petra)


Environment = dict[str, str]


def _environment(home: Path, url: str = "") -> Environment:
    here = {**os.environ, "NAHBAR_HOME": str(home), "NAHBAR_LANGUAGE": "en", "NAHBAR_DEMO": "0"}
    return {**here, "DATABASE_URL": url} if url else here


@contextmanager
def _database(like: str = "template1") -> Iterator[str]:
    """The URL of a new database on the server of the tests; empty for the embedded one."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg  # noqa: PLC0415  # only where this database is used

    name = f"house_{secrets.token_hex(6)}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[Environment]:
    """The environment of a house that nobody started yet: no folder, an empty database."""
    with _database() as url:
        yield _environment(tmp_path / "home", url)


@pytest.fixture(scope="session")
def house_to_copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """A house whose database is made, once for all tests."""
    with _database() as url:
        made = _environment(tmp_path_factory.mktemp("made") / "home", url)
        subprocess.run([*NAHBAR, "people", "list"], env=made, check=True, capture_output=True)
        yield made


@pytest.fixture
def own_house(house_to_copy: Environment, tmp_path: Path) -> Iterator[Environment]:
    """The environment of a house of its own, for processes; nobody lives there yet."""
    home, made = tmp_path / "home", Path(house_to_copy["NAHBAR_HOME"])
    home.mkdir(mode=0o700)
    for path in made.glob("nahbar.sqlite3*"):
        shutil.copy(path, home)
    like = urlsplit(house_to_copy.get("DATABASE_URL", "")).path.lstrip("/")
    with _database(like) as url:
        yield _environment(home, url)


NahbarCommand = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def nahbar(own_house: dict[str, str]) -> NahbarCommand:
    """Run a command of nahbar in a process of its own, in a house of its own."""

    def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*NAHBAR, *arguments],
            env=own_house,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
