"""A data folder and, on a server, a database of its own for each test process, before settings are read.

Loaded by `-p` in pyproject.toml: pytest-django reads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile

HOME, OWNER = tempfile.mkdtemp(prefix="nahbar-tests-"), os.getpid()


@atexit.register
def remove_home() -> None:
    """A process forked by a test ends too, and must not take the folder with it."""
    if os.getpid() == OWNER:
        shutil.rmtree(HOME, ignore_errors=True)


os.environ["NAHBAR_HOME"] = HOME
if os.environ.get("DATABASE_URL"):  # two runs on one server must not empty each other's tables
    os.environ.setdefault("NAHBAR_TEST_DATABASE", f"test_nahbar_{os.getpid()}")
else:  # each process's own memory, as Django has it for SQLite; side by side, too
    os.environ["NAHBAR_TEST_DATABASE"] = ":memory:"
for name in ("NAHBAR_LANGUAGE", "NAHBAR_PUBLIC_URL", "NAHBAR_HOSTS", "NAHBAR_OIDC_URL", "PORT"):
    os.environ.pop(name, None)
