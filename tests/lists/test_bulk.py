"""Changing many at once: seen before, done step by step, stopped, taken back, refused."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.customers.own import Define, Fill, refused, shown
from tests.lists.conftest import STAGES, Town, condition, list_url, names_on, set_to, whom

from nahbar.agenda.models import Task
from nahbar.core.access import Role
from nahbar.core.bulk_changes import changes_for
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.lists import working
from nahbar.customers.lists.query import Query
from nahbar.customers.lists.working import work_off
from nahbar.customers.models import Customer, HandPick, ListRun, SourceRecord, Tag
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.runs import ask_for_change, ask_to_undo_run, cancel_run
from nahbar.customers.operations.saved_lists import save_list
from nahbar.customers.operations.tags import tag, untag
from nahbar.customers.operations.undo_change import undo_change

pytestmark = pytest.mark.django_db
State = ListRun.State


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else is working here."""
    monkeypatch.setattr(working, "LONGEST_PAUSE", 0.0)


def ask(
    key: str, sent: Mapping[str, str], people: str, town: Town, by: User, at: datetime
) -> ListRun:
    """Ask for a change of these."""
    change = changes_for(by)[key]
    ids = np.array(sorted(town[name].pk for name in people), dtype=np.int64)
    return ask_for_change(change, change.check(sent, by), ids, by=by, at=at)


def after(run: ListRun) -> ListRun:
    """The run when the worker has worked off all there is."""
    work_off()
    return ListRun.objects.get(pk=run.pk)


def everything(town: Town) -> dict[str, Any]:
    """All that a change of many can touch, as it shows."""
    people = Customer.objects.order_by("pk")
    return {
        one.given_name: (shown_now(one), sorted(one.tags.values_list("name", flat=True)))
        for one in people
    }


CASES: list[tuple[str, dict[str, str]]] = [
    ("stage", {"value": "former"}),
    ("tag", {"tag": "stammgast"}),
    ("tag", {"tag": "Neu"}),
    ("carer", {"value": ""}),
]


@pytest.mark.parametrize(("key", "sent"), CASES)
def test_a_change_of_many_and_its_undo_leave_all_as_it_was(
    key: str, sent: dict[str, str], town: Town, mia: User, now: datetime
) -> None:
    before = everything(town)
    run = after(ask(key, sent, "ABCDE", town, mia, now))
    assert (run.state, run.done, run.count) == (State.DONE, 5, 5)
    is_now = everything(town)
    assert sum(before[name] != is_now[name] for name in before) == run.changed > 0
    assert is_now["F"] == before["F"]
    run = after(ask_to_undo_run(run, by=mia, at=now))
    assert (run.state, run.changed, run.kept) == (State.UNDONE, 0, 0)
    assert everything(town) == before


def test_steps_are_small_and_each_stands_alone(
    town: Town, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after a step, the next worker goes on with the next customer."""
    monkeypatch.setattr(working, "STEP", 2)
    run = ask("stage", {"value": "former"}, "ABCDEF", town, mia, now)
    steps = working._change_step

    class Killed(Exception):
        pass

    def killed(run: ListRun, change: Any) -> bool:
        if run.done >= 4:
            raise Killed
        return steps(run, change)

    monkeypatch.setattr(working, "_change_step", killed)
    with pytest.raises(Killed):
        work_off()
    run.refresh_from_db()
    assert (run.done, run.changed) == (4, 2)  # A and B were former customers before
    monkeypatch.setattr(working, "_change_step", steps)
    run = after(run)
    assert (run.state, run.done, run.changed) == (State.DONE, 6, 4)
    assert run.steps.count() == 2
    assert whom(mia, condition("stage", "is", STAGES["former"])) == "ABCDEF"


def test_the_history_of_each_customer_tells_of_it_and_each_can_be_taken_back_alone(
    town: Town, mia: User, now: datetime
) -> None:
    after(ask("stage", {"value": "former"}, "EF", town, mia, now))
    entry = LedgerEntry.objects.get(action="customers.changed", subject_id=town["E"].pk, actor=mia)
    undo_change(entry, by=mia, at=now)
    assert whom(mia, condition("stage", "is", STAGES["former"])) == "ABF"


def test_what_somebody_changed_since_stays(town: Town, mia: User, now: datetime) -> None:
    run = after(ask("stage", {"value": "former"}, "DEF", town, mia, now))
    set_to(Customer.objects.get(pk=town["D"].pk), stage="prospect", at=now)
    run = after(ask_to_undo_run(run, by=mia, at=now))
    assert (run.state, run.kept) == (State.UNDONE, 1)
    stages = Customer.objects.order_by("pk").values_list("stage", flat=True)
    assert list(stages)[3:] == ["prospect", "customer", "customer"]


def test_a_tag_taken_off_since_is_not_taken_off_again(town: Town, mia: User, now: datetime) -> None:
    run = after(ask("tag", {"tag": "Neu"}, "EF", town, mia, now))
    untag(town["E"], Tag.objects.get(name="Neu"), by=mia, at=now)
    run = after(ask_to_undo_run(run, by=mia, at=now))
    assert run.kept == 1
    assert not town["F"].tags.exists()


def test_own_fields_are_set_and_set_back_to_what_each_said(
    town: Town, define: Define, fill: Fill, mia: User, now: datetime
) -> None:
    size = define("Size", "decimal")
    fill(town["A"], size="36,5")
    run = after(ask("own_size", {"value": "40"}, "AB", town, mia, now))
    assert [shown(town[name], size) for name in "AB"] == ["40", "40"]
    assert whom(mia, condition("own_size", "is", "40")) == "AB"
    after(ask_to_undo_run(run, by=mia, at=now))
    assert [shown(town[name], size) for name in "AB"] == ["36,5", ""]


def test_groups_are_filled_and_emptied_with_a_reason(town: Town, mia: User, now: datetime) -> None:
    group = save_list("Ball", Query(), shared_with="everyone", is_group=True, by=mia, at=now)
    run = after(ask("ungroup", {"group": str(group.pk), "reason": "moved"}, "AB", town, mia, now))
    assert whom(mia, {"all": []}, group) == "CDEF"
    other = after(ask("group", {"group": str(group.pk), "reason": "asked"}, "A", town, mia, now))
    assert whom(mia, {"all": []}, group) == "ACDEF"
    after(ask_to_undo_run(other, by=mia, at=now))
    assert whom(mia, {"all": []}, group) == "CDEF"
    assert set(HandPick.objects.values_list("reason", flat=True)) == {"moved"}
    after(ask_to_undo_run(run, by=mia, at=now))
    assert whom(mia, {"all": []}, group) == "ABCDEF"


def test_a_task_for_each_goes_to_whom_it_should_and_goes_again(
    town: Town, mia: User, now: datetime
) -> None:
    sent = {"title": "Call", "due_on": "2030-01-02", "owner": "carer"}
    run = after(ask("task", sent, "BC", town, mia, now))
    assert [task.owner for task in Task.objects.order_by("pk")] == [mia, mia]
    assert whom(mia, condition("task_due", "filled")) == "BC"
    run = after(ask_to_undo_run(run, by=mia, at=now))
    assert (run.state, Task.objects.count()) == (State.UNDONE, 0)


def test_a_role_that_lost_its_right_in_between_is_stopped(
    town: Town, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "STEP", 2)
    run = ask("stage", {"value": "former"}, "CDEF", town, mia, now)
    steps = working._change_step

    def demoted(run: ListRun, change: Any) -> bool:
        User.objects.filter(pk=mia.pk).update(role=Role.STAFF)
        return steps(run, change)

    monkeypatch.setattr(working, "_change_step", demoted)
    run = after(run)
    assert (run.state, run.reason, run.done) == (State.STOPPED, "not_allowed", 2)
    mia.refresh_from_db()
    with pytest.raises(NotAllowed):
        ask_to_undo_run(run, by=mia, at=now)


def test_it_can_be_stopped_and_what_was_done_taken_back(
    town: Town, mia: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "STEP", 2)
    before = everything(town)
    run = ask("stage", {"value": "former"}, "CDEF", town, mia, now)
    steps = working._change_step

    def stopped(run: ListRun, change: Any) -> bool:
        done = steps(run, change)
        cancel_run(run, by=mia, at=now)
        return done

    monkeypatch.setattr(working, "_change_step", stopped)
    run = after(run)
    assert (run.state, run.done, run.changed) == (State.CANCELLED, 2, 2)
    after(ask_to_undo_run(run, by=mia, at=now))
    assert everything(town) == before


def test_a_word_retired_in_between_stops_it(town: Town, mia: User, now: datetime) -> None:
    word = tag(town["A"], "Neu", by=mia, at=now)
    run = ask("tag", {"tag": "Neu"}, "EF", town, mia, now)
    Tag.objects.filter(pk=word.pk).update(retired_at=now)
    run = after(run)
    assert (run.state, run.reason, run.changed) == (State.STOPPED, "tag_retired", 0)


def test_only_who_leads_may_ask(
    town: Town, jonas: User, mia: User, now: datetime, as_jonas: Client
) -> None:
    assert changes_for(jonas) == {}
    change = changes_for(mia)["stage"]
    with pytest.raises(NotAllowed):
        ask_for_change(change, {"value": "former"}, np.array([1]), by=jonas, at=now)
    with refused("nobody_meant"):
        ask_for_change(change, {"value": "former"}, np.array([], dtype=np.int64), by=mia, at=now)
    assert as_jonas.get(reverse("customers_many")).status_code == 403
    assert not ListRun.objects.exists()


def test_the_page_shows_whom_it_meets_before_it_begins(town: Town, as_mia: Client) -> None:
    former = {"all": [condition("stage", "is", STAGES["former"])]}
    url = list_url(former, "customers_many", change="tag", tag="Stammgast", go="yes")
    page = as_mia.get(url)
    assert page.status_code == 200
    assert "A Novak, B Novak" in page.text
    sent = {"change": "tag", "tag": "Stammgast", "go": "yes", "count": "2"}
    assert (
        as_mia.post(list_url(former, "customers_many"), {**sent, "count": "3"}).status_code == 422
    )
    assert not ListRun.objects.exists()
    answer = as_mia.post(list_url(former, "customers_many"), sent)
    run = ListRun.objects.get()
    assert answer.headers["Location"] == reverse("list_run", args=[run.public_id])
    assert as_mia.get(reverse("run_progress", args=[run.public_id])).status_code == 200
    work_off()
    assert as_mia.get(reverse("list_run", args=[run.public_id])).status_code == 200
    assert set(town["A"].tags.values_list("name", flat=True)) == {"Stammgast"}
    assert as_mia.post(reverse("run_undo", args=[run.public_id])).status_code == 302
    work_off()
    assert not town["A"].tags.exists()
    assert as_mia.get(reverse("list_runs")).status_code == 200


def test_only_those_who_were_ticked_are_changed(town: Town, as_mia: Client) -> None:
    ticked = [str(town[name].public_id) for name in "EF"]
    sent = {"change": "stage", "value": "former", "go": "yes", "count": "2", "pick": ticked}
    assert as_mia.post(list_url(None, "customers_many"), sent).status_code == 302
    work_off()
    assert names_on(as_mia, list_url(condition("stage", "is", STAGES["former"]))) == "ABEF"  # type: ignore[arg-type]


def test_a_strangers_run_is_not_there(
    town: Town, mia: User, now: datetime, as_jonas: Client
) -> None:
    run = ask("stage", {"value": "former"}, "A", town, mia, now)
    for name in ("list_run", "run_progress"):
        assert as_jonas.get(reverse(name, args=[run.public_id])).status_code == 404
    assert as_jonas.post(reverse("run_cancel", args=[run.public_id])).status_code == 404
    assert as_jonas.post(reverse("run_undo", args=[run.public_id])).status_code == 403


def test_as_many_statements_for_many_as_for_few(town: Town, mia: User, now: datetime) -> None:
    change = changes_for(mia)["stage"]
    counts = []
    for people in ("C", "DEF"):
        ids = np.array([town[name].pk for name in people], dtype=np.int64)
        with transaction.atomic(), CaptureQueriesContext(connection) as queries:
            change.apply(ids, {"value": "prospect"}, mia, now)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert SourceRecord.objects.filter(superseded_at=None, fields__stage="prospect").count() == 4
