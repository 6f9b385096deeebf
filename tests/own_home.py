"""A data folder of its own for each test process, made before the settings are read.

Loaded by `-p` in pyproject.toml: pytest-django reads the settings before any conftest.
"""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="nahbar-tests-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)

os.environ["NAHBAR_HOME"] = HOME
for name in ("NAHBAR_LANGUAGE", "NAHBAR_PUBLIC_URL", "NAHBAR_HOSTS", "NAHBAR_OIDC_URL", "PORT"):
    os.environ.pop(name, None)
