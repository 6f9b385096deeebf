"""Anna and Bernd are known here; the pages are read in English."""

import pytest
from tests.privacy.folk import anna, bernd

from nahbar.team.models import Firm

__all__ = ["anna", "bernd"]


@pytest.fixture
def english(firm: Firm) -> None:
    """The house speaks English."""
    Firm.objects.update(language="en")
