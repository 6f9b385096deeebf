"""The libraries of the house are those of decision 0012, under the licences it names."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest

Rows = dict[str, list[list[str]]]
PAGE = "decisions/0012-libraries.md"
HARD = re.compile(r"(?<!L)\bA?GPL", re.IGNORECASE)


@pytest.fixture(scope="module")
def declared(root: Path) -> set[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[\[<>=~! ]", line)[0] for line in project["dependencies"]}


@pytest.fixture(scope="module")
def listed(rows: Rows) -> dict[str, list[str]]:
    return {row[0]: row for row in rows[PAGE] if row[0] not in {"Library", "---"}}


def test_the_table_lists_what_is_declared(declared: set[str], listed: dict[str, list[str]]) -> None:
    assert listed.keys() == declared


def test_no_library_is_under_gpl(declared: set[str]) -> None:
    assert [name for name in sorted(declared) if HARD.search(licence(name))] == []


def test_the_licence_is_the_one_that_is_installed(
    declared: set[str], listed: dict[str, list[str]]
) -> None:
    families = ("MIT", "BSD", "Apache", "LGPL", "OFL")
    wrong = [
        name
        for name in sorted(declared)
        if not any(family in licence(name) and family in listed[name][1] for family in families)
    ]
    assert wrong == []


def licence(name: str) -> str:
    """What the installed library says of its licence."""
    about = importlib.metadata.metadata(name)
    named = [
        about[field].splitlines()[0] for field in ("License-Expression", "License") if about[field]
    ]
    classified = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
    return " ".join([*named, *classified])
