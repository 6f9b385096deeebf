"""A shop whose first report is made."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.value.conftest import open_shop, own_files, people, sell, shop, source

from nahbar.core.actors import THE_HOUSE
from nahbar.steering.models import ReportRun
from nahbar.steering.operations.make_report import make_report
from nahbar.team.models import Firm
from nahbar.value.operations.refresh import refresh_values

__all__ = ["open_shop", "own_files", "people", "sell", "shop", "source"]

AS_OF = date(2026, 3, 2)
Look = Callable[..., ReportRun]


@pytest.fixture
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


@pytest.fixture
def look(now: datetime) -> Look:
    """Reckon value, then make the report."""

    def make(as_of: date = AS_OF) -> ReportRun:
        refresh_values(by=THE_HOUSE, at=now, as_of=as_of)
        return make_report(by=THE_HOUSE, at=now)

    return make
