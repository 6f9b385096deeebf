"""Setting, changing and withdrawing a goal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.measures.conftest import Gauge

from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.refusals import Refused
from nahbar.customers.operations.change import ChangedMeanwhile
from nahbar.measures.aims import GoalWish, How
from nahbar.measures.models import Finding, Goal
from nahbar.measures.operations.findings import close_finding, note_finding
from nahbar.measures.operations.goals import change_goal, set_goal, withdraw_goal

pytestmark = pytest.mark.django_db
SUMMER = date(2026, 7, 1)


def refused(code: str):
    return pytest.raises(Refused, check=lambda refusal: refusal.code == code)


def wish(amount: object, how: How = How.TO, until: date | None = SUMMER, figure: str = "turnover"):
    return GoalWish(figure, how, Decimal(str(amount)), until)


@pytest.fixture
def goal(finding: Finding, jonas, now) -> Goal:
    return set_goal(finding, wish(1200), by=jonas, at=now)


SEEN = {"target": "1200", "until": "2026-07-01"}


@pytest.mark.parametrize(
    ("how", "amount", "target"),
    [(How.TO, 1200, 1200), (How.BY, -100, 900), (How.PERCENT, 15, 1150)],
)
def test_a_target_is_named_in_three_ways(how, amount, target, finding, jonas, now) -> None:
    goal = set_goal(finding, wish(amount, how), by=jonas, at=now)
    assert (goal.target, goal.value, goal.until) == (Decimal(target), Decimal(1000), SUMMER)


def test_the_goal_may_move_another_figure_and_has_its_own_baseline(finding, jonas, now) -> None:
    goal = set_goal(finding, wish("0.5", figure="trust"), by=jonas, at=now)
    assert (goal.value, goal.target, goal.unit) == (Decimal("0.4"), Decimal("0.5"), "share")


def test_the_ledger_has_the_target_and_the_day(goal: Goal, jonas) -> None:
    entry = LedgerEntry.objects.get(action="measures.goal_set")
    assert (entry.actor, entry.subject_id, entry.details["figure"]) == (jonas, goal.pk, "turnover")
    after = LedgerText.objects.get(pk=entry.text_id).after
    assert after == {"target": "1200.000000", "until": "2026-07-01"}


@pytest.mark.parametrize(
    ("wished", "code"),
    [
        (wish(1200, until=None), "goal_needs_day"),
        (wish(1200, until=date(2026, 3, 1)), "day_is_past"),
        (wish(1000), "goal_moves_nothing"),
        (wish("1.1", figure="trust"), "goal_impossible"),
        (wish(300, figure="profit"), "no_such_figure"),
        (wish(80, figure="worth"), "no_such_figure"),
    ],
)
def test_what_is_refused(wished: GoalWish, code: str, finding, jonas, now) -> None:
    with refused(code):
        set_goal(finding, wished, by=jonas, at=now)
    assert not Goal.objects.exists()


def test_a_customers_figure_is_no_goal_of_the_house(finding, mia, now) -> None:
    with refused("no_figure_yet"):
        set_goal(finding, wish(80, figure="worth"), by=mia, at=now)


def test_a_goal_without_a_day_takes_the_finding_with_it(gauge: Gauge, jonas, now) -> None:
    with refused("goal_needs_day"):
        note_finding("turnover", "Said.", goal=wish(1200, until=None), by=jonas, at=now)


def test_readers_set_none_and_a_closed_finding_has_no_more(finding, petra, jonas, now) -> None:
    with refused("not_allowed"):
        set_goal(finding, wish(1200), by=petra, at=now)
    close_finding(finding, "Over.", by=jonas, at=now)
    with refused("already_ended"):
        set_goal(finding, wish(1200), by=jonas, at=now)


def test_changing_keeps_the_baseline(goal: Goal, gauge: Gauge, mia, now) -> None:
    gauge.show("turnover", "1100")
    changed = change_goal(goal, target=Decimal(1300), until=SUMMER, seen=SEEN, by=mia, at=now)
    assert (changed.target, changed.value, changed.version) == (Decimal(1300), Decimal(1000), 2)
    text = LedgerText.objects.get(
        pk=LedgerEntry.objects.get(action="measures.goal_changed").text_id
    )
    assert (text.before, text.after) == ({"target": "1200.000000"}, {"target": "1300.000000"})


def test_two_who_change_different_things_both_keep_theirs(goal: Goal, mia, jonas, now) -> None:
    later = SUMMER + timedelta(days=30)
    change_goal(goal, target=Decimal(1200), until=later, seen=SEEN, by=jonas, at=now)
    both = change_goal(goal, target=Decimal(1500), until=SUMMER, seen=SEEN, by=mia, at=now)
    assert (both.target, both.until) == (Decimal(1500), later)


def test_who_comes_second_sees_both(goal: Goal, mia, jonas, now) -> None:
    change_goal(goal, target=Decimal(1500), until=SUMMER, seen=SEEN, by=jonas, at=now)
    with pytest.raises(ChangedMeanwhile) as refusal:
        change_goal(goal, target=Decimal(1400), until=SUMMER, seen=SEEN, by=mia, at=now)
    assert refusal.value.theirs == {"target": "1500"}
    goal.refresh_from_db()
    assert goal.target == 1500


def test_withdrawing_needs_a_reason_and_ends_it(goal: Goal, jonas, petra, now) -> None:
    with refused("not_allowed"):
        withdraw_goal(goal, "No.", by=petra, at=now)
    with refused("nothing_said"):
        withdraw_goal(goal, "", by=jonas, at=now)
    assert withdraw_goal(goal, "Overtaken.", by=jonas, at=now).withdrawn_at == now
    assert LedgerEntry.objects.filter(action="measures.goal_withdrawn").count() == 1
    with refused("already_ended"):
        change_goal(goal, target=Decimal(9), until=SUMMER, seen=SEEN, by=jonas, at=now)
