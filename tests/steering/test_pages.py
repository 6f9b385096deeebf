"""The pages of the report: who sees what, in sentences, with few queries."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.steering.conftest import AS_OF

from nahbar.core.actors import THE_HOUSE
from nahbar.core.worker import Worker
from nahbar.measures.models import Goal
from nahbar.steering.models import Competitor, FirmAnswers, ReportRun
from nahbar.steering.operations.make_report import make_report
from nahbar.steering.operations.save_answers import save_answers
from nahbar.value.models import LongCycle, ValueSettings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
PAGE = "/overview/start/"


def text_of(client, address: str = PAGE, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.text.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_report_says_its_findings_with_range_count_and_period(open_shop, look, as_mia) -> None:
    look()
    page = text_of(as_mia)
    assert "We know 402 customers, 400 of them have bought" in page
    assert re.search(r"A fifth of our customers brings \d+ ?% of all value", page)
    assert re.search(r"between \d+ ?% and \d+ ?%; from \d+ customers", page)
    assert re.search(r"From \d+ March 2024 to 2 March 2026, from \d.\d+ orders", page)
    assert "How this is computed" in page


def test_all_sections_stand_in_the_contents(open_shop, look, as_petra) -> None:
    look()
    page = text_of(as_petra)
    contents = page.split('class="card report-contents"')[1].split("</nav>")[0]
    slugs = re.findall(r'href="#([\w-]+)"', contents)
    assert slugs == [*dict.fromkeys(slugs)]
    assert {"people", "weight", "staying", "rhythm", "returns", "knowledge", "goals"} <= set(slugs)
    for slug in slugs:
        assert f'id="{slug}"' in page


@pytest.mark.parametrize(
    ("address", "method"),
    [
        (PAGE, "get"),
        (f"{PAGE}answers/", "get"),
        (f"{PAGE}reports/", "post"),
        (f"{PAGE}goals/", "post"),
        (f"{PAGE}progress/", "get"),
    ],
)
def test_staff_do_not_see_what_has_to_do_with_value(address: str, method: str, as_jonas) -> None:
    assert getattr(as_jonas, method)(address).status_code == 403


def test_readers_see_the_report_and_change_nothing(open_shop, look, as_petra) -> None:
    look()
    page = text_of(as_petra)
    assert "Set this goal" not in page
    assert "Make it anew" not in page
    assert as_petra.get(f"{PAGE}answers/").status_code == 403
    assert as_petra.post(f"{PAGE}reports/").status_code == 403
    assert as_petra.post(f"{PAGE}goals/", {"figure": "steering.again"}).status_code == 403


def test_before_the_first_report_the_page_says_what_to_do(as_mia) -> None:
    page = text_of(as_mia)
    assert "No report yet" in page
    assert "Answer a few questions" in page


def test_the_button_has_the_worker_make_it(open_shop, look, as_mia) -> None:
    look()
    DBTaskResult.objects.all().delete()
    assert as_mia.post(f"{PAGE}reports/").status_code == 302
    assert "The report begins in a moment." in text_of(as_mia)
    assert as_mia.post(f"{PAGE}reports/").status_code == 302
    assert DBTaskResult.objects.count() == 1
    Worker().drain()
    assert ReportRun.objects.filter(state="done").count() == 2
    assert "The report begins in a moment." not in text_of(as_mia)


def test_where_value_was_never_reckoned_the_report_follows_it(open_shop, as_mia) -> None:
    as_mia.post(f"{PAGE}reports/")
    Worker().drain()
    assert ReportRun.objects.filter(state="done").count() == 1


def test_an_earlier_report_can_be_read_and_an_unknown_one_is_not_there(
    open_shop, look, now, as_mia
) -> None:
    first = look()
    make_report(by=THE_HOUSE, at=now + timedelta(hours=1))
    page = text_of(as_mia, reverse("earlier_report", args=[first.public_id]))
    assert "An earlier report" in page
    assert "Set this goal" not in page
    unknown = reverse("earlier_report", args=["01890000-0000-7000-8000-000000000000"])
    assert as_mia.get(unknown).status_code == 404


def test_a_goal_is_set_with_one_tap_and_shown_as_chosen(open_shop, look, as_mia, mia) -> None:
    look()
    page = as_mia.get(PAGE).text
    card = page.split('id="goal-steering.again"')[1].split("</form>")[0]
    sent = dict(re.findall(r'name="(\w+)"[^>]*value="([^"]*)"', card))
    sent |= {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="(\w+)"', card)}
    answer = as_mia.post(f"{PAGE}goals/", sent)
    assert answer.status_code == 302, answer.text
    goal = Goal.objects.get()
    assert (goal.figure, goal.set_by) == ("steering.again", mia)
    assert 'chip chip-green">chosen' in as_mia.get(PAGE).text


def test_a_goal_can_be_adjusted_before_it_is_set(open_shop, look, as_mia) -> None:
    look()
    sent = {"figure": "steering.again", "amount": "91,5", "until": "2126-01-31"}
    assert as_mia.post(f"{PAGE}goals/", sent).status_code == 302
    assert str(Goal.objects.get().target).startswith("0.915")


def test_a_goal_without_a_day_comes_back_with_what_was_wrong(open_shop, look, as_mia) -> None:
    look()
    answer = as_mia.post(f"{PAGE}goals/", {"figure": "steering.again", "amount": "90"})
    assert answer.status_code == 422
    assert "field-wrong" in answer.text
    assert not Goal.objects.exists()


def test_a_goal_nobody_proposed_is_not_there(open_shop, look, as_mia) -> None:
    look()
    sent = {"figure": "value.total", "amount": "90", "until": "2126-01-31"}
    assert as_mia.post(f"{PAGE}goals/", sent).status_code == 404


ROWS = {"competitor-TOTAL_FORMS": "3", "competitor-INITIAL_FORMS": "0"}


def test_answers_are_kept_and_stand_in_the_report(open_shop, look, as_mia) -> None:
    look()
    sent = {
        **ROWS,
        "version": "1",
        "trade": "retail",
        "relations": "Wir kennen fast alle.",
        "relations_mark": "4",
        "counts_visits": "on",
        "competitor-0-name": "Laden Moser",
        "competitor-0-succeeds": "Preis",
    }
    assert as_mia.post(f"{PAGE}answers/", sent).status_code == 302
    page = text_of(as_mia)
    for said in ("Wir kennen fast alle.", "4 of 5", "Laden Moser", "Trade: Retail."):
        assert said in page
    assert ValueSettings.objects.get().counts_visits
    assert "Laden Moser" in as_mia.get(f"{PAGE}answers/").text


def test_product_groups_that_are_kept_for_years_can_be_chosen(people, sell, as_mia) -> None:
    sell(people[0], AS_OF, (90, "order", None, "Küchen"))
    assert "Küchen" in as_mia.get(f"{PAGE}answers/").text
    sent = {**ROWS, "version": "1", "long_groups": ["Küchen"]}
    assert as_mia.post(f"{PAGE}answers/", sent).status_code == 302
    assert LongCycle.objects.get().group == "Küchen"


@pytest.mark.parametrize(
    "wrong",
    [{"relations_mark": "9"}, {"version": "7"}, {"branches": "many"}, {"wishes": "x" * 1001}],
)
def test_wrong_answers_come_back_with_the_form(wrong: dict[str, str], as_mia) -> None:
    answer = as_mia.post(f"{PAGE}answers/", {**ROWS, "version": "1", "trade": "retail", **wrong})
    assert answer.status_code == 422
    assert not FirmAnswers.objects.filter(trade="retail").exists()


def test_the_overview_shows_the_report_to_those_who_may_see_it(
    open_shop, look, as_petra, as_jonas
) -> None:
    look()
    assert "The whole report" in text_of(as_petra, "/overview/")
    assert "The whole report" not in text_of(as_jonas, "/overview/")


def test_the_page_asks_the_same_number_of_queries_for_few_and_for_many(
    open_shop, look, mia, now, as_mia, django_assert_max_num_queries
) -> None:
    look()
    text_of(as_mia)
    with django_assert_max_num_queries(30) as few:
        text_of(as_mia)
    rivals = [{"name": f"Moser {number}"} for number in range(20)]
    save_answers(answers={}, competitors=rivals, version=1, by=mia, at=now)
    for hour in range(5):
        make_report(by=THE_HOUSE, at=now + timedelta(hours=hour))
    with django_assert_max_num_queries(len(few)):
        text_of(as_mia)
    assert Competitor.objects.count() == 20
