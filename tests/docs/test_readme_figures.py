"""What the front page says of figures is what was measured."""

import re
from pathlib import Path

NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def test_the_front_page_tells_only_figures_that_were_measured(
    pages: dict[Path, str], root: Path
) -> None:
    told = pages[root / "README.md"].split("\n## Figures\n", 1)[1].split("\n## ", 1)[0]
    measured = NUMBER.findall(pages[root / "docs/figures.md"])
    numbers = NUMBER.findall(told)
    assert len(numbers) >= 3
    assert [number for number in numbers if number not in measured] == []
