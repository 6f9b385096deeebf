"""The pieces for pages that several rooms share."""

import pytest
from django.template import engines
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation
from tests.value.shop import AS_OF

from nahbar.core.models import User
from nahbar.value.models import CustomerValue
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.operations.show_classes import show_classes
from nahbar.value.panels import actions_panel, overview_panel, value_panel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def asked_by(person: User):
    request = RequestFactory().get("/")
    request.user = person
    return request


def drawn(panel) -> str:
    environment = engines["jinja2"].env
    return " ".join(environment.get_template(panel.template).render(**panel.context).split())


def test_a_customers_panel_says_what_they_will_bring_and_from_what_it_is_known(
    open_shop, mia, now
) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    show_classes(mia, shown=True, at=now)
    figure = CustomerValue.objects.get(customer=open_shop[0])
    panel = value_panel(asked_by(mia), open_shop[0])
    assert panel is not None
    assert panel.place == "aside"
    html = drawn(panel)
    assert "in the next three years, between" in html
    assert f"From purchases on {figure.purchases} days" in html
    assert f"Class {figure.value_class}, factor {figure.factor} of 100." in html


def test_of_who_never_bought_it_says_so_and_claims_nothing(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    html = drawn(value_panel(asked_by(mia), open_shop[401]))
    assert "Has not bought yet." in html
    assert "No purchase is known" in html
    assert "Class" not in html


def test_where_no_cost_is_known_the_sum_says_that_margin_is_assumed(
    open_shop, mia, petra, now
) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    html = drawn(value_panel(asked_by(mia), open_shop[0]))
    assert "of the turnover are assumed as margin; costs are not known." in html
    assert reverse("value_rules") in html
    assert reverse("value_rules") not in drawn(value_panel(asked_by(petra), open_shop[0]))


def test_without_a_model_it_tells_what_was_brought_so_far(people, sell, mia, now) -> None:
    sell(people[0], AS_OF, (100,))
    refresh_values(by=mia, at=now, as_of=AS_OF)
    html = drawn(value_panel(asked_by(mia), people[0]))
    assert "so far." in html
    assert "None of 1 customers has bought again yet." in html
    assert "to come" not in html


def test_who_may_not_see_value_gets_no_panel(open_shop, mia, jonas, petra, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert value_panel(asked_by(jonas), open_shop[0]) is None
    assert overview_panel(asked_by(jonas)) is None
    assert actions_panel(asked_by(jonas)) is None
    assert value_panel(asked_by(petra), open_shop[0]) is not None


def test_before_the_first_run_there_is_nothing_to_show(people, mia) -> None:
    assert value_panel(asked_by(mia), people[0]) is None
    assert overview_panel(asked_by(mia)) is None
    assert actions_panel(asked_by(mia)) is None


def test_overview_and_actions_lead_to_the_customers(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert "bring half of what we earn" in drawn(overview_panel(asked_by(mia)))
    actions = drawn(actions_panel(asked_by(mia)))
    assert all(f"order=value&amp;class={name}" in actions for name in "ABCD")


def test_a_panel_takes_the_same_queries_for_every_customer(
    open_shop, mia, now, django_assert_num_queries
) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    for customer in (open_shop[0], open_shop[401]):
        with django_assert_num_queries(1):
            drawn(value_panel(asked_by(mia), customer))
