"""A house is backed up, lost, and stands there again: the same, to the row and to the file."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.site.keeping.conftest import OPENING, PASSPHRASE, ROOT, House, NewHouse

pytestmark = pytest.mark.slow
NOTE = "Customer.objects.create(name='Neue Kundin', created_at=clock.now())"
ADD = f"from nahbar.core import clock\nfrom nahbar.customers.models import Customer\n{NOTE}"
MAIL = """
from nahbar.core import clock
from nahbar.dispatch.models import OutgoingMail
OutgoingMail.objects.create(to='a@b.example', subject='x', text='y', try_at=clock.now(), created_at=clock.now())
"""


@pytest.fixture
def backup(house: House, tmp_path: Path) -> Path:
    path = tmp_path / "house.nahbar"
    house.ask("backup", str(path))
    return path


def test_a_lost_house_stands_there_again(house: House, new_house: NewHouse, tmp_path: Path) -> None:
    path = tmp_path / "locked.nahbar"
    made = house.ask("backup", str(path), "--passphrase-stdin", stdin=PASSPHRASE)
    assert made["locked"]
    assert (made["counts"]["customers_customer"], made["files"], made["problems"]) == (13, 4, [])
    again = new_house("again")
    back = again.ask("restore", str(path), "--passphrase-stdin", stdin=PASSPHRASE)
    assert (back["counts"], back["checksums"]) == (made["counts"], made["checksums"])
    assert again.customers() == 13
    found = again.ask("find", "wallner")["customers"]
    assert found[0]["name"] == house.ask("find", "wallner")["customers"][0]["name"]
    assert again.ask("doctor", "--only", "integrity", "--only", "files")["problems"] == []
    read = "from nahbar.core.models import StoredFile\nfrom nahbar.core.files import read_stored\n"
    assert house.python(f"{read}print([len(read_stored(f)) for f in StoredFile.objects.filter(uses__gt=0)])") == again.python(f"{read}print([len(read_stored(f)) for f in StoredFile.objects.filter(uses__gt=0)])")  # fmt: skip


def test_an_open_backup_needs_the_key_beside_it(
    house: House, backup: Path, new_house: NewHouse
) -> None:
    other = new_house("other")
    assert other.refusal("restore", str(backup)) == "key_missing"
    other.ask("restore", str(backup), "--key", str(house.home / "keys" / "files.key"))
    assert other.ask("doctor", "--only", "files")["problems"] == []


def test_no_key_lies_in_an_open_backup_and_no_name_in_a_locked_one(
    house: House, backup: Path, tmp_path: Path
) -> None:
    locked = tmp_path / "locked.nahbar"
    house.ask("backup", str(locked), "--passphrase-stdin", stdin=PASSPHRASE)
    key = (house.home / "keys" / "files.key").read_bytes()
    assert key not in backup.read_bytes()
    assert b"Lind" not in locked.read_bytes()
    assert backup.stat().st_mode & 0o077 == 0


def test_verify_restores_on_trial_and_leaves_nothing(house: House, backup: Path) -> None:
    found = house.ask("verify", str(backup))
    assert (found["counts"]["customers_customer"], found["problems"]) == (13, [])
    assert "customers_customer" in found["checksums"] or "nahbar.sqlite3" in found["checksums"]
    assert list((house.home / "work").glob("scratch-*")) == []


def test_what_is_there_is_replaced_only_when_told_and_lies_aside(
    house: House, backup: Path
) -> None:
    house.python(ADD)
    assert house.refusal("restore", str(backup)) == "house_not_empty"
    assert house.customers() == 14
    done = house.ask("restore", str(backup), "--replace")
    assert house.customers() == 13
    aside = Path(done["aside"])
    assert (aside / "keys" / "files.key").exists()
    assert (aside / "nahbar.sqlite3").exists() or (aside / "house.nahbar").exists()
    assert len(list((aside / "files").glob("??/*"))) == len(
        list((house.home / "files").glob("??/*"))
    )
    said = house.python(
        "from nahbar.core.models import LedgerEntry\nprint(LedgerEntry.objects.latest('id').action)"
    )
    assert said == "house.restored"


def test_people_of_then_are_not_let_in_and_mails_of_then_wait_for_a_person(
    house: House, tmp_path: Path
) -> None:
    house.python(MAIL)
    house.ask("sign-in-link", "olga@lind.example")
    path = tmp_path / "then.nahbar"
    house.ask("backup", str(path))
    done = house.ask("restore", str(path), "--replace")
    assert done["mails_held"] == 1
    counts = (
        "from nahbar.core.models import SignInLink\nfrom nahbar.dispatch.models import OutgoingMail\n"
        "print(SignInLink.objects.count(), OutgoingMail.objects.get().state)"
    )
    assert house.python(counts) == "0 uncertain"


def test_another_firm_s_house_is_not_overwritten_by_mistake(
    backup: Path, new_house: NewHouse
) -> None:
    other = new_house("other")
    other.ask(*OPENING, stdin="Lindenblüten im Mai\n")
    assert other.refusal("restore", str(backup), "--replace") == "other_firm"


def test_one_flipped_bit_is_refused_and_nothing_happens(house: House, backup: Path) -> None:
    whole = backup.read_bytes()
    for place in (0.3, 0.95):
        flipped = bytearray(whole)
        flipped[int(len(whole) * place)] ^= 4
        backup.write_bytes(flipped)
        assert house.refusal("restore", str(backup), "--replace") == "backup_damaged"
    assert house.customers() == 13
    assert list(house.home.glob("before-restore-*")) == []


def test_a_backup_cut_short_is_refused(house: House, backup: Path) -> None:
    whole = backup.read_bytes()
    for length in (len(whole) // 2, 20):
        backup.write_bytes(whole[:length])
        assert house.refusal("verify", str(backup)) in {"backup_cut_short", "backup_damaged"}
    backup.write_bytes(b"something else entirely")
    assert house.refusal("verify", str(backup)) == "no_backup"


def test_a_wrong_passphrase_is_told_from_damage(house: House, tmp_path: Path) -> None:
    path = tmp_path / "locked.nahbar"
    house.ask("backup", str(path), "--passphrase-stdin", stdin=PASSPHRASE)
    assert house.refusal("verify", str(path)) == "passphrase_needed"
    wrong = house.refusal(
        "verify", str(path), "--passphrase-stdin", stdin="acht Linden blühen früh\n"
    )
    assert wrong == "wrong_passphrase"
    assert (
        house.refusal("backup", str(path), "--passphrase-stdin", stdin="kurz\n")
        == "weak_passphrase"
    )


def test_a_backup_from_tomorrow_is_refused(house: House, tmp_path: Path) -> None:
    house.python(
        "from django.db.migrations.recorder import MigrationRecorder as R\nfrom django.db import connection\n"
        "from nahbar.site.keeping.backup import make_backup\nfrom nahbar.core.actors import THE_HOUSE\n"
        "from nahbar.core import clock\nfrom pathlib import Path\n"
        "R(connection).record_applied('core', '0999_tomorrow')\n"
        f"make_backup(Path({str(tmp_path / 'tomorrow.nahbar')!r}), passphrase='', by=THE_HOUSE, at=clock.now())\n"
        "R(connection).record_unapplied('core', '0999_tomorrow')"
    )
    assert (
        house.refusal("restore", str(tmp_path / "tomorrow.nahbar"), "--replace") == "newer_backup"
    )


def test_a_house_with_data_from_the_future_does_not_start(house: House) -> None:
    house.python(
        "from django.db.migrations.recorder import MigrationRecorder as R\nfrom django.db import connection\n"
        "R(connection).record_applied('core', '0999_tomorrow')"
    )
    for command in (("find", "x"), ("serve",), ("backup", str(house.home / "x.nahbar"))):
        assert house.refusal(*command) == "newer_database"
    told = house.run("doctor", "--json")
    assert told.returncode == 1
    assert [one["code"] for one in json.loads(told.stdout)["problems"]] == ["newer_database"]


def test_nothing_but_a_backup_is_ever_replaced(house: House, backup: Path, tmp_path: Path) -> None:
    diary = tmp_path / "diary.txt"
    diary.write_text("dear diary")
    assert house.refusal("backup", str(diary)) == "file_exists"
    assert house.refusal("backup", str(tmp_path / "nowhere" / "x.nahbar")) == "no_such_folder"
    assert diary.read_text() == "dear diary"
    house.ask("backup", str(backup))


KILL = """
import os, signal, sys
from nahbar.site.commands.answering import start_django
start_django()
from nahbar.site.keeping import backup
def killed(stream):
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
backup.finish_container = killed
from nahbar.site.command import main
main(["backup", sys.argv[1]])
"""


def test_killed_in_the_middle_the_old_backup_is_whole(house: House, backup: Path) -> None:
    before = backup.read_bytes()
    house.python(ADD)
    command = [sys.executable, "-c", KILL, str(backup)]
    killed = subprocess.run(
        command, env=house.environment, cwd=ROOT, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert backup.read_bytes() == before
    assert house.ask("verify", str(backup))["counts"]["customers_customer"] == 13
    house.ask("backup", str(backup))
    assert house.ask("verify", str(backup))["counts"]["customers_customer"] == 14


LIMITED = """
import resource, sys
from nahbar.site.command import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
main(sys.argv[2:])
"""


def test_a_disk_that_is_full_leaves_the_old_backup(house: House, backup: Path) -> None:
    before = backup.read_bytes()
    limit = str(len(before) // 2)
    if (
        "DATABASE_URL" not in house.environment
    ):  # the limit is for the backup, not for the log of SQLite
        house.python(
            "from django.db import connection\nconnection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
        )
    command = [sys.executable, "-c", LIMITED, limit, "backup", str(backup), "--json"]
    done = subprocess.run(
        command, env=house.environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["error"]["code"] in {"disk_full", "system", "database"}
    assert backup.read_bytes() == before
    assert list(backup.parent.glob(".*draft")) == []


def test_a_house_at_work_is_not_restored_into(house: House, backup: Path) -> None:
    busy = (
        "import sys, time\nfrom nahbar.site.commands.answering import start_django\nstart_django()\n"
        "from nahbar.customers.models import Customer\nCustomer.objects.count()\nprint('here', flush=True)\ntime.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", busy], env=house.environment, stdout=subprocess.PIPE
    ) as working:
        assert working.stdout is not None
        working.stdout.readline()
        assert house.refusal("restore", str(backup), "--replace") == "house_open"
        working.kill()
    assert house.customers() == 13


def test_a_kept_file_that_is_gone_is_told_and_the_rest_is_saved(
    house: House, tmp_path: Path
) -> None:
    lost = next((house.home / "files").glob("??/*"))
    lost.unlink()
    path = tmp_path / "gap.nahbar"
    assert [one["code"] for one in house.ask("backup", str(path))["problems"]] == ["file_missing"]
    done = house.run("verify", str(path), "--json")
    assert done.returncode == 1
    assert {one["code"] for one in json.loads(done.stdout)["problems"]} == {"file_missing"}


def test_a_database_that_is_no_database_is_restored_over(house: House, backup: Path) -> None:
    if "DATABASE_URL" in house.environment:
        pytest.skip("speaks of SQLite's file")
    for left in house.home.glob("nahbar.sqlite3*"):
        left.unlink()
    (house.home / "nahbar.sqlite3").write_bytes(b"no database at all" * 500)
    assert house.refusal("find", "x") == "database_damaged"
    told = json.loads(house.run("doctor", "--json").stdout)
    assert [one["code"] for one in told["problems"]] == ["database_damaged"]
    house.ask("restore", str(backup), "--replace")
    assert house.customers() == 13


def test_files_of_the_new_home_are_those_of_the_backup(house: House, backup: Path) -> None:
    shutil.rmtree(house.home / "files")
    (house.home / "files").mkdir()
    house.ask("restore", str(backup), "--replace")
    assert house.ask("doctor", "--only", "files")["problems"] == []
