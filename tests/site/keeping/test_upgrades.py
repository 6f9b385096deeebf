"""Data of every release are brought to this one, on both databases, and are still what they were.

`released/` holds a small house of each: the examples of the documentation, taken over by the nahbar
of that day and written down with `.dump` of SQLite. A release adds its own; none is ever changed.
"""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.conftest import _environment
from tests.site.keeping.conftest import ROOT, House, NewHouse, is_server

pytestmark = pytest.mark.slow
RELEASED = sorted((Path(__file__).parent / "released").glob("*.sql"))
NAMES = [path.stem for path in RELEASED]
WHOLE = """
import json
from nahbar.customers.models import Customer
from nahbar.sales.models import Order, OrderLine
from nahbar.core.models import LedgerEntry, User
print(json.dumps([Customer.objects.count(), Order.objects.count(), OrderLine.objects.count(),
    User.objects.get(role="owner").email, LedgerEntry.objects.filter(action__startswith="intake.").exists(),
    sorted(Customer.objects.values_list("name", flat=True))[:3]]))
"""
BACK_UP = """
import sys
from pathlib import Path
from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.site.keeping.backup import make_backup
make_backup(Path({path!r}), passphrase="", by=THE_HOUSE, at=clock.now())
"""
LIMITED = """
import resource, sys
from nahbar.site.command import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
main(sys.argv[2:])
"""


def of_then(released: Path, home: Path) -> House:
    """The house of a release, as it was left."""
    home.mkdir(mode=0o700)
    with closing(sqlite3.connect(home / "nahbar.sqlite3")) as database:
        database.executescript(released.read_text(encoding="utf-8"))
    environment = _environment(home)
    environment.pop("DATABASE_URL", None)
    return House(environment)


def test_there_is_a_set_of_more_than_one_release() -> None:
    assert len(RELEASED) >= 4


def is_whole(house: House) -> None:
    customers, orders, lines, owner, imported, names = json.loads(house.python(WHOLE))
    assert (customers, orders, lines, owner, imported) == (13, 32, 32, "olga@lind.example", True)
    assert "Anna Berger" in names
    assert house.ask("find", "wallner")["customers"]
    found = house.ask("doctor", "--only", "integrity")
    assert found["problems"] == []


@pytest.mark.parametrize("released", RELEASED, ids=NAMES)
def test_a_house_of_then_lives_on(released: Path, tmp_path: Path) -> None:
    house = of_then(released, tmp_path / "then")
    house.ask("people", "list")
    is_whole(house)


@pytest.mark.parametrize("released", [RELEASED[0], RELEASED[-1]], ids=[NAMES[0], NAMES[-1]])
def test_a_backup_of_then_is_restored_and_brought_up_to_date(
    released: Path, tmp_path: Path, new_house: NewHouse
) -> None:
    then, path = of_then(released, tmp_path / "then"), tmp_path / "then.nahbar"
    with closing(sqlite3.connect(then.home / "nahbar.sqlite3")) as database:
        database.execute(
            "UPDATE core_storedfile SET uses = 0"
        )  # the files of then are not kept here
        database.commit()
    then.python(BACK_UP.format(path=str(path)))
    now = new_house("now")
    assert bool(urlsplit(now.environment.get("DATABASE_URL", "")).path) == is_server()
    now.ask("restore", str(path), "--key", str(then.home / "keys" / "files.key"))
    is_whole(now)


@pytest.mark.parametrize("released", RELEASED[:1], ids=NAMES[:1])
def test_a_disk_that_is_full_during_an_upgrade_loses_nothing(
    released: Path, tmp_path: Path
) -> None:
    house = of_then(released, tmp_path / "then")
    limit = str((house.home / "nahbar.sqlite3").stat().st_size // 2)
    command = [sys.executable, "-c", LIMITED, limit, "people", "list", "--json"]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"]["code"] in {"disk_full", "database", "system"}
    is_whole(house)
