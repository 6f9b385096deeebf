"""Planning a measure and seeing it through."""

from datetime import date
from decimal import Decimal

import pytest

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.people import close_access
from nahbar.core.refusals import Refused
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.measures.aims import MeasureWish
from nahbar.measures.models import Finding, Measure
from nahbar.measures.operations.checks import plain
from nahbar.measures.operations.measures import (
    change_measure,
    drop_measure,
    finish_measure,
    plan_measure,
    start_measure,
)

pytestmark = pytest.mark.django_db
EASTER = date(2026, 4, 5)


def refused(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def wish(owner: User | None, **more: object) -> MeasureWish:
    said = {"title": "Call the ten", "owner": owner, "due_on": EASTER, "cost": Decimal(90), **more}
    return MeasureWish(**said)  # type: ignore[arg-type]


def seen(measure: Measure) -> dict[str, str]:
    return {name: plain(getattr(measure, name)) for name in ("title", "owner", "due_on", "cost")}


@pytest.fixture
def measure(finding: Finding, mia: User, jonas: User, now) -> Measure:
    return plan_measure(finding, wish(jonas), by=mia, at=now)


def test_a_measure_has_a_person_a_day_and_a_cost(measure: Measure, mia, jonas, now) -> None:
    kept = Measure.objects.get()
    assert (kept.title, kept.owner, kept.due_on) == ("Call the ten", jonas, EASTER)
    assert (kept.cost, kept.currency, kept.state) == (Decimal(90), "EUR", "planned")
    assert (kept.planned_by, kept.planned_at) == (mia, now)


def test_the_ledger_names_who_sees_to_it_in_the_erasable_store(measure: Measure, mia) -> None:
    entry = LedgerEntry.objects.get(action="measures.planned")
    after = LedgerText.objects.get(pk=entry.text_id).after
    assert (entry.actor, entry.details["finding"]) == (mia, measure.finding_id)
    assert (after["owner"], after["cost"]) == ("Jonas Falk", "90")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": "  "}, "measure_needs_title"),
        ({"due_on": None}, "measure_needs_day"),
        ({"due_on": date(2026, 3, 1)}, "day_is_past"),
        ({"owner": None}, "owner_cannot"),
        ({"cost": Decimal(-1)}, "cost_below_zero"),
    ],
)
def test_what_is_refused(more, code, finding, jonas, now) -> None:
    with refused(code):
        plan_measure(finding, wish(**{"owner": jonas, **more}), by=jonas, at=now)
    assert not Measure.objects.exists()


def test_who_only_reads_or_has_left_is_given_nothing(finding, jonas, petra, mia, olga, now) -> None:
    with refused("owner_cannot"):
        plan_measure(finding, wish(petra), by=jonas, at=now)
    close_access(mia, by=olga, at=now)
    mia.refresh_from_db()
    with refused("owner_cannot"):
        plan_measure(finding, wish(mia), by=jonas, at=now)


def test_it_is_begun_once_and_finished_with_what_it_brought(measure, jonas, now) -> None:
    start_measure(measure, by=jonas, at=now)
    assert start_measure(measure, by=jonas, at=now).state == "running"
    done = finish_measure(measure, "Seven came.", by=jonas, at=now)
    assert (done.state, done.result, done.ended_at) == ("done", "Seven came.", now)
    actions = list(LedgerEntry.objects.order_by("pk").values_list("action", flat=True))
    assert actions[-2:] == ["measures.started", "measures.finished"]
    text = LedgerText.objects.latest("pk")
    assert (text.before, text.after["state"]) == ({"state": "running"}, "done")
    with refused("already_ended"):
        finish_measure(measure, "", by=jonas, at=now)


def test_it_is_dropped_only_with_a_reason(measure, jonas, now) -> None:
    with refused("nothing_said"):
        drop_measure(measure, " ", by=jonas, at=now)
    assert drop_measure(measure, "No time.", by=jonas, at=now).result == "No time."
    with refused("already_ended"):
        start_measure(measure, by=jonas, at=now)


@pytest.mark.parametrize("verb", ["start", "finish", "drop", "change"])
def test_readers_do_nothing(verb: str, measure, petra, jonas, now) -> None:
    with refused("not_allowed"):
        match verb:
            case "start":
                start_measure(measure, by=petra, at=now)
            case "finish":
                finish_measure(measure, "", by=petra, at=now)
            case "drop":
                drop_measure(measure, "No.", by=petra, at=now)
            case "change":
                change_measure(measure, wish(jonas), seen={}, by=petra, at=now)
    measure.refresh_from_db()
    assert measure.state == "planned"


def test_an_owner_sees_it_through_without_seeing_the_figure(secret, mia, jonas, now) -> None:
    mine = plan_measure(secret, wish(jonas), by=mia, at=now)
    assert finish_measure(mine, "", by=jonas, at=now).state == "done"
    theirs = plan_measure(secret, wish(mia), by=mia, at=now)
    with refused("no_such_figure"):
        finish_measure(theirs, "", by=jonas, at=now)


def test_planning_otherwise_merges_by_field_and_shows_a_clash(measure, mia, jonas, now) -> None:
    opened = seen(measure)
    change_measure(measure, wish(mia), seen=opened, by=jonas, at=now)
    both = change_measure(
        measure, wish(jonas, title="Write to the ten"), seen=opened, by=mia, at=now
    )
    assert (both.owner, both.title, both.version) == (mia, "Write to the ten", 3)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_measure(measure, wish(jonas, title="Visit them"), seen=opened, by=jonas, at=now)
    assert refusal.value.theirs == {"title": "Write to the ten"}


def test_what_is_overdue_can_still_be_changed_without_a_new_day(measure, jonas, now) -> None:
    Measure.objects.update(due_on=date(2026, 2, 1))
    measure.refresh_from_db()
    late = wish(jonas, title="Call five", due_on=measure.due_on)
    assert change_measure(measure, late, seen=seen(measure), by=jonas, at=now).title == "Call five"
