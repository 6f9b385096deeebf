"""Reckoning anew: what is stored, what is kept, and what is shown when it breaks off."""

import numpy as np
import polars as pl
import pytest
from django.db import connection
from tests.value.shop import AS_OF

from nahbar.core import files
from nahbar.core.access import Role
from nahbar.core.actors import THE_HOUSE
from nahbar.core.jobs import Interrupted
from nahbar.core.models import LedgerEntry, StoredFile, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.sales.models import Order
from nahbar.value.frames import read_kept
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.operations import refresh
from nahbar.value.operations.forget import forget_values
from nahbar.value.operations.refresh import natural_day, refresh_values
from nahbar.value.queries import current_run, values_of

pytestmark = pytest.mark.django_db
State = ValueRun.State


def test_every_customer_has_a_figure_and_the_run_its_totals(open_shop, mia: User, now) -> None:
    run = refresh_values(by=mia, at=now, as_of=AS_OF)
    run.refresh_from_db()
    assert CustomerValue.objects.count() == len(open_shop) == 402
    assert (run.state, run.as_of, run.currency, run.by) == (State.CURRENT, AS_OF, "EUR", mia)
    assert run.totals["customers"] == 402
    assert run.totals["with_history"] == 400
    *buying, spending = run.fits
    assert {fit["name"] for fit in buying} == {"BG/NBD", "MBG/NBD", "Pareto/NBD"}
    assert [fit["is_chosen"] for fit in buying] == [True, False, False]
    assert spending["name"] == "Gamma-Gamma"
    figures = values_of([c.pk for c in open_shop]).values()
    stored = sum(figure.value for figure in figures if figure.has_history)
    assert format(stored, "f") == run.totals["value"]


def test_the_ledger_says_who_had_it_reckoned(open_shop, mia: User, now) -> None:
    run = refresh_values(by=mia, at=now, as_of=AS_OF)
    entry = LedgerEntry.objects.get(action="value.refreshed")
    assert (entry.subject_id, entry.actor) == (run.pk, mia)
    assert entry.details == {"as_of": AS_OF.isoformat()}


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_have_it_reckoned(who: str, now, request) -> None:
    with pytest.raises(Refused) as refused:
        refresh_values(by=request.getfixturevalue(who), at=now)
    assert refused.value.code == "not_allowed"
    assert not ValueRun.objects.exists()


def test_the_rows_show_only_the_current_run_and_every_frame_is_kept(open_shop, mia, now) -> None:
    first = refresh_values(by=mia, at=now, as_of=AS_OF)
    before = CustomerValue.objects.get(customer=open_shop[0]).value
    Order.objects.filter(customer=open_shop[0]).delete()
    second = refresh_values(by=mia, at=now, as_of=AS_OF)
    assert set(CustomerValue.objects.values_list("run", flat=True)) == {second.pk}
    assert CustomerValue.objects.get(customer=open_shop[0]).value != before
    first.refresh_from_db()
    kept = read_kept(first, customers=[open_shop[0].pk])
    assert kept["value"].to_list() == [int(before * 1_000_000)]
    assert read_kept(second).height == 402


def test_a_kept_frame_is_encrypted(open_shop, mia, now, settings) -> None:
    run = refresh_values(by=mia, at=now, as_of=AS_OF)
    kept = run.parts.get().file
    content = files.read_stored(kept)
    on_disk = next((settings.NAHBAR_HOME / "files").rglob(kept.digest)).read_bytes()
    assert content.startswith(b"PAR1")
    assert b"PAR1" not in on_disk


STEPS = [
    "read_purchases",
    "reckon",
    "describe_spread",
    "insert_frame",
    "record",
]


@pytest.mark.parametrize("broken", STEPS)
@pytest.mark.parametrize("error", [RuntimeError, Interrupted])
def test_a_run_that_breaks_off_leaves_the_one_before_and_the_next_clears_up(
    broken: str, error: type[BaseException], open_shop, mia, now, monkeypatch
) -> None:
    first = refresh_values(by=mia, at=now, as_of=AS_OF)

    def break_off(*args: object, **kwargs: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(refresh, broken, break_off)
        with pytest.raises(error):
            refresh_values(by=mia, at=now, as_of=AS_OF)
    assert current_run() == first
    assert len(values_of([c.pk for c in open_shop])) == 402
    third = refresh_values(by=mia, at=now, as_of=AS_OF)
    assert current_run() == third
    assert CustomerValue.objects.count() == 402
    states = list(ValueRun.objects.order_by("pk").values_list("state", flat=True))
    assert states == [State.PAST, State.FAILED, State.CURRENT]
    assert not ValueRun.objects.get(state=State.FAILED).parts.exists()
    assert sum(StoredFile.objects.values_list("uses", flat=True)) == 2


def test_it_stops_between_two_slices_when_the_worker_must_end(
    open_shop, mia, now, monkeypatch
) -> None:
    first = refresh_values(by=mia, at=now, as_of=AS_OF)
    monkeypatch.setattr(refresh, "SLICE", 100)
    monkeypatch.setattr(refresh, "PART", 100)
    asked: list[int] = []

    def leave_when_one_slice_is_stored() -> None:
        asked.append(1)
        if len(asked) == 10:  # three steps, five parts to keep, and the second slice of rows
            raise Interrupted

    with monkeypatch.context() as patch:
        patch.setattr(refresh, "leave_if_stopping", leave_when_one_slice_is_stored)
        with pytest.raises(Interrupted):
            refresh_values(by=mia, at=now, as_of=AS_OF)
    assert CustomerValue.objects.exclude(run=first).count() == 100
    assert {f.run_id for f in values_of([c.pk for c in open_shop]).values()} == {first.pk}
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert CustomerValue.objects.count() == 402


def test_who_is_removed_while_it_runs_has_no_figure(open_shop, mia, now, monkeypatch) -> None:
    gone = open_shop[7]
    read = refresh.read_people

    def read_and_remove() -> pl.DataFrame:
        known = read()
        Order.objects.filter(customer=gone).delete()
        Customer.objects.filter(pk=gone.pk).delete()
        return known

    monkeypatch.setattr(refresh, "read_people", read_and_remove)
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert CustomerValue.objects.count() == 401
    connection.check_constraints()


def test_removed_customers_take_their_figures_with_them(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    some = np.array([c.pk for c in open_shop[:3]])
    assert forget_values(some) == 3
    assert CustomerValue.objects.count() == 399


def test_an_old_export_is_reckoned_as_of_its_last_order(now) -> None:
    days = pl.Series([AS_OF.replace(year=2024), AS_OF.replace(year=2023)])
    assert natural_day(days, now) == AS_OF.replace(year=2024)


def test_a_house_at_work_is_reckoned_as_of_today_whatever_lies_ahead(now) -> None:
    today = now.date()
    late, ahead = today.replace(month=2), today.replace(year=2030)
    assert natural_day(pl.Series([late, ahead]), now) == today
    assert natural_day(pl.Series([ahead]), now) == today
    assert natural_day(pl.Series([], dtype=pl.Date), now) == today


def test_an_empty_house_is_reckoned_too(mia: User, now) -> None:
    run = refresh_values(by=mia, at=now)
    assert run.totals["customers"] == 0
    assert run.totals["missing"] == {"code": "no_customers"}


def test_the_house_itself_may_reckon(people, now) -> None:
    assert THE_HOUSE.role == Role.OWNER
    assert refresh_values(by=THE_HOUSE, at=now).by is None
