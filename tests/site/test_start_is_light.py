"""What is slow to load is loaded by what needs it: pages without mathematics, commands without columns."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PAGES = """
import nahbar.site.wsgi
from django.urls import get_resolver
assert get_resolver().url_patterns
"""
FINDING = """
from nahbar.site.commands.answering import start_django
start_django()
import nahbar.customers.finders, nahbar.desk.customer_list, nahbar.site.database
"""


def loaded_by(code: str, home: Path) -> set[str]:
    """The outermost packages that this code loads in a process of its own."""
    tell = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    command = [sys.executable, "-c", f"{code}\n{tell}"]
    environment = {**os.environ, "NAHBAR_HOME": str(home)}
    done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_pages_are_served_without_the_mathematics_and_the_readers_of_files(tmp_path: Path) -> None:
    loaded = loaded_by(PAGES, tmp_path)
    assert "allauth" in loaded
    heavy = {"scipy", "statsmodels", "duckdb", "xlsxwriter", "python_calamine", "requests"}
    assert not loaded & heavy


def test_a_customer_is_found_without_columns_and_pages(tmp_path: Path) -> None:
    loaded = loaded_by(FINDING, tmp_path)
    assert "django" in loaded
    assert not loaded & {"polars", "numpy", "scipy"}
