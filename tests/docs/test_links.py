"""Links lead somewhere, and nothing names a place that only one machine has."""

import re
from pathlib import Path

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
OUTSIDE = ("https://", "http://", "mailto:")
ONE_MACHINE = re.compile(r"(?<![\w.~])/(?:root|home|work|Users|tmp|mnt)/")


def anchors(text: str) -> set[str]:
    """The headings of a page as links name them."""
    headings = HEADING.findall(FENCED.sub("", text))
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.strip().replace(" ", "-") for heading in kept}


def leads_nowhere(link: str, page: Path, root: Path) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.is_relative_to(root) or not target.exists():
        return True
    return bool(anchor) and anchor not in anchors(target.read_text(encoding="utf-8"))


def broken(page: Path, text: str, root: Path) -> list[str]:
    links = LINK.findall(FENCED.sub("", text))
    inside = [link for link in links if not link.startswith(OUTSIDE)]
    return [link for link in inside if leads_nowhere(link, page, root)]


def test_every_link_and_picture_is_there(pages: dict[Path, str], root: Path) -> None:
    wrong = {
        page.name: links for page, text in pages.items() if (links := broken(page, text, root))
    }
    assert wrong == {}


def test_a_link_to_nowhere_is_noticed(root: Path) -> None:
    text = "[a](docs/nowhere.md) [b](#here) [c](README.md#no-such-heading) ![d](no.png)\n# Here\n"
    page = root / "README.md"
    assert broken(page, text, root)[:1] == ["docs/nowhere.md"]
    assert {"README.md#no-such-heading", "no.png"} <= set(broken(page, text, root))


def test_every_page_is_reached_from_the_index(pages: dict[Path, str], root: Path) -> None:
    index = root / "docs/README.md"
    linked = {
        (index.parent / link.partition("#")[0]).resolve() for link in LINK.findall(pages[index])
    }
    under = {page for page in pages if page.is_relative_to(root / "docs") and page != index}
    assert under - linked == set()


def test_no_page_names_a_folder_of_one_machine(pages: dict[Path, str]) -> None:
    assert [page.name for page, text in pages.items() if ONE_MACHINE.search(text)] == []


def test_no_page_is_long(pages: dict[Path, str]) -> None:
    lengths = {
        page.name: text.count("\n") for page, text in pages.items() if page.name != "CHANGELOG.md"
    }
    assert {name for name, length in lengths.items() if length > 150} == set()
