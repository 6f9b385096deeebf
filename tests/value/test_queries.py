"""Answers for other rooms."""

import pytest
from tests.value.shop import AS_OF

from nahbar.value.models import CustomerValue
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.queries import key_of, page_by_value, value_of, values_of

pytestmark = pytest.mark.django_db


def test_before_the_first_run_nobody_has_a_figure(people) -> None:
    assert values_of([people[0].pk]) == {}
    assert value_of(people[0]) is None
    assert page_by_value(None, 10) == []


def test_figures_of_many_customers_take_two_queries(
    open_shop, mia, now, django_assert_num_queries
) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    for count in (1, 300):
        with django_assert_num_queries(2):
            assert len(values_of([c.pk for c in open_shop[:count]])) == count


def test_a_figure_knows_its_parts_and_its_rhythm(open_shop, mia, now, shop) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    days = shop.filter(customer=1)["day"].unique().sort()
    figure = value_of(open_shop[0])
    assert figure is not None
    assert (figure.first_on, figure.last_on, figure.purchases) == (days[0], days[-1], len(days))
    assert figure.value == figure.margin_so_far + figure.expected
    assert figure.rhythm == pytest.approx((days[-1] - days[0]).days / (len(days) - 1))
    assert (figure.currency, figure.as_of, figure.can_expect) == ("EUR", AS_OF, True)


def test_pages_follow_each_other_without_gap_or_repetition(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    seen: list[int] = []
    after = None
    while page := page_by_value(after, 37):
        seen += page
        after = key_of(values_of(page)[page[-1]])
    ranked = CustomerValue.objects.filter(has_history=True).order_by("-value", "-customer_id")
    assert len(seen) == 400
    assert seen == list(ranked.values_list("customer_id", flat=True))


def test_pages_hold_together_where_many_are_worth_the_same(people, sell, mia, now) -> None:
    for customer in people[:120]:
        sell(customer, AS_OF, (50,))
    refresh_values(by=mia, at=now, as_of=AS_OF)
    alike = sorted((c.pk for c in people[:120]), reverse=True)
    first = page_by_value(None, 100)
    assert first == alike[:100]
    after = key_of(values_of(first)[first[-1]])
    assert page_by_value(after, 1000) == alike[100:]


def test_who_has_never_bought_is_on_no_page_by_value(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert not {c.pk for c in open_shop[400:]} & set(page_by_value(None, 1000))
    figure = value_of(open_shop[401])
    assert figure is not None
    assert (figure.factor, figure.value_class, figure.is_told) == (None, "", True)


def test_before_any_order_no_figure_is_told(people, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    figure = value_of(people[0])
    assert figure is not None
    assert not figure.is_told


def test_the_drifting_are_listed_alone(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    drifting = page_by_value(None, 1000, drifting=True)
    assert drifting
    assert all(figure.is_drifting for figure in values_of(drifting).values())
    key = key_of(values_of(drifting)[drifting[2]])
    assert page_by_value(key, 1000, drifting=True) == drifting[3:]


def test_a_class_is_listed_alone(open_shop, mia, now) -> None:
    refresh_values(by=mia, at=now, as_of=AS_OF)
    classes = {name: page_by_value(None, 1000, name) for name in "ABCD"}
    assert sum(len(found) for found in classes.values()) == 400
    for name, found in classes.items():
        assert {figure.value_class for figure in values_of(found).values()} <= {name}
    key = key_of(values_of(classes["B"])[classes["B"][4]])
    assert page_by_value(key, 1000, "B") == classes["B"][5:]
