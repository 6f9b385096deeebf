"""Anna and Bernd are known here; pages are read in English, on a Monday at noon."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from tests.customers.folk import anna, bernd

from nahbar.core import clock
from nahbar.core.language import speaking, speech_of
from nahbar.team.models import Firm

__all__ = ["anna", "bernd"]


@pytest.fixture
def english(firm: Firm, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[None]:
    """Pages and words are English, and it is the second of March 2026, noon in Vienna."""
    Firm.objects.update(language="en")
    monkeypatch.setattr(clock, "now", lambda: now)
    monkeypatch.setattr(clock, "today", now.date)
    with speaking(speech_of("en", "AT")):
        yield
