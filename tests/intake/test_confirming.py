"""What the columns become is corrected by one person at a time, and every correction is on record."""

from datetime import datetime
from typing import Any

import pytest
from tests.intake.conftest import CUSTOMERS, ORDERS, Take
from tests.intake.dropping import refused

from nahbar.core.models import LedgerEntry, User
from nahbar.intake.mapping import from_json
from nahbar.intake.models import Import, ImportTable
from nahbar.intake.operations.confirm import answer_question, choose_kind, reassign_column
from nahbar.intake.operations.start import start_import

pytestmark = pytest.mark.django_db


def table_of(import_run: Import) -> ImportTable:
    return import_run.tables.get()


def test_leaving_a_table_out_is_on_record(begin: Take, mia: User, now: datetime) -> None:
    choose_kind(table_of(begin(ORDERS)), "", by=mia, at=now)
    entry = LedgerEntry.objects.get(action="intake.mapping_changed")
    assert (entry.actor, entry.details["kind"]) == (mia, "")


def test_a_proposal_made_anew_keeps_the_houses_time(
    begin: Take, mia: User, now: datetime, settings: Any
) -> None:
    table = table_of(begin(ORDERS))
    settings.TIME_ZONE = "America/New_York"
    assert choose_kind(table, "orders", by=mia, at=now).zone == "America/New_York"


def test_two_corrections_from_two_tabs_both_hold(begin: Take, mia: User, now: datetime) -> None:
    import_run = begin(CUSTOMERS)
    one, other = table_of(import_run), table_of(import_run)
    columns = {choice.header: choice.column for choice in from_json(one.proposal).choices}
    reassign_column(one, columns["Mag"], None, by=mia, at=now)
    reassign_column(other, columns["Geburtstag"], None, by=mia, at=now)
    fields = {c.header: c.field for c in from_json(table_of(import_run).proposal).choices}
    assert (fields["Mag"], fields["Geburtstag"]) == (None, None)


def test_what_is_not_offered_is_refused(begin: Take, mia: User, now: datetime) -> None:
    table = table_of(begin(ORDERS))
    with refused("unknown_choice"):
        choose_kind(table, "bogus", by=mia, at=now)
    with refused("field_unknown"):
        reassign_column(table, "c0", "bogus", by=mia, at=now)
    with refused("unknown_choice"):
        answer_question(table, "bogus", "bogus", by=mia, at=now)
    with refused("unknown_choice"):
        start_import([], kind="bogus", by=mia, at=now)
