"""Changing how the firm reckons."""

from decimal import Decimal

import pytest

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.value.models import GroupMargin, ValueSettings
from nahbar.value.operations.change_rules import change_rules
from nahbar.value.rules import Rules, current_rules

pytestmark = pytest.mark.django_db


def test_without_a_change_the_usual_rules_hold() -> None:
    assert current_rules() == Rules()


def test_a_change_holds_and_stands_in_the_ledger(mia: User, now) -> None:
    change_rules(
        rules={"margin_percent": Decimal("42.5"), "horizon_months": 36},
        group_margins={"Tee": Decimal(80)},
        version=1,
        by=mia,
        at=now,
    )
    rules = current_rules()
    assert (rules.margin_share, rules.group_margins) == (0.425, {"Tee": 0.8})
    entry = LedgerEntry.objects.get(action="value.rules_changed")
    assert entry.actor == mia
    text = LedgerText.objects.get(pk=entry.text_id)
    assert text.after == {"margin_percent": "42.5", "group:Tee": "80"}
    assert text.before == {"margin_percent": "30.00", "group:Tee": None}


def test_a_margin_left_empty_gives_the_group_the_firms_rate_again(mia: User, now) -> None:
    GroupMargin.objects.create(group="Tee", percent=80)
    change_rules(rules={}, group_margins={"Tee": None}, version=1, by=mia, at=now)
    assert current_rules().group_margins == {}


def test_nothing_changed_is_nothing_written(mia: User, now) -> None:
    settings = change_rules(rules={"horizon_months": 36}, version=1, by=mia, at=now)
    assert settings.version == 1
    assert not LedgerEntry.objects.exists()


def test_two_changes_at_once_do_not_overwrite_each_other(mia: User, olga: User, now) -> None:
    change_rules(rules={"horizon_months": 24}, version=1, by=mia, at=now)
    with pytest.raises(Refused) as refused:
        change_rules(rules={"horizon_months": 12}, version=1, by=olga, at=now)
    assert refused.value.code == "changed_meanwhile"
    assert ValueSettings.objects.get().horizon_months == 24


@pytest.mark.parametrize(
    "rules",
    [
        {"margin_percent": Decimal(101)},
        {"horizon_months": 0},
        {"discount_percent": Decimal(-1)},
        {"class_a_percent": 60, "class_b_percent": 50},
    ],
)
def test_impossible_rules_are_refused_and_nothing_is_kept(rules: dict, mia: User, now) -> None:
    with pytest.raises(Refused) as refused:
        change_rules(rules=rules, version=1, by=mia, at=now)
    assert refused.value.code == "rules_impossible"
    assert current_rules() == Rules()


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_change_rules(who: str, now, request) -> None:
    with pytest.raises(Refused) as refused:
        change_rules(rules={}, version=1, by=request.getfixturevalue(who), at=now)
    assert refused.value.code == "not_allowed"
