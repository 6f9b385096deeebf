"""A person asks for the end of an import: it ends soon, wherever it is."""

import io
from datetime import datetime

import pytest
from tests.intake.test_many_files import orders

from nahbar.core.models import User
from nahbar.intake import stop
from nahbar.intake.models import Import
from nahbar.intake.operations.cancel import cancel_import
from nahbar.intake.operations.start import start_import
from nahbar.intake.operations.survey import survey_import
from nahbar.intake.operations.work import work_off

pytestmark = pytest.mark.django_db


def test_the_end_is_heard_while_a_file_is_read_for_the_first_time(
    mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stop, "EVERY", 0)
    started = start_import([("a.csv", io.BytesIO(orders(1, 30)))], by=mia, at=now)
    cancel_import(started, by=mia, at=now)
    with pytest.raises(stop.Stopped):
        survey_import(started, at=now)
    assert not started.tables.exists()
    work_off()
    started.refresh_from_db()
    assert started.state == Import.State.CANCELLED
