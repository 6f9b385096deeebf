"""Value and rhythm, what moved, model and reality."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.value.shop import AS_OF

from nahbar.core.models import User
from nahbar.value.models import CustomerValue, ValueRun
from nahbar.value.operations.refresh import refresh_values

pytestmark = pytest.mark.django_db
NAMES = ["value_rhythm", "value_moved", "value_reality"]


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


def drawn(page: str) -> dict:
    return json.loads(re.findall(r'<script type="application/json">(.*?)</script>', page)[0])


@pytest.mark.parametrize("name", NAMES)
def test_who_may_see_value_sees_it(name: str, run, as_petra, as_jonas) -> None:
    assert as_petra.get(reverse(name)).status_code == 200
    assert as_jonas.get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_house_is_told_what_is_missing(name: str, as_mia: Client) -> None:
    assert 'class="empty"' in text_of(as_mia, reverse(name))


@pytest.mark.parametrize("name", NAMES)
def test_each_page_leads_to_the_others(name: str, run, as_mia: Client) -> None:
    page = text_of(as_mia, reverse(name))
    for other in ("value", *NAMES):
        assert f'href="{reverse(other)}"' in page
    assert f'href="{reverse(name)}" aria-current="page"' in page


@pytest.mark.parametrize("name", NAMES)
def test_a_page_costs_the_same_queries_however_many_it_shows(
    name: str, run, as_mia: Client, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(13):
        as_mia.get(reverse(name))


def test_the_rhythm_page_tells_how_many_and_how_many_by_chance(run, as_mia: Client) -> None:
    found = run.totals["rhythm"]
    page = text_of(as_mia, reverse("value_rhythm"))
    assert f"{found['drifting']} customers" in page
    assert f"about {found['by_chance']} would be by chance alone" in page
    assert sum(cell["customers"] for cell in drawn(page)["cells"]) == found["with_rhythm"]


def test_the_silent_are_listed_by_value_page_by_page(run, as_mia: Client) -> None:
    silent = CustomerValue.objects.filter(is_drifting=True).order_by("-value", "-customer_id")
    wanted = [str(figure.customer.public_id) for figure in silent.select_related("customer")]
    page, seen = text_of(as_mia, reverse("value_rhythm")), []
    while True:
        seen += re.findall(r'href="/customers/([0-9a-f-]{36})/"', page)
        after = re.search(r'href="(\?|/value/rhythm/\?)after=([0-9a-f-]{36})"', page)
        if after is None:
            break
        page = text_of(as_mia, f"{reverse('value_rhythm')}?after={after[2]}")
    assert seen == wanted
    assert len(wanted) > 20
    assert "Silent for" in page


def test_nonsense_in_the_address_begins_at_the_beginning(run, as_mia: Client) -> None:
    plain = text_of(as_mia, reverse("value_rhythm"))
    wrong = text_of(as_mia, f"{reverse('value_rhythm')}?after=x")
    assert re.findall(r'href="/customers/([^"]+)"', plain) == re.findall(
        r'href="/customers/([^"]+)"', wrong
    )


def test_the_page_of_what_moved_names_causes_and_people(run, as_mia: Client) -> None:
    page = text_of(as_mia, reverse("value_moved"))
    assert "than a month ago</h1>" in page
    assert "Bought, less returns" in page
    best = run.totals["moved"]["most_up"][0]["customer"]
    customer = CustomerValue.objects.select_related("customer").get(customer=best).customer
    assert reverse("value_of_customer", args=[customer.public_id]) in page


def test_the_reality_page_says_which_model_was_chosen_and_how_it_stood_the_test(
    run, as_mia: Client
) -> None:
    page = text_of(as_mia, reverse("value_reality"))
    chosen = run.fits[0]
    assert f"({chosen['name']})" in page
    tested = chosen["calibration"]
    assert f"{tested['predicted']:.0f} purchases; {tested['actual']:.0f} came</h1>" in page
    bars = drawn(page)
    assert bars["series"][0]["y"] == [group["predicted"] for group in tested["groups"]]
    assert bars["series"][1]["y"] == [group["actual"] for group in tested["groups"]]
    assert all(name in page for name in ("BG/NBD", "MBG/NBD", "Pareto/NBD"))
    assert "promised: 95 of 100" in page


def test_statistics_are_folded_away(run, as_mia: Client) -> None:
    page = text_of(as_mia, reverse("value_reality"))
    opened = re.sub(r"<details.*?</details>", "", page)
    assert "Log-likelihood" in page
    assert "Log-likelihood" not in opened
    assert "Log-likelihood" not in text_of(as_mia, reverse("value"))


def test_in_too_short_a_time_there_is_no_test(people, sell, mia, now, as_mia: Client) -> None:
    for customer in people[:15]:
        for days in (0, 20, 45):
            sell(customer, AS_OF - timedelta(days=days), (100 + days,))
    refresh_values(by=mia, at=now, as_of=AS_OF)
    page = text_of(as_mia, reverse("value_reality"))
    assert "too short for a test" in page
    assert "<h1>Model and reality</h1>" in page


def test_one_customers_page_tells_what_moved_and_their_rhythm(
    run, open_shop, as_mia: Client
) -> None:
    often = CustomerValue.objects.filter(purchases__gte=6).select_related("customer")[0].customer
    page = text_of(as_mia, reverse("value_of_customer", args=[often.public_id]))
    assert "What moved since last month" in page
    assert "hardly ever stays away for more than" in page


def test_one_customers_page_costs_the_same_for_everybody(
    run, open_shop, as_mia: Client, django_assert_max_num_queries
) -> None:
    for customer in (open_shop[0], open_shop[401]):
        with django_assert_max_num_queries(14):
            as_mia.get(reverse("value_of_customer", args=[customer.public_id]))
