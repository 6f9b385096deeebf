"""Workers see of each other who lives, and clear away at the same time."""

import os
import time
from pathlib import Path
from typing import Any

import pytest

from nahbar.core import presence


def test_two_that_clear_away_at_once_do_not_disturb_each_other(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NAHBAR_HOME = tmp_path
    folder = tmp_path / "work" / "workers"
    folder.mkdir(parents=True)
    gone, dead = folder / "gone", folder / "dead"
    dead.touch()
    long_ago = time.time() - presence.STALE - 1
    os.utime(dead, (long_ago, long_ago))
    monkeypatch.setattr(Path, "glob", lambda _self, _pattern: [gone, dead])
    presence.clear_away()
    assert not dead.exists()
