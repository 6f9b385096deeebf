"""Whom a filter means: over facts of several rooms, with and, or, not."""

from collections.abc import Callable
from datetime import datetime

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.customers.own import Define, Fill
from tests.lists.conftest import STAGES, Town, condition, met, set_to, whom

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.facts import Fact, FactKind
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.customers.lists.due import keep_all_anew
from nahbar.customers.lists.filters import DEEPEST, filter_from, parse_filter
from nahbar.customers.lists.keeping import keep_due
from nahbar.customers.lists.parts import SIZE, pack_part, unpack_part
from nahbar.customers.models import FactDue, FactPart, Tag

pytestmark = pytest.mark.django_db
Kept = Callable[[], None]

FORMER = condition("stage", "is", STAGES["former"])


@pytest.fixture(autouse=True)
def that_day(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """It is the Monday of the small town."""
    monkeypatch.setattr(clock, "now", lambda: now)


def regular() -> dict[str, str]:
    """Who has the tag."""
    return condition("tags", "is", str(Tag.objects.get(name="Stammgast").pk))


def test_conditions_hold_together_in_every_way(town: Town, mia: User, kept: Kept) -> None:
    kept()
    recent = condition("last_contact", "last", "100")
    assert whom(mia, {"all": []}) == "ABCDEF"
    assert whom(mia, {"all": [FORMER, regular()]}) == "B"
    assert whom(mia, {"any": [FORMER, regular()]}) == "ABCD"
    assert whom(mia, {"none": [FORMER, regular()]}) == "EF"
    assert whom(mia, {"all": [{"any": [FORMER, regular()]}, recent]}) == "AC"
    assert whom(mia, {"all": [{"none": [recent]}, regular()]}) == "BD"
    assert whom(mia, {"any": [{"all": []}, FORMER]}) == "AB"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (condition("stage", "is_not", STAGES["former"]), "CDEF"),
        (condition("stage", "is", "0,2"), "AB"),
        (condition("carer", "filled"), "C"),
        (condition("carer", "empty"), "ABDEF"),
        (condition("last_contact", "before", "100"), "D"),
        (condition("last_contact", "last", "3"), "A"),
        (condition("last_contact", "between", "2026-01-01", "2026-01-31"), "C"),
        (condition("last_contact", "empty"), "BEF"),
        (condition("mood", "is", "4"), "C"),
        (condition("encounters", "between", "1", ""), "ACD"),
        (condition("encounters", "is", "1"), "ACD"),
        (condition("has_mail", "filled"), ""),
        (condition("has_mail", "empty"), "ABCDEF"),
    ],
)
def test_each_comparison_finds_its_people(
    asked: dict[str, str], found: str, town: Town, mia: User, kept: Kept
) -> None:
    kept()
    assert whom(mia, asked) == found


def test_own_fields_of_every_kind_are_facts(
    town: Town, define: Define, fill: Fill, mia: User, kept: Kept
) -> None:
    hobby = define("Hobby")
    size = define("Size", "decimal")
    define("Bought on", "date")
    colours = define("Colours", "choices", words=["red", "blue"])
    define("Nice", "yes_no")
    fill(
        town["A"],
        hobby="Chess club",
        size="36,5",
        bought_on="1.3.2026",
        colours="red; blue",
        nice="yes",
    )
    fill(town["B"], hobby="Bowling", size="-40", colours="blue", nice="no")
    kept()
    red, blue = colours.choice_list.choices.order_by("position").values_list("pk", flat=True)  # type: ignore[union-attr]
    assert hobby.said_as == "own_hobby"
    assert size.said_as == "own_size"
    assert whom(mia, condition("own_hobby", "contains", "CHESS")) == "A"
    assert whom(mia, condition("own_hobby", "begins", "bow")) == "B"
    assert whom(mia, condition("own_size", "between", "36.5", "36.5")) == "A"
    assert whom(mia, condition("own_size", "between", "", "0")) == "B"
    assert whom(mia, condition("own_bought_on", "last", "1")) == "A"
    assert whom(mia, condition("own_colours", "is", str(red))) == "A"
    assert whom(mia, condition("own_colours", "is", f"{red},{blue}")) == "AB"
    assert whom(mia, condition("own_colours", "is_not", str(red))) == "BCDEF"
    assert whom(mia, condition("own_nice", "is", "0")) == "B"
    assert whom(mia, condition("own_nice", "empty")) == "CDEF"


def test_a_change_is_seen_at_once_and_after_it_was_kept(
    town: Town, mia: User, now: datetime
) -> None:
    keep_due()
    assert not FactDue.objects.exists()
    set_to(town["F"], stage="former", at=now)
    met(town["E"], now)
    assert whom(mia, FORMER) == "ABF"
    assert whom(mia, condition("last_contact", "last", "0")) == "E"
    keep_due()
    assert whom(mia, FORMER) == "ABF"
    town["A"].delete()
    keep_all_anew()
    keep_due()
    assert whom(mia, {"all": []}) == "BCDEF"
    assert whom(mia, FORMER) == "BF"


def test_keeping_twice_writes_nothing_new(town: Town) -> None:
    keep_due()
    before = dict(FactPart.objects.values_list("pk", "version"))
    keep_all_anew()
    keep_due()
    assert dict(FactPart.objects.values_list("pk", "version")) == before


def test_a_filter_nested_a_hundred_deep_is_refused() -> None:
    deep: dict[str, object] = FORMER  # type: ignore[assignment]
    for _level in range(100):
        deep = {"all": [deep]}
    with pytest.raises(Refused) as refusal:
        filter_from(deep)
    assert refusal.value.code == "filter_too_deep"
    with pytest.raises(Refused) as refusal:
        parse_filter('{"all":[' * 1_000)
    assert refusal.value.code in {"filter_not_understood", "filter_too_deep"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[", "filter_not_understood"),
        ("[1]", "filter_not_understood"),
        ('{"all": "x"}', "filter_not_understood"),
        ('{"all": [], "any": []}', "filter_not_understood"),
        ('{"fact": "stage"}', "filter_not_understood"),
        ('{"fact": "stage", "how": "is", "value": 3}', "filter_not_understood"),
        ('{"fact": "stage", "how": "drop table", "value": "3"}', "filter_not_understood"),
        ('{"fact": "stage", "how": "is", "value": "3", "more": "x"}', "filter_not_understood"),
        ('{"all": [' + ",".join(['{"all": []}'] * 70) + "]}", "filter_too_large"),
        ("x" * 20_000, "filter_too_long"),
    ],
)
def test_what_is_no_filter_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_filter(text)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "asked",
    [
        condition("stage", "is", "x"),
        condition("stage", "is", "9" * 40),
        condition("stage", "contains", "1"),
        condition("last_contact", "last", "-1"),
        condition("last_contact", "last", "999999"),
        condition("last_contact", "between", "2026-13-01"),
        condition("last_contact", "between"),
        condition("encounters", "is", "NaN"),
        condition("encounters", "is", "1e400"),
        condition("encounters", "between", "Infinity"),
        condition("nothing", "is", "1"),
        condition("place", "near", "20", "Nirgendwo"),
    ],
)
def test_a_condition_that_cannot_be_meant_is_refused(
    asked: dict[str, str], town: Town, mia: User
) -> None:
    with pytest.raises(Refused):
        whom(mia, asked)


def test_what_one_may_not_know_is_no_fact(town: Town, jonas: User, olga: User) -> None:
    """Neither by filter nor by another code than for what is not there at all."""
    for fact in ("value", "value_class", "nothing"):
        with pytest.raises(Refused) as refusal:
            whom(jonas, condition(fact, "filled"))
        assert refusal.value.code == "fact_not_for_you"
    assert whom(olga, condition("value", "filled")) == ""


TREES = st.recursive(
    st.sampled_from([FORMER, condition("carer", "filled"), condition("last_contact", "empty")]),
    lambda inner: st.builds(
        lambda held, nodes: {held: nodes},
        st.sampled_from(["all", "any", "none"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(tree=TREES)
def test_a_tree_means_whom_its_logic_says(tree: dict[str, object], town: Town) -> None:
    truth = {"stage": set("AB"), "carer": set("C"), "last_contact": set("BEF")}

    def meets(node: dict[str, object], name: str) -> bool:
        if "fact" in node:
            return name in truth[str(node["fact"])]
        [(held, nodes)] = node.items()
        all_of = [meets(one, name) for one in nodes]  # type: ignore[attr-defined]
        return {"all": all(all_of), "any": any(all_of), "none": not any(all_of)}[held]

    if _depth(tree) > DEEPEST:
        with pytest.raises(Refused):
            whom(THE_HOUSE, tree)
        return
    assert whom(THE_HOUSE, tree) == "".join(name for name in "ABCDEF" if meets(tree, name))


def _depth(node: dict[str, object]) -> int:
    if "fact" in node:
        return 0
    [nodes] = node.values()
    return 1 + max(_depth(one) for one in nodes)  # type: ignore[attr-defined]


def test_parts_survive_packing() -> None:
    number = Fact("n", "n", FactKind.NUMBER, "")
    text = Fact("t", "t", FactKind.TEXT, "")
    ids = np.array([SIZE, SIZE + 7, 2 * SIZE - 1])
    for fact, values in ((number, [-1, 2**40, 0]), (number, [1, 2, 3]), (text, ["ä", "", "x"])):
        frame = pl.DataFrame({"customer": ids, "value": values})
        assert unpack_part(pack_part(fact, frame, 1), 1).equals(frame)
