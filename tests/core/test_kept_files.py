"""Kept files are whole or not at all, and what killed processes left is found and removed."""

import io
import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from nahbar.core.drafts import ABANDONED, open_draft, sweep_drafts
from nahbar.core.files import keep, read_stored, release, seal, store_bytes, sweep
from nahbar.core.models import StoredFile
from nahbar.core.worker import Worker

DYING = """
import os, signal
import nahbar.site.settings
from nahbar.core.drafts import open_draft
with open_draft() as (path, stream):
    stream.write(b"half of a file")
    stream.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def home(settings: Any) -> Path:
    path: Path = settings.NAHBAR_HOME
    for left in [*path.glob("files/*/*"), *path.glob("work/store-*"), *path.glob("work/tmp*")]:
        left.unlink()
    return path


def kept_in(home: Path) -> list[str]:
    return [path.name for path in home.glob("files/*/*")]


@pytest.mark.django_db
def test_the_same_content_is_kept_once_and_counted(home: Path, now: datetime) -> None:
    first, second = store_bytes(b"a list", at=now), store_bytes(b"a list", at=now)
    assert first == second
    assert kept_in(home) == [first.digest]
    release(first)
    assert sweep() == 0
    assert read_stored(first) == b"a list"
    release(first)
    assert sweep() == 1
    assert (kept_in(home), StoredFile.objects.count()) == ([], 0)


@pytest.mark.django_db
def test_a_transaction_that_comes_to_nothing_leaves_no_use(home: Path, now: datetime) -> None:
    before = store_bytes(b"known", at=now)
    with transaction.atomic():
        store_bytes(b"known", at=now)
        store_bytes(b"new", at=now)
        transaction.set_rollback(True)
    assert list(StoredFile.objects.values_list("digest", "uses")) == [(before.digest, 1)]
    assert len(kept_in(home)) == 2
    assert sweep() == 1
    assert kept_in(home) == [before.digest]


@pytest.mark.django_db
def test_content_swept_before_it_is_kept_is_there_all_the_same(home: Path, now: datetime) -> None:
    release(store_bytes(b"a list", at=now))
    with seal(io.BytesIO(b"a list")) as sealed:
        assert sweep() == 1
        assert read_stored(keep(sealed, at=now)) == b"a list"
    assert sweep() == 0


@pytest.mark.django_db
def test_sealed_content_that_is_not_kept_leaves_nothing(home: Path) -> None:
    with seal(io.BytesIO(b"a list")):
        pass
    assert kept_in(home) == []
    assert not list(home.glob("work/store-*"))


def test_the_draft_of_a_killed_process_is_swept_and_that_of_a_living_one_is_not(home: Path) -> None:
    environment = {
        **os.environ,
        "NAHBAR_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "nahbar.site.settings",
    }
    killed = subprocess.run([sys.executable, "-c", DYING], env=environment, check=False)
    assert killed.returncode < 0
    [left] = home.glob("work/store-*")
    with open_draft() as (path, _stream):
        assert sweep_drafts() == 1
        assert not left.exists()
        assert path.exists()


def test_uploads_cut_off_an_hour_ago_are_swept(home: Path) -> None:
    old, young = home / "work" / "tmpold.upload.csv", home / "work" / "tmpnew.upload.csv"
    for upload in (old, young):
        upload.write_text("Anna;Berger")
    long_ago = time.time() - ABANDONED - 1
    os.utime(old, (long_ago, long_ago))
    assert sweep_drafts() == 1
    assert (old.exists(), young.exists()) == (False, True)
    young.unlink()


@pytest.mark.django_db
def test_the_sweep_of_each_hour_takes_drafts_as_well(home: Path) -> None:
    left = home / "work" / "store-dead"
    left.write_bytes(b"half of a file")
    sweep()
    assert not left.exists()


def test_a_worker_begins_by_sweeping_drafts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = home / "work" / "store-dead"
    left.write_bytes(b"half of a file")
    worker = Worker()
    monkeypatch.setattr(worker, "_listen", lambda: None)
    monkeypatch.setattr(worker, "_stopped", True)
    worker.run()
    assert not left.exists()
