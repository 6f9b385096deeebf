"""A small demo firm, in a house of the test alone."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from tests.conftest import NOON

from nahbar.core.actors import THE_HOUSE
from nahbar.demo.models import Demo
from nahbar.demo.operations.open_demo import open_demo

Open = Callable[..., Demo]


def _house(folder: Path) -> Path:
    for name in ("files", "work"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Kept files and turns in a folder of the test alone."""
    settings.NAHBAR_HOME = _house(tmp_path)


@pytest.fixture
def open_small(db: None, now: Any) -> Open:
    """Make the demo firm with 120 customers."""

    def make() -> Demo:
        open_demo(by=THE_HOUSE, at=now, customers=120)
        return Demo.objects.get()

    return make


@pytest.fixture(scope="module")
def _made_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """The folder of a demo firm that lasts from the first test of a file to its last."""
    home = _house(tmp_path_factory.mktemp("demo"))
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(NAHBAR_HOME=home):
            open_demo(by=THE_HOUSE, at=NOON, customers=120)
        with django_db_blocker.block():
            yield home
        transaction.set_rollback(True)


@pytest.fixture
def small_demo(_made_once: Path, db: None, own_files: None, tmp_path: Path) -> Demo:
    """The demo firm with 120 customers, opened at noon; what a test changes is its own."""
    shutil.copytree(_made_once, tmp_path, dirs_exist_ok=True)
    return Demo.objects.get()
