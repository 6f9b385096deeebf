"""Making the report: what it finds in a shop whose customers we know, who may, and what is kept."""

import json
from datetime import timedelta
from itertools import pairwise

import polars as pl
import pytest
from tests.steering.conftest import AS_OF

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import ContactPoint, Customer
from nahbar.sales.models import Order
from nahbar.steering.models import ReportRun
from nahbar.steering.operations import make_report as making
from nahbar.steering.operations.make_report import make_report
from nahbar.steering.queries import latest_report

pytestmark = pytest.mark.django_db


def test_the_report_counts_customers_and_orders_of_its_period(open_shop, shop, look) -> None:
    run = look()
    assert (run.customers, run.orders) == (402, shop.height)
    assert (run.since, run.as_of) == (shop["day"].min(), AS_OF)
    assert run.content["people"]["buyers"] == shop["customer"].n_unique()
    assert run.state == ReportRun.State.DONE
    assert run.seconds is not None
    assert run.seconds > 0


def test_its_content_is_plain_json_without_words(open_shop, look) -> None:
    content = look().content
    assert json.loads(json.dumps(content, allow_nan=False)) == content
    assert " " not in "".join(_texts(content))


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []


def test_flows_add_up_in_every_period_of_enough_people(open_shop, look) -> None:
    flows = look().content["staying"]["flows"]
    shown = [flow for flow in flows if flow["new"] is not None]
    assert len(shown) > 4
    for flow in shown:
        assert flow["active"] == flow["new"] + flow["kept"] + flow["returned"]
    for before, now in pairwise(flows):
        if now["kept"] is not None:
            assert before["active"] == now["kept"] + now["lost"]


def test_the_share_kept_is_that_of_the_last_period_that_is_over(open_shop, shop, look) -> None:
    content = look().content
    assert content["staying"]["unit"] == "quarter"
    quarters = shop.select("customer", pl.col("day").dt.truncate("1q").alias("quarter")).unique()
    active = {day: set(part["customer"]) for (day,), part in quarters.group_by("quarter")}
    before, last = sorted(active)[-3:-1]
    kept = content["staying"]["kept"]
    assert kept["from"] == last.isoformat()
    assert kept["count"] == len(active[before])
    assert kept["value"] == pytest.approx(len(active[before] & active[last]) / len(active[before]))
    assert kept["low"] < kept["value"] < kept["high"]


def test_customers_who_bought_more_than_once_are_a_share_of_the_buyers(
    open_shop, shop, look
) -> None:
    days = shop.group_by("customer").agg(pl.col("day").n_unique())["day"]
    again = look().content["figures"]["steering.again"]
    assert again["value"] == pytest.approx((days > 1).sum() / days.len())


def test_what_comes_back_is_a_share_of_the_money(people, sell, look) -> None:
    for person in people[:40]:
        sell(person, AS_OF - timedelta(days=100), (100,))
    for person in people[:10]:
        sell(person, AS_OF - timedelta(days=90), (-40,), kind="return")
    returns = look().content["returns"]
    assert returns["money"]["value"] == pytest.approx(400 / 4000)
    assert returns["money"]["low"] < 0.1 < returns["money"]["high"]
    assert returns["documents"]["value"] == pytest.approx(10 / 50)


def test_a_product_group_stands_out_when_surely_more_of_it_comes_back(people, sell, look) -> None:
    for person in people[:60]:
        sell(
            person,
            AS_OF - timedelta(days=100),
            (20, "order", None, "Tee"),
            (30, "order", None, "Uhren"),
        )
    for person in people[:20]:
        sell(person, AS_OF - timedelta(days=90), (-30, "return", None, "Uhren"), kind="return")
    groups = look().content["returns"]["groups"]
    assert [one["name"] for one in groups] == ["Uhren"]
    assert (groups[0]["customers"], groups[0]["amount"]) == (20, 600.0)


def test_known_mail_addresses_are_counted_once_a_customer(open_shop, look, now) -> None:
    for at, person in enumerate(open_shop[:100]):
        for copy in range(2):
            value = f"{at}-{copy}@kunden.example"
            ContactPoint.objects.create(
                customer=person, kind="email", value=value, normal=value, recorded_at=now
            )
    assert look().content["quality"]["known"]["email"]["value"] == pytest.approx(100 / 402)


def test_goals_are_founded_on_the_firm_s_own_data(open_shop, look) -> None:
    content = look().content
    assert 1 <= len(content["goals"]) <= 6
    for goal in content["goals"]:
        assert goal["figure"] in content["figures"]
        assert goal["target"] != goal["was"]
        if goal["figure"] in {"steering.kept", "steering.again"}:
            assert goal["was"] < goal["target"] <= 1


def test_steps_are_at_most_five_with_the_most_money_first(open_shop, look) -> None:
    steps = look().content["steps"]
    assert 1 <= len(steps) <= 5
    amounts = [step["amount"] for step in steps]
    assert amounts == sorted(amounts, reverse=True)


def test_a_report_is_recorded_and_earlier_ones_stay(open_shop, look, mia, now) -> None:
    first = look()
    second = make_report(by=mia, at=now)
    assert latest_report() == second
    assert ReportRun.objects.get(pk=first.pk).content == first.content
    entry = LedgerEntry.objects.filter(action="steering.report_made").latest("pk")
    assert (entry.subject_id, entry.actor) == (second.pk, mia)
    assert entry.details == {"as_of": AS_OF.isoformat()}


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_make_one(who: str, request, open_shop, now) -> None:
    with pytest.raises(NotAllowed):
        make_report(by=request.getfixturevalue(who), at=now)
    assert not ReportRun.objects.exists()


def test_without_value_figures_there_is_no_report_yet(people, now) -> None:
    with pytest.raises(Refused) as refused:
        make_report(by=THE_HOUSE, at=now)
    assert refused.value.code == "not_reckoned"


def test_a_report_that_breaks_leaves_the_one_before(open_shop, look, now, monkeypatch) -> None:
    whole = look()
    monkeypatch.setattr(making, "describe_all", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        make_report(by=THE_HOUSE, at=now)
    assert latest_report() == whole
    assert ReportRun.objects.latest("pk").state == ReportRun.State.FAILED


def test_customers_removed_since_the_reckoning_are_no_part_of_it(open_shop, look, now) -> None:
    look()
    Order.objects.filter(customer=open_shop[0]).delete()
    Customer.objects.filter(pk=open_shop[0].pk).delete()
    run = make_report(by=THE_HOUSE, at=now)
    assert run.content["people"]["customers"] == 401
