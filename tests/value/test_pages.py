"""The pages about value: who sees them, what they say, and that they cost the same for many."""

import json
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.value.shop import AS_OF

from nahbar.core.models import User
from nahbar.sales.models import Product
from nahbar.value.models import GroupMargin, ValueRun, ValueSettings
from nahbar.value.operations.change_rules import change_rules
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.rules import current_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(mia: User) -> User:
    """Mia reads English."""
    mia.language = "en"
    mia.save()
    return mia


@pytest.fixture
def run(open_shop, mia: User, now) -> ValueRun:
    return refresh_values(by=mia, at=now, as_of=AS_OF)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_heading_is_the_finding(run: ValueRun, as_mia: Client) -> None:
    count = run.totals["concentration"]["customers"]
    page = text_of(as_mia, reverse("value"))
    assert f"<h1>{count} customers bring half of what we earn</h1>" in page


def test_where_the_range_does_not_allow_it_the_heading_claims_nothing(
    run: ValueRun, as_mia: Client
) -> None:
    run.totals["concentration"] |= {"low": 0.2, "high": 0.9}
    run.save()
    page = text_of(as_mia, reverse("value"))
    assert "<h1>What our customers are worth</h1>" in page
    assert "too uncertain" in page


def test_the_charts_say_what_they_draw(run: ValueRun, as_mia: Client) -> None:
    page = as_mia.get(reverse("value")).content.decode()
    drawn = [
        json.loads(found)
        for found in re.findall(r'<script type="application/json">(.*?)</script>', page)
    ]
    curve = next(data for data in drawn if "points" in data)
    histogram = next(data for data in drawn if "edges" in data)
    assert curve["points"][-1] == [1.0, pytest.approx(1)]
    assert curve["classes"][-1] == {"name": "D", "until": 1.0}
    assert sum(histogram["counts"]) == 400


def test_an_empty_house_is_told_what_is_missing(as_mia: Client) -> None:
    assert "No figures yet" in text_of(as_mia, reverse("value"))


def test_without_an_expectation_the_page_says_why(people, sell, mia, now, as_mia: Client) -> None:
    for customer in people[:5]:
        sell(customer, AS_OF, (100,))
    refresh_values(by=mia, at=now, as_of=AS_OF)
    page = text_of(as_mia, reverse("value"))
    assert "None of 5 customers has bought again yet." in page
    assert "<h1>3 customers have brought half of what we earned</h1>" in page
    assert "To be expected" not in page


@pytest.mark.parametrize("name", ["value", "value_progress"])
def test_staff_do_not_see_value_and_readers_do(
    name: str, as_jonas: Client, as_petra: Client
) -> None:
    assert as_jonas.get(reverse(name)).status_code == 403
    assert as_petra.get(reverse(name)).status_code == 200
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", ["value_runs", "value_rules"])
def test_readers_change_nothing(name: str, as_petra: Client) -> None:
    assert as_petra.post(reverse(name)).status_code == 403
    assert not DBTaskResult.objects.exists()


def test_a_run_of_the_past_shows_its_own_figures(run: ValueRun, mia, now, as_mia: Client) -> None:
    total = Decimal(run.totals["value"])
    ValueSettings.objects.create(pk=1, margin_percent=60)
    refresh_values(by=mia, at=now, as_of=AS_OF)
    page = text_of(as_mia, reverse("value_run", args=[run.public_id]))
    assert "An earlier reckoning" in page
    assert f"{total:.0f}" in re.sub(r"(?<=\d)[^\d<>](?=\d{3})", "", page)


def test_a_run_that_failed_or_never_was_is_not_there(run: ValueRun, as_mia: Client) -> None:
    failed = ValueRun.objects.create(state="failed", started_at=run.started_at)
    for wrong in (failed.public_id, "01890000-0000-7000-8000-000000000000"):
        assert as_mia.get(reverse("value_run", args=[wrong])).status_code == 404


def test_recomputing_is_left_to_the_worker_and_watched(run: ValueRun, as_mia: Client) -> None:
    answer = as_mia.post(reverse("value_runs"))
    assert (answer.status_code, answer["Location"]) == (302, reverse("value"))
    page = text_of(as_mia, reverse("value"))
    assert "The reckoning begins in a moment." in page
    assert 'hx-get="/value/progress/"' in page
    DBTaskResult.objects.update(status="SUCCESSFUL")
    assert as_mia.get(reverse("value_progress"))["HX-Refresh"] == "true"


def test_the_page_costs_the_same_queries_however_many_customers(
    run: ValueRun, mia, now, as_mia: Client, django_assert_max_num_queries
) -> None:
    for _ in range(3):
        refresh_values(by=mia, at=now, as_of=AS_OF)
    with django_assert_max_num_queries(16):
        as_mia.get(reverse("value"))


def test_rules_are_shown_and_changed_with_a_margin_for_each_group(
    source, run: ValueRun, as_mia: Client
) -> None:
    for key, group in enumerate(["Tee", "Brot", "Tee", ""]):
        Product.objects.create(source=source, key=key, group=group)
    GroupMargin.objects.create(group="Früher", percent=10)
    page = text_of(as_mia, reverse("value_rules"))
    names = dict(re.findall(r'<label for="id_(group_\w+)">(\w+)', page))
    assert sorted(names.values()) == ["Brot", "Früher", "Tee"]
    tee = next(name for name, group in names.items() if group == "Tee")
    bread = next(name for name, group in names.items() if group == "Brot")
    answers = {
        "margin_percent": "32.5", "horizon_months": "24", "discount_percent": "8",
        "class_a_percent": "50", "class_b_percent": "30", "class_c_percent": "15",
        "version": "1", tee: "70", "counts_visits": "on", f"long_{bread}": "on",
    }  # fmt: skip
    answer = as_mia.post(reverse("value_rules"), answers)
    assert (answer.status_code, answer["Location"]) == (302, reverse("value"))
    rules = current_rules()
    assert (rules.margin_share, rules.horizon_months) == (0.325, 24)
    assert rules.group_margins == {"Tee": 0.7}
    assert (rules.long_groups, rules.counts_visits) == (("Brot",), True)
    asked = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()]
    assert "nahbar.value.reactions.refresh_for" in asked
    assert not DBTaskResult.objects.filter(task_path="nahbar.value.jobs.refresh").exists()
    page = text_of(as_mia, reverse("value_rules"))
    assert page.count(" checked") == 2


def test_a_german_writes_a_comma(mia: User, as_mia: Client) -> None:
    mia.language = "de"
    mia.save()
    answers = {
        "margin_percent": "32,5", "horizon_months": "36", "discount_percent": "8,25",
        "class_a_percent": "50", "class_b_percent": "30", "class_c_percent": "15", "version": "1",
    }  # fmt: skip
    assert as_mia.post(reverse("value_rules"), answers).status_code == 302
    assert current_rules().margin_share == 0.325


def test_wrong_rules_come_back_with_what_is_wrong(as_mia: Client) -> None:
    answers = {
        "margin_percent": "130",
        "class_a_percent": "80",
        "class_b_percent": "30",
        "version": "1",
    }
    answer = as_mia.post(reverse("value_rules"), answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count("aria-invalid") >= 4
    assert "cannot take more than 100 percent" in page


def test_rules_that_somebody_changed_meanwhile_come_back_with_the_answers(
    as_mia: Client, olga: User, now
) -> None:
    change_rules(rules={"horizon_months": 24}, version=1, by=olga, at=now)
    answers = {
        "margin_percent": "33", "horizon_months": "12", "discount_percent": "8",
        "class_a_percent": "50", "class_b_percent": "30", "class_c_percent": "15", "version": "1",
    }  # fmt: skip
    answer = as_mia.post(reverse("value_rules"), answers)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody has changed these rules meanwhile." in page
    assert 'value="33"' in page
    assert current_rules().horizon_months == 24


def test_one_customers_page_shows_the_sum_its_inputs_and_earlier_runs(
    run: ValueRun, open_shop, as_mia: Client
) -> None:
    page = text_of(as_mia, reverse("value_of_customer", args=[open_shop[0].public_id]))
    assert "Value = margin so far + margin to be expected." in page
    assert "Probably still a customer" in page
    assert reverse("value_run", args=[run.public_id]) in page


def test_a_stranger_has_no_page(run: ValueRun, as_mia: Client) -> None:
    wrong = reverse("value_of_customer", args=["01890000-0000-7000-8000-000000000000"])
    assert as_mia.get(wrong).status_code == 404
