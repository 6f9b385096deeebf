"""Choosing a goal that the report proposes."""

from datetime import date
from decimal import Decimal

import pytest

from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.measures.models import Finding, Goal
from nahbar.steering.operations.choose_goal import choose_goal

pytestmark = pytest.mark.django_db
UNTIL = date(2027, 3, 2)


def choose(run, by, at, figure: str = "steering.again", target: str = "0.9", until=UNTIL):
    said = "Many come once."
    return choose_goal(run, figure, said=said, target=Decimal(target), until=until, by=by, at=at)


def test_a_chosen_goal_is_a_finding_with_the_figure_as_it_stands(open_shop, look, mia, now) -> None:
    run = look()
    finding = choose(run, mia, now)
    goal = Goal.objects.get()
    assert (finding.author, finding.said, finding.figure) == (mia, "Many come once.", goal.figure)
    assert (goal.set_by, goal.target, goal.until) == (mia, Decimal("0.9"), UNTIL)
    was = run.content["figures"]["steering.again"]
    assert float(goal.value) == pytest.approx(was["value"], abs=1e-6)
    assert float(goal.low) < float(goal.value) < float(goal.high)
    assert LedgerEntry.objects.filter(action="measures.goal_set", actor=mia).exists()


def test_only_what_the_report_proposes_can_be_chosen(open_shop, look, mia, now) -> None:
    with pytest.raises(Refused) as refused:
        choose(look(), mia, now, figure="value.total")
    assert refused.value.code == "not_proposed"


def test_a_goal_needs_a_day(open_shop, look, mia, now) -> None:
    with pytest.raises(Refused) as refused:
        choose(look(), mia, now, until=None)
    assert refused.value.code == "goal_needs_day"
    assert not Finding.objects.exists()


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_who_may_not_see_the_report_or_not_write_is_refused(
    who: str, request, open_shop, look, now
) -> None:
    run = look()
    with pytest.raises(NotAllowed):
        choose(run, request.getfixturevalue(who), now)
    assert not Finding.objects.exists()
