"""A small demo firm, in a house of the test alone."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nahbar.core.actors import THE_HOUSE
from nahbar.demo.models import Demo
from nahbar.demo.operations.open_demo import open_demo

Open = Callable[..., Demo]


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Kept files and turns in a folder of the test alone."""
    for name in ("files", "work"):
        (tmp_path / name).mkdir()
    settings.NAHBAR_HOME = tmp_path


@pytest.fixture
def open_small(db: None, now: Any) -> Open:
    """Make the demo firm with 120 customers."""

    def make() -> Demo:
        open_demo(by=THE_HOUSE, at=now, customers=120)
        return Demo.objects.get()

    return make
