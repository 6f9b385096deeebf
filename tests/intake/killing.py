"""Houses to be killed in: copied from templates in no time, worked in by forks of one process."""

import json
import os
import random
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

SCRIPT = Path(__file__).with_name("killed_house.py")
ROOT = Path(__file__).resolve().parents[2]
Answer = dict[str, Any]


@dataclass(frozen=True)
class House:
    """A data folder, and the name of a database where that is not in it."""

    home: Path
    database: str = ""


@dataclass(frozen=True)
class Work:
    """Something to be done for a goal: where it begins, and how it ends when nobody disturbs it."""

    goal: str
    begin: House
    end: Answer

    def instant(self, dice: random.Random) -> float:
        """Some moment, in seconds, while it is done."""
        return dice.uniform(0, self.end["took"])


def same(one: Answer, other: Answer) -> bool:
    """Whether two houses hold the same, tell the same of their imports, and keep no file for nothing."""
    if one["astray"] or other["astray"]:
        return False
    if other["imports"][0]["state"] == "cancelled":  # how far it was when asked is up to chance
        return bool(one["holds"] == other["holds"]) and _states(one) == _states(other)
    return bool(one["holds"] == other["holds"] and one["imports"] == other["imports"])


def _states(answer: Answer) -> list[str]:
    return [told["state"] for told in answer["imports"]]


class Killer:
    """Runs processes in houses and kills them. Use as a context."""

    def __init__(self, made: dict[str, str], folder: Path) -> None:
        self._folder = folder
        self._made = made
        self._files = write_files(folder)
        database = urlsplit(made.get("DATABASE_URL", "")).path.lstrip("/")
        self.empty = House(Path(made["NAHBAR_HOME"]), database)
        environment = {
            **made,
            "PYTHONPATH": str(ROOT),
            "OPENBLAS_NUM_THREADS": "1",
            "POLARS_MAX_THREADS": "1",
        }
        command = [sys.executable, str(SCRIPT)]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self._server = subprocess.Popen(command, env=environment, **pipes)

    def __enter__(self) -> "Killer":
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.close()
        self._server.wait(30)
        self._server.stdout.close()

    def run(self, house: House, goal: str, *, second: bool = False, **order: Any) -> Answer:
        """Let a process work for `goal`; killed at a `point` or after `seconds`, if given."""
        assert self._server.stdin
        assert self._server.stdout
        files = self._files[2:] if second else self._files[:2]
        place = {"home": str(house.home), "database": house.database}
        asked = {**place, "goal": goal, "files": files, "imports": 2 if second else 1, **order}
        self._server.stdin.write(json.dumps(asked) + "\n")
        self._server.stdin.flush()
        answer: Answer = json.loads(self._server.stdout.readline())
        expected = answer["killed"] or answer["status"] == 0
        assert expected, (house.home / "log").read_text()[-3_000:]
        return answer

    @contextmanager
    def works(self) -> Iterator[list[Work]]:
        """Storing an import, cancelling one, and undoing the first of two that overlap."""
        with self.house() as proposed, self.house() as two:
            self.run(proposed, "propose")
            self.run(two, "store")
            self.run(two, "store", second=True)
            begins = {"store": self.empty, "cancel": proposed, "undo": two}
            yield [
                Work(goal, begin, self._undisturbed(goal, begin)) for goal, begin in begins.items()
            ]

    def _undisturbed(self, goal: str, begin: House) -> Answer:
        with self.house(begin) as house:
            return self.run(house, goal)

    def command(self, house: House) -> tuple[list[str], dict[str, str]]:
        """The import as people type it, and its environment."""
        environment = {**self._made, "NAHBAR_HOME": str(house.home)}
        if house.database:
            url = urlsplit(self._made["DATABASE_URL"])
            environment["DATABASE_URL"] = urlunsplit(url._replace(path=f"/{house.database}"))
        return [sys.executable, "-m", "nahbar", "import", *self._files[:2]], environment

    @contextmanager
    def house(self, like: House | None = None) -> Iterator[House]:
        """A copy of a house in which no process is at work, for a while."""
        like = like or self.empty
        home = self._folder / f"house-{secrets.token_hex(6)}"
        shutil.copytree(like.home, home, ignore=shutil.ignore_patterns("work"))
        if not like.database:
            yield House(home)
        else:
            import psycopg  # noqa: PLC0415  # only where this database is used

            copy = House(home, f"house_{secrets.token_hex(6)}")
            server = os.environ["DATABASE_URL"]
            with psycopg.connect(server, autocommit=True) as connected:
                connected.execute(f"CREATE DATABASE {copy.database} TEMPLATE {like.database}")
                try:
                    yield copy
                finally:
                    connected.execute(f"DROP DATABASE {copy.database} WITH (FORCE)")
        shutil.rmtree(home)


def write_files(folder: Path) -> list[str]:
    """Orders and customers, and the same a month later: overlapping, changed, with bad rows."""
    dice = random.Random(7)
    orders = _orders(dice, first=1, count=170)
    people = [_person(dice, number) for number in range(1, 401)]
    moved = [row.replace("Gasse", "Platz") for row in people[:150]]
    later = [_person(dice, number) for number in range(401, 480)]
    contents = {
        "orders-1.csv": [ORDERS, *orders],
        "people-1.csv": [PEOPLE, *people],
        "orders-2.csv": [ORDERS, *orders[150:], *_orders(dice, first=171, count=60)],
        "people-2.csv": [PEOPLE, *moved, *people[150:300], *later],
    }
    paths = []
    for name, lines in contents.items():
        path = folder / name
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        paths.append(str(path))
    return paths


ORDERS = "Invoice;Article;Product;Quantity;Date;Price;Customer No"
PEOPLE = "Kundennummer;Vorname;Nachname;E-Mail;Straße;PLZ;Ort"


def _orders(dice: random.Random, *, first: int, count: int) -> list[str]:
    lines = []
    for number in range(first, first + count):
        customer = dice.choice(["", *map(str, range(1, 120))])
        day = (
            f"{dice.randint(1, 28):02d}.{dice.randint(1, 12):02d}.2025 {dice.randint(8, 18):02d}:15"
        )
        for _ in range(dice.randint(1, 4)):
            article = dice.randint(1, 60)
            price = f"{article % 9 + 1},{article:02d}"
            quantity = dice.choice([1, 1, 2, 3, -1])
            line = f"{number};A{article};Ware {article};{quantity};{day};{price};{customer}"
            lines += [line] * dice.choice([1, 1, 1, 2])
        if number % 50 == 0:
            lines.append(f"{number};A1;Ware 1;1;31.02.2025;2,00;{customer}")
    return lines


def _person(dice: random.Random, number: int) -> str:
    first, last = dice.choice(["Anna", "Bernd", "Eva", "Karl"]), f"Berger{chr(97 + number % 26)}"
    mail = "" if number % 5 == 0 else f"p{number}@berger.example"
    return f"{number};{first};{last}{number};{mail};Gasse {number};8010;Graz"
