"""Rejected rows are handed out, and lie about in clear no longer than they are needed."""

import csv
import json
import os
import stat
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.conftest import NahbarCommand
from tests.intake.dropping import HEADER, Dropping

from nahbar.core.models import User
from nahbar.intake.models import Import, RejectedRow
from nahbar.intake.operations.correct import correct_row, leave_row_out
from nahbar.intake.operations.undo import ask_to_undo
from nahbar.intake.rejects_file import KEPT, sweep_rejects, write_rejects

GOOD = "".join(f"{n};A;1;1{n}.01.2026;4,50;77\n" for n in range(3, 10))
BAD = "4;C;2;31.02.2026;5,00;79\n"
Commit = Callable[..., Any]


@pytest.fixture
def counter(mia: User, now: datetime, settings: Any) -> Dropping:
    for left in settings.NAHBAR_HOME.glob("rejects/*"):
        left.unlink()
    return Dropping(mia, now)


def take(counter: Dropping, rows: str = BAD) -> Import:
    return counter.take(("orders.csv", (HEADER + GOOD + rows).encode()), kind="orders")


def written(done: Import) -> Path:
    path = write_rejects(done)
    assert path
    return Path(path)


@pytest.mark.django_db
def test_a_page_sends_the_rows_and_writes_nothing_down(
    counter: Dropping, as_petra: Client, as_mia: Client, settings: Any
) -> None:
    done = take(counter)
    address = f"/imports/{done.public_id}/rejected.csv"
    answer = as_mia.get(address)
    assert answer.status_code == 200
    assert "rejected.csv" in answer.headers["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    [header, row] = csv.reader(text.splitlines(), delimiter=";")
    assert (header[0], row[1], row[3]) == ("file", "8", "Date")
    assert "31.02.2026" in row[6]
    assert not list(settings.NAHBAR_HOME.glob("rejects/*"))
    leave_row_out(RejectedRow.objects.get(), by=counter.by, at=counter.at)
    assert as_mia.get(address).status_code == 404


@pytest.mark.django_db
def test_the_written_file_is_for_its_owner_alone_and_replaced(counter: Dropping) -> None:
    done = take(counter)
    path = written(done)
    path.chmod(0o644)
    assert stat.S_IMODE(written(done).stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.django_db
def test_without_rejected_rows_no_file_is_written(counter: Dropping, settings: Any) -> None:
    assert write_rejects(take(counter, "")) is None
    assert not list(settings.NAHBAR_HOME.glob("rejects/*"))


@pytest.mark.django_db
def test_the_file_goes_with_its_last_open_row(
    counter: Dropping, django_capture_on_commit_callbacks: Commit
) -> None:
    path = written(take(counter, BAD + BAD))
    mended, left_out = RejectedRow.objects.all()
    with django_capture_on_commit_callbacks(execute=True):
        correct_row(mended, {"c3": "28.02.2026"}, by=counter.by, at=counter.at)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        leave_row_out(left_out, by=counter.by, at=counter.at)
    assert not path.exists()


@pytest.mark.django_db
def test_the_file_goes_with_its_import(
    counter: Dropping, django_capture_on_commit_callbacks: Commit
) -> None:
    done = take(counter)
    path = written(done)
    with django_capture_on_commit_callbacks(execute=True):
        ask_to_undo(done, by=counter.by, at=counter.at)
    assert not path.exists()


@pytest.mark.django_db
def test_the_sweep_finds_what_was_left_behind(counter: Dropping) -> None:
    settled, old, still_open = take(counter), take(counter), take(counter)
    paths = [written(one) for one in (settled, old, still_open)]
    RejectedRow.objects.filter(table__import_run=settled).update(state="left_out")
    long_ago = time.time() - KEPT - 1
    os.utime(paths[1], (long_ago, long_ago))
    assert sweep_rejects() == 2
    assert [path.exists() for path in paths] == [False, False, True]


@pytest.mark.slow
def test_the_command_says_where_the_file_is_and_the_undo_removes_it(
    nahbar: NahbarCommand, own_house: dict[str, str], tmp_path: Path
) -> None:
    orders = tmp_path / "orders.csv"
    orders.write_text(HEADER + GOOD + BAD)
    answer = json.loads(nahbar("import", str(orders), "--json").stdout)
    path = Path(answer["rejects_file"])
    assert path.parent == Path(own_house["NAHBAR_HOME"]) / "rejects"
    assert "31.02.2026" in path.read_text(encoding="utf-8-sig")
    assert nahbar("undo", answer["import_id"], "--json").returncode == 0
    assert not path.exists()
