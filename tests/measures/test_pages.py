"""The pages of findings and measures: who sees what, with and without JavaScript, for few and many."""

import html
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.measures.conftest import APRIL, Gauge

from nahbar.core.models import User
from nahbar.measures.aims import GoalWish, How, MeasureWish
from nahbar.measures.models import Finding, Goal, Measure
from nahbar.measures.operations.findings import close_finding, note_finding, withdraw_finding
from nahbar.measures.operations.goals import set_goal
from nahbar.measures.operations.measures import plan_measure
from nahbar.measures.queries import PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
NOBODY = "01890000-0000-7000-8000-000000000000"
LIST = "/findings/"
FAR = date(2126, 7, 1)
NEW = "/findings/new/?figure=turnover"


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.text.replace("\N{NO-BREAK SPACE}", " ").split())


def seen_in(client: Client, address: str) -> str:
    """What a form says stood there when it was opened."""
    found = re.search(r'name="(?:\w+-)?seen" value="([^"]*)"', client.get(address).text)
    assert found
    return html.unescape(found[1])


def page(kept: Any, name: str = "finding") -> str:
    return reverse(name, args=[kept.public_id])


@pytest.fixture
def goal(finding: Finding, jonas: User, now: datetime) -> Goal:
    return set_goal(finding, GoalWish("turnover", How.TO, Decimal(1200), FAR), by=jonas, at=now)


@pytest.fixture
def measure(finding: Finding, jonas: User, now: datetime) -> Measure:
    wish = MeasureWish("Call the ten", jonas, FAR, Decimal(90))
    return plan_measure(finding, wish, by=jonas, at=now)


def test_the_figure_stands_as_it_was_and_as_it_is(finding, gauge: Gauge, as_petra) -> None:
    before = text_of(as_petra, LIST)
    assert "no newer figure" in before
    gauge.show("turnover", "1300", as_of=APRIL)
    for address in (LIST, page(finding)):
        after = text_of(as_petra, address)
        assert "Regulars carry us." in after
        assert "€1,000" in after
        assert "between €990 and €1,010; from 402 customers, as of 2 Mar 2026" in after
        assert "€1,300" in after
        assert "between €1,290 and €1,310; from 402 customers, as of 2 Apr 2026" in after
        assert "moved clearly" in after
        assert "Changed by +€300, in truth between +€286 and +€314." in after


def test_a_change_within_the_range_is_no_success(finding, gauge: Gauge, as_petra) -> None:
    gauge.show("turnover", "1005", as_of=APRIL)
    assert "within the range" in text_of(as_petra, LIST)
    gauge.show("turnover", "1300", as_of=APRIL, basis="other rules")
    assert "not comparable" in text_of(as_petra, LIST)
    del gauge.at["turnover"]
    assert "At present there is no such figure." in text_of(as_petra, LIST)


def test_a_goal_shows_its_way(goal: Goal, gauge: Gauge, as_petra: Client) -> None:
    gauge.show("turnover", "1100", as_of=APRIL)
    shown = text_of(as_petra, LIST)
    assert "Goal: Turnover to <b>€1,200</b> by 1 Jul 2126" in shown
    assert 'aria-label="From €1,000, now €1,100, to €1,200"' in shown
    assert 'cx="50.0%"' in shown


def test_a_measure_shows_who_until_when_at_what_cost(measure, as_petra: Client) -> None:
    shown = text_of(as_petra, LIST)
    assert "Call the ten" in shown
    assert "Jonas Falk, until 1 Jul 2126 · €90" in shown


def test_the_page_says_who_did_what(measure: Measure, finding, as_petra: Client) -> None:
    shown = text_of(as_petra, page(finding))
    assert "<b>Jonas Falk</b> planned a measure" in shown
    assert "<ins>€90</ins>" in shown
    assert "The chart said then: Turnover is a thousand." in shown


def test_what_one_may_not_see_is_nowhere(secret, mia, as_jonas, as_petra, now) -> None:
    kept = plan_measure(secret, MeasureWish("Raise prices", mia, FAR), by=mia, at=now)
    assert "Tyres" in text_of(as_petra, LIST)
    for address in (LIST, reverse("overview"), reverse("today")):
        shown = text_of(as_jonas, address)
        assert "Tyres" not in shown
        assert "Raise prices" not in shown
    for name in ("finding", "finding_words", "finding_end", "goal_new", "measure_new"):
        assert as_jonas.get(page(secret, name)).status_code == 404
    assert as_jonas.get(page(kept, "measure")).status_code == 404
    assert as_jonas.get("/findings/new/?figure=profit").status_code == 404


def test_a_goal_on_a_hidden_figure_is_hidden_on_an_open_finding(
    finding, mia, as_jonas, now
) -> None:
    wish = GoalWish("profit", How.TO, Decimal(300), FAR)
    hidden = set_goal(finding, wish, by=mia, at=now)
    shown = text_of(as_jonas, page(finding))
    assert "Profit" not in shown
    assert "set a goal" not in shown
    assert as_jonas.get(page(hidden, "goal")).status_code == 404


def test_an_owner_meets_the_measure_but_not_its_finding(secret, mia, jonas, as_jonas, now) -> None:
    mine = plan_measure(secret, MeasureWish("Count the tyres", jonas, FAR), by=mia, at=now)
    assert "Count the tyres" in text_of(as_jonas, reverse("today"))
    shown = text_of(as_jonas, page(mine, "measure"))
    assert "Tyres bring nothing." not in shown
    assert as_jonas.post(page(mine, "measure_end"), {"words": ""}).status_code == 302
    assert "Count the tyres" not in text_of(as_jonas, reverse("today"))


def test_an_empty_list_says_what_to_do(gauge: Gauge, as_petra: Client) -> None:
    assert "No findings yet" in text_of(as_petra, LIST)
    assert "No finding fits" in text_of(as_petra, f"{LIST}?who=mine")


def test_mine_are_mine_and_those_with_a_measure_of_mine(finding, mia, jonas, as_mia, now) -> None:
    assert "Regulars" not in text_of(as_mia, f"{LIST}?who=mine")
    plan_measure(finding, MeasureWish("Ask them", mia, FAR), by=jonas, at=now)
    assert "Regulars" in text_of(as_mia, f"{LIST}?who=mine")


def test_open_closed_and_withdrawn(finding, jonas, as_mia, gauge, now) -> None:
    gone = note_finding("turnover", "A slip.", by=jonas, at=now)
    withdraw_finding(gone, "I misread it.", by=jonas, at=now)
    close_finding(finding, "They came.", by=jonas, at=now)
    assert "Regulars" not in text_of(as_mia, f"{LIST}?state=open")
    closed = text_of(as_mia, f"{LIST}?state=closed")
    assert "Regulars" in closed
    assert "They came." in closed
    assert "A slip." not in text_of(as_mia, LIST)
    assert "I misread it." in text_of(as_mia, page(gone))


def test_older_ones_are_on_the_next_page(gauge, jonas, as_mia, now) -> None:
    for number in range(PAGE + 1):
        note_finding("turnover", f"Sentence {number}.", by=jonas, at=now)
    first = as_mia.get(LIST)
    oldest = Finding.objects.order_by("pk")[1].public_id
    assert f"?before={oldest}" in first.text
    assert "Sentence 0." not in first.text
    second = text_of(as_mia, f"{LIST}?before={oldest}")
    assert "Sentence 0." in second
    assert "Sentence 1." not in second


def test_the_list_costs_the_same_for_one_and_for_many(
    goal, measure, jonas, mia, gauge, as_mia, now
) -> None:
    text_of(as_mia, LIST)

    def count(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            text_of(as_mia, address)
        return len(queries)

    addresses = (LIST, reverse("overview"), page(goal.finding))
    few = [count(address) for address in addresses]
    for number, figure in enumerate(["turnover", "trust", "profit"] * 3):
        wish = MeasureWish(f"Measure {number}", jonas, FAR)
        aim = GoalWish("turnover", How.TO, Decimal(1500 + number), FAR)
        found = note_finding(figure, f"Said {number}.", goal=aim, measure=wish, by=mia, at=now)
        plan_measure(found, wish, by=mia, at=now)
        plan_measure(goal.finding, wish, by=mia, at=now)
    gauge.asked = 0
    assert [count(address) for address in addresses] == few
    assert gauge.asked == len(addresses)


def answers(**more: str) -> dict[str, str]:
    goal = {"goal-figure": "turnover", "goal-how": "to", "goal-amount": "", "goal-until": ""}
    measure = {"measure-title": "", "measure-due_on": "", "measure-cost": ""}
    return {"said": "Regulars carry us.", **goal, **measure, **more}


def test_one_tap_one_sentence(gauge: Gauge, as_jonas: Client, jonas: User) -> None:
    shown = text_of(as_jonas, NEW)
    assert "€1,000" in shown
    assert "between €990 and €1,010" in shown
    mine = answers(**{"measure-owner": str(jonas.public_id)})
    answer = as_jonas.post(NEW, mine)
    found = Finding.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(found))
    assert (found.said, found.goals.count(), found.measures.count()) == ("Regulars carry us.", 0, 0)


def test_with_goal_and_measure_at_once(gauge: Gauge, as_jonas: Client, jonas: User) -> None:
    said = answers(**{
        "goal-figure": "trust", "goal-amount": "50 %", "goal-until": "2126-07-01",
        "measure-title": "Call the ten", "measure-owner": str(jonas.public_id),
        "measure-due_on": "2126-06-01", "measure-cost": "1.200,50",
    })  # fmt: skip
    assert as_jonas.post(NEW, said).status_code == 302
    goal, measure = Goal.objects.get(), Measure.objects.get()
    assert (goal.target, goal.figure, measure.goal) == (Decimal("0.5"), "trust", goal)
    assert (measure.cost, measure.owner) == (Decimal("1200.5"), jonas)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"goal-amount": "1200"}, "A goal needs a day: until when is it to be reached?"),
        ({"goal-amount": "1200", "goal-until": "2020-01-01"}, "This day is over."),
        ({"goal-until": "2126-07-01"}, "A goal needs a value."),
        ({"goal-amount": "much", "goal-until": "2126-07-01"}, "Enter a number."),
        ({"goal-amount": "1000", "goal-until": "2126-07-01"}, "The figure is there already."),
        ({"said": ""}, "This field is required."),
        ({"measure-title": "Call"}, "This field is required."),
        (
            {"measure-title": "Call", "measure-due_on": "2020-01-01"},
            "This day is over.",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(
    wrong: dict[str, str], sentence: str, gauge: Gauge, as_jonas: Client, jonas: User
) -> None:
    owner = {"measure-owner": str(jonas.public_id)}
    answer = as_jonas.post(NEW, answers(**owner, **wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not Finding.objects.exists()


def test_a_reader_reads_and_a_stranger_signs_in(finding, gauge, as_petra, client: Client) -> None:
    for address in (NEW, page(finding, "goal_new"), page(finding, "finding_end")):
        assert as_petra.get(address).status_code == 403
    assert "Plan a measure" not in text_of(as_petra, page(finding))
    for address in (NEW, LIST, page(finding)):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize("asked", ["", "?figure=weather", "?figure=worth", "?figure=worth&customer=x",
                                   f"?figure=worth&customer={NOBODY}"])  # fmt: skip
def test_what_is_no_figure_is_not_found(asked: str, gauge: Gauge, as_mia: Client) -> None:
    assert as_mia.get(f"/findings/new/{asked}").status_code == 404


def test_a_figure_that_is_not_there_yet_is_told(gauge: Gauge, as_mia: Client) -> None:
    del gauge.at["turnover"]
    assert "No figure yet" in text_of(as_mia, NEW)


@pytest.mark.parametrize(
    "name", ["finding", "goal", "measure", "measure_change", "goal_withdrawal"]
)
def test_what_is_not_there_is_not_found(name: str, gauge: Gauge, as_mia: Client) -> None:
    assert as_mia.get(reverse(name, args=[NOBODY])).status_code == 404


def test_both_are_shown_where_somebody_was_quicker(goal: Goal, as_jonas, as_mia) -> None:
    address = page(goal, "goal")
    seen = seen_in(as_jonas, address)
    mine = {"target": "1,300", "until": "2126-07-01", "seen": seen}
    assert as_jonas.post(address, mine).status_code == 302
    answer = as_mia.post(address, {**mine, "target": "1,400"})
    assert answer.status_code == 422
    assert "In the meantime this became: 1,300" in answer.text
    again = seen_in(as_mia, address)
    assert as_mia.post(address, {**mine, "target": "1,400", "seen": again}).status_code == 302
    goal.refresh_from_db()
    assert goal.target == 1400


def test_a_measure_is_planned_otherwise_begun_and_dropped(measure, as_jonas, jonas) -> None:
    said = {"measure-title": "Write to the ten", "measure-owner": str(jonas.public_id),
            "measure-due_on": "2126-07-01", "measure-cost": "90",
            "measure-seen": seen_in(as_jonas, page(measure, "measure_change"))}  # fmt: skip
    assert as_jonas.post(page(measure, "measure_change"), said).status_code == 302
    assert as_jonas.post(page(measure, "measure_start")).status_code == 302
    assert as_jonas.post(page(measure, "measure_drop"), {"words": ""}).status_code == 422
    assert as_jonas.post(page(measure, "measure_drop"), {"words": "No time."}).status_code == 302
    measure.refresh_from_db()
    assert (measure.title, measure.state, measure.result) == (
        "Write to the ten",
        "dropped",
        "No time.",
    )


def test_what_is_overdue_is_said_today(measure: Measure, as_jonas: Client, as_mia: Client) -> None:
    Measure.objects.update(due_on=date(2020, 1, 1))
    assert "overdue" in text_of(as_jonas, reverse("today"))
    assert "Call the ten" not in text_of(as_mia, reverse("today"))


def test_other_words_and_the_end(finding: Finding, as_jonas: Client, as_mia: Client) -> None:
    address = page(finding, "finding_words")
    seen = seen_in(as_jonas, address)
    assert as_mia.post(address, {"said": "Theirs.", "seen": seen}).status_code == 422
    assert as_jonas.post(address, {"said": "Mine.", "seen": seen}).status_code == 302
    assert as_mia.post(page(finding, "finding_end"), {"words": ""}).status_code == 422
    assert as_mia.post(page(finding, "finding_end"), {"words": "It held."}).status_code == 302
    finding.refresh_from_db()
    assert (finding.said, finding.state) == ("Mine.", "closed")


def test_only_who_may_write_is_offered_the_pen(gauge: Gauge, as_jonas, as_petra) -> None:
    assert "data-may-note" in as_jonas.get(LIST).text
    assert "data-may-note" not in as_petra.get(LIST).text
