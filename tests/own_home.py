"""A data folder and, on a server, a database of its own for each test process, before settings are read.

Loaded by `-p` in pyproject.toml: pytest-django reads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="nahbar-tests-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

os.environ["NAHBAR_HOME"] = HOME
if os.environ.get("DATABASE_URL"):  # two runs on one server must not empty each other's tables
    os.environ.setdefault("NAHBAR_TEST_DATABASE", f"test_nahbar_{os.getpid()}")
for name in ("NAHBAR_LANGUAGE", "NAHBAR_PUBLIC_URL", "NAHBAR_HOSTS", "NAHBAR_OIDC_URL", "PORT"):
    os.environ.pop(name, None)
