"""Beginning with one's own data: all that was invented goes, or nothing."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django_tasks_db.models import DBTaskResult
from tests.demo.conftest import Open

from nahbar.core.actors import THE_HOUSE
from nahbar.core.files import sweep
from nahbar.core.models import LedgerEntry, StoredFile, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, Tag
from nahbar.customers.operations.tags import tag
from nahbar.demo.models import Demo
from nahbar.demo.operations import start_afresh as operation
from nahbar.demo.operations.start_afresh import start_afresh
from nahbar.team.models import OWNERS_PLACE, Firm
from nahbar.team.operations import open_house

pytestmark = pytest.mark.django_db


def tables_with_rows() -> set[str]:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("nahbar.")]
    models = [model for config in ours for model in config.get_models(include_auto_created=True)]
    return {model._meta.label_lower for model in models if model._default_manager.exists()}


def test_only_the_owner_the_firm_and_one_row_of_the_ledger_stay(
    olga: User, firm: Firm, open_small: Open, now: datetime
) -> None:
    open_small()
    tag(Customer.objects.first(), "Stammgast", by=olga, at=now)
    start_afresh(by=olga, at=now)
    sweep()
    assert tables_with_rows() == {"core.user", "team.firm", "core.ledgerentry"}
    assert [person.email for person in User.objects.all()] == [olga.email]
    assert LedgerEntry.objects.get().action == "demo.ended"
    assert LedgerEntry.objects.get().details["customers"] == 120
    firm.refresh_from_db()
    assert firm.name == "Buchhandlung Lind"


def test_kept_files_go_from_the_disk(olga: User, open_small: Open, now: datetime) -> None:
    open_small()
    assert list((settings.NAHBAR_HOME / "files").rglob("*/*"))
    start_afresh(by=olga, at=now)
    sweep()
    assert not StoredFile.objects.exists()
    assert not list((settings.NAHBAR_HOME / "files").rglob("*/*"))


def test_what_waits_in_the_outbox_goes_too(olga: User, open_small: Open, now: datetime) -> None:
    open_small()
    assert DBTaskResult.objects.exists()
    start_afresh(by=olga, at=now)
    assert not DBTaskResult.objects.exists()


def test_a_lent_firm_goes_and_the_house_can_be_set_up(open_small: Open, now: datetime) -> None:
    open_small()
    place = User.objects.get(email=OWNERS_PLACE)
    start_afresh(by=place, at=now)
    sweep()
    assert tables_with_rows() == {"core.user", "core.ledgerentry"}
    place.refresh_from_db()
    assert (place.name, place.picture) == ("", None)
    opened, _owner = open_house(
        firm="Lind",
        country="AT",
        language="de",
        email="olga@lind.example",
        password="drei Lampen im Garten",
        by=place,
        at=now,
    )
    assert opened.name == "Lind"


def test_the_demo_can_be_opened_again(open_small: Open, now: datetime) -> None:
    open_small()
    start_afresh(by=THE_HOUSE, at=now)
    assert open_small().step == Demo.Step.READY


def test_the_ledger_only_grows_again_afterwards(
    olga: User, open_small: Open, now: datetime
) -> None:
    open_small()
    start_afresh(by=olga, at=now)
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        LedgerEntry.objects.update(action="nothing")


def test_cut_off_in_the_middle_everything_is_there(
    olga: User, open_small: Open, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_small()
    before, rows = tables_with_rows(), LedgerEntry.objects.count()

    def break_off(**_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(operation, "record", lambda *_, **__: break_off())
    with pytest.raises(KeyboardInterrupt):
        start_afresh(by=olga, at=now)
    assert tables_with_rows() == before
    assert LedgerEntry.objects.count() == rows
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        LedgerEntry.objects.update(action="nothing")


def test_a_house_of_one_s_own_is_never_emptied(olga: User, now: datetime) -> None:
    Customer.objects.create(name="Anna Huber", created_at=now)
    with pytest.raises(Refused) as refused:
        start_afresh(by=olga, at=now)
    assert refused.value.code == "no_demo"
    assert Customer.objects.exists()


def test_who_may_not_set_up_the_house_is_refused(mia: User, now: datetime) -> None:
    Demo.objects.create(pk=1, step=Demo.Step.READY, opened_at=now)
    Tag.objects.create(name="bleibt")
    with pytest.raises(Refused) as refused:
        start_afresh(by=mia, at=now)
    assert refused.value.code == "not_allowed"
    assert Tag.objects.exists()


def test_no_orphan_is_left(olga: User, open_small: Open, now: datetime) -> None:
    open_small()
    start_afresh(by=olga, at=now)
    connection.check_constraints()
