"""From SQLite to PostgreSQL and back: every value is what it was, and nothing is lost on the way."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import _database
from tests.site.keeping.conftest import ROOT, House, NewHouse, is_server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "not __import__('os').environ.get('DATABASE_URL')", reason="needs both databases"
    ),
]
AWKWARD = r"""
import datetime, decimal
from django.db import transaction
from nahbar.core import clock
from nahbar.core.models import LedgerText, SearchList
from nahbar.customers.models import Customer, Remark
at = datetime.datetime(2026, 3, 29, 1, 30, 0, 120000, tzinfo=datetime.UTC)
for name in ("Ärger\\N", "TAB\there", "zwei\nZeilen", "a'b\"c%s{}", "groß GROSS", "\u202eevil", "😀"):
    customer = Customer.objects.create(name=name, given_name="", created_at=at)
LedgerText.objects.create(subject_kind="x", subject_id=2**62, before={"zz": 1.5, "a": None, "ü": [True, "\t"]}, after={})
SearchList.objects.create(id=2**40, word=1, ids=bytes(range(256)))
gone = Customer.objects.create(name="gone", created_at=at)
print(gone.pk)
gone.delete()
"""
NEXT = """
from nahbar.core import clock
from nahbar.customers.models import Customer
print(Customer.objects.create(name='next', created_at=clock.now()).pk)
"""
SEEN = """
import json
from nahbar.customers.models import Customer
from nahbar.core.models import LedgerText
print(json.dumps(sorted([c.name, c.given_name, str(c.public_id), c.created_at.isoformat()] for c in Customer.objects.all())))
print(json.dumps([[t.before, t.after] for t in LedgerText.objects.order_by("id")], sort_keys=True))
"""
Without = Callable[..., House]


def test_there_and_back_everything_is_what_it_was(house: House, without_server: Without) -> None:
    last = int(house.python(AWKWARD))
    seen = house.python(SEEN)
    moved = house.ask("move", "--to", "sqlite")
    embedded = without_server(house)
    assert embedded.python(SEEN) == seen
    assert embedded.ask("doctor", "--only", "integrity", "--only", "files")["problems"] == []
    assert int(embedded.python(NEXT)) == last + 1
    assert embedded.ask("find", "wallner")["customers"]
    with _database() as url:
        back = embedded.ask("move", "--to", url)
        served = House({**house.environment, "DATABASE_URL": url})
        assert served.python(SEEN) == embedded.python(SEEN)
        assert int(served.python(NEXT)) == last + 2
        assert served.ask("doctor", "--only", "integrity", "--only", "files")["problems"] == []
        same = [
            name
            for name in moved["checksums"]
            if moved["checksums"][name] == back["checksums"][name]
        ]
        assert {"customers_contactpoint", "sales_order", "value_customervalue"} & moved[
            "checksums"
        ].keys() <= set(same)
        rewrite = (
            "from nahbar.core.models import LedgerEntry\nLedgerEntry.objects.update(action='x')"
        )
        with pytest.raises(subprocess.CalledProcessError):
            served.python(rewrite)


def test_a_house_that_is_not_empty_is_not_moved_into(house: House, new_house: NewHouse) -> None:
    other = new_house("other")
    other.ask("people", "add", "mia@lind.example")
    here = House(
        {name: value for name, value in house.environment.items() if name != "DATABASE_URL"}
    )
    assert here.refusal("move", "--to", other.environment["DATABASE_URL"]) == "target_not_empty"
    assert here.refusal("move", "--to", "mysql://nowhere/x") == "no_such_database"
    assert here.refusal("move", "--to", "sqlite") == "already_there"
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    assert here.refusal("move", "--to", nowhere) == "no_such_database"
    assert house.refusal("move", "--to", "sqlite") == "target_not_empty"


KILL = """
import os, signal, sys
from nahbar.site.commands.answering import start_django
start_django()
from nahbar.site.keeping import snapshot
real = snapshot._write_table
def killed(writer, table):
    if table.name == "sales_order":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(writer, table)
snapshot._write_table = killed
from nahbar.site.command import main
main(["move", "--to", sys.argv[1]])
"""


@pytest.mark.parametrize("to_server", [True, False])
def test_killed_in_the_middle_the_old_house_is_whole_and_the_new_one_empty(
    house: House, without_server: Without, to_server: bool
) -> None:
    if to_server:
        house.ask("move", "--to", "sqlite")
        house = without_server(house)
    with _database() as url:
        place = url if to_server else "sqlite"
        killed = subprocess.run(
            [sys.executable, "-c", KILL, place], env=house.environment, cwd=ROOT, check=False
        )
        assert killed.returncode == -signal.SIGKILL
        assert house.customers() == 13
        if not to_server:
            assert not (house.home / "nahbar.sqlite3").exists()
        house.ask("move", "--to", place)
        left = {k: v for k, v in house.environment.items() if k != "DATABASE_URL"}
        moved = House({**left, "DATABASE_URL": url} if to_server else left)
        assert moved.customers() == 13


def test_a_house_at_work_is_not_moved(house: House) -> None:
    busy = (
        "import time\nfrom nahbar.site.commands.answering import start_django\nstart_django()\n"
        "from nahbar.customers.models import Customer\nCustomer.objects.count()\nprint('here', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", busy], env=house.environment, stdout=subprocess.PIPE
    ) as working:
        assert working.stdout is not None
        working.stdout.readline()
        assert house.refusal("move", "--to", "sqlite") == "house_open"
        working.kill()


def test_a_backup_of_one_kind_restores_into_the_other(
    house: House, new_house: NewHouse, without_server: Without, tmp_path: Path
) -> None:
    rows, image = tmp_path / "rows.nahbar", tmp_path / "image.nahbar"
    house.ask("backup", str(rows))
    key = ("--key", str(house.home / "keys" / "files.key"))
    embedded = without_server(house, tmp_path / "embedded")
    embedded.ask("restore", str(rows), *key)
    assert embedded.python(SEEN) == house.python(SEEN)
    embedded.ask("backup", str(image))
    served = new_house("served")
    assert is_server()
    served.ask("restore", str(image), *key)
    assert served.python(SEEN) == house.python(SEEN)
    assert served.ask("doctor", "--only", "integrity", "--only", "files")["problems"] == []
    assert os.environ["DATABASE_URL"]
