"""A house in which it is later than it is: the only place that reads the clock is told to add something."""

import os
from datetime import timedelta
from pathlib import Path

from tests.browser.house import Environment

# Python runs this before anything else in each of the house's processes.
AHEAD = '''"""Adds NAHBAR_TEST_AHEAD seconds to the clock of the house."""

import os
from datetime import timedelta
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder
import sys

CLOCK = "nahbar.core.clock"


class Later(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != CLOCK:
            return None
        spec = PathFinder.find_spec(name, path)
        run = spec.loader.exec_module

        def run_later(module):
            run(module)
            now, ahead = module.now, timedelta(seconds=float(os.environ["NAHBAR_TEST_AHEAD"]))
            module.now = lambda: now() + ahead

        spec.loader.exec_module = run_later
        return spec


sys.meta_path.insert(0, Later())
'''


def later(environment: Environment, ahead: timedelta, folder: Path) -> Environment:
    """The environment of the same house, so much later; `folder` must not be among its own."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(AHEAD)
    before = environment.get("PYTHONPATH", "")
    path = os.pathsep.join(part for part in (str(folder), before) if part)
    return {**environment, "PYTHONPATH": path, "NAHBAR_TEST_AHEAD": str(ahead.total_seconds())}
