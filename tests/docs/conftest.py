"""The pages of the project, read once."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BESIDE = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def pages() -> dict[Path, str]:
    """All pages with their text."""
    paths = [*(ROOT / name for name in BESIDE), *sorted((ROOT / "docs").rglob("*.md"))]
    return {path: path.read_text(encoding="utf-8") for path in paths}


@pytest.fixture(scope="session")
def rows(pages: dict[Path, str]) -> dict[str, list[list[str]]]:
    """The rows of all tables of each page under docs, by its path there; cells without margins."""
    docs = ROOT / "docs"
    return {
        path.relative_to(docs).as_posix(): [
            [cell.strip() for cell in row.split("|")] for row in ROW.findall(text)
        ]
        for path, text in pages.items()
        if path.is_relative_to(docs)
    }


@pytest.fixture(scope="session")
def codes(rows: dict[str, list[list[str]]]) -> dict[str, dict[str, list[str]]]:
    """For each page, the rows that begin with a code, by the code."""
    return {
        page: {found[1]: row for row in table if (found := CODE.fullmatch(row[0]))}
        for page, table in rows.items()
    }
