"""Days as people type them, and the sentence for what is none."""

from datetime import date

import click
import pytest
from click.testing import CliRunner

from nahbar.site.command import main
from nahbar.site.commands.days import Day


@pytest.mark.parametrize("typed", ["2025-06-30", "30.06.2025", "30.6.2025", " 2025-6-30 "])
def test_both_ways_of_writing_are_read(typed: str) -> None:
    assert Day().convert(typed, None, None) == date(2025, 6, 30)


@pytest.mark.parametrize("typed", ["30.06.25", "06/30/2025", "31.02.2025", "soon", ""])
def test_what_is_no_day_or_might_be_two_is_refused(typed: str) -> None:
    with pytest.raises(click.BadParameter):
        Day().convert(typed, None, None)


def test_the_refusal_shows_how_a_day_is_written() -> None:
    refused = CliRunner().invoke(main, ["refresh", "--as-of", "06/30/2025"])
    assert refused.exit_code == 2
    assert "30.06.2025" in refused.stderr
    assert "%Y" not in refused.stderr
