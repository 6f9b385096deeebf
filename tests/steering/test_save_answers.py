"""What the firm says of itself: kept once, all optional, with its rules of value."""

import pytest

from nahbar.core.models import LedgerEntry, LedgerText
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.steering.models import Competitor, FirmAnswers
from nahbar.steering.operations.save_answers import save_answers
from nahbar.steering.queries import what_was_said
from nahbar.value.models import LongCycle, ValueSettings

pytestmark = pytest.mark.django_db

ANSWERS = {"trade": "dealership", "branches": 2, "relations": "Gut.", "relations_mark": 4}
RIVALS = [{"name": "Autohaus Moser", "acts": "laut", "succeeds": "Preis"}]


def test_answers_and_competitors_are_kept(mia, now) -> None:
    save_answers(answers=ANSWERS, competitors=RIVALS, version=1, by=mia, at=now)
    said = what_was_said()
    assert (said.firm.trade, said.firm.branches, said.firm.relations_mark) == ("dealership", 2, 4)
    assert [(one.name, one.succeeds) for one in said.competitors] == [("Autohaus Moser", "Preis")]
    assert said.firm.version == 2


def test_the_ledger_says_what_was_before_and_after(mia, now) -> None:
    save_answers(answers=ANSWERS, competitors=RIVALS, version=1, by=mia, at=now)
    save_answers(answers={"branches": 3}, competitors=RIVALS, version=2, by=mia, at=now)
    entry = LedgerEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.fields) == ("steering.answered", mia, ["branches"])
    text = LedgerText.objects.get(pk=entry.text_id)
    assert (text.before, text.after) == ({"branches": 2}, {"branches": 3})


def test_saving_the_same_changes_nothing(mia, now) -> None:
    save_answers(answers=ANSWERS, competitors=RIVALS, version=1, by=mia, at=now)
    rows, rivals = LedgerEntry.objects.count(), list(Competitor.objects.values_list("pk"))
    save_answers(answers=ANSWERS, competitors=RIVALS, version=2, by=mia, at=now)
    assert LedgerEntry.objects.count() == rows
    assert list(Competitor.objects.values_list("pk")) == rivals


def test_a_row_without_a_name_is_no_competitor(mia, now) -> None:
    rows = [{"name": " ", "acts": "laut", "succeeds": ""}, *RIVALS]
    save_answers(answers={}, competitors=rows, version=1, by=mia, at=now)
    assert Competitor.objects.count() == 1


def test_what_counts_as_a_visit_and_lasts_for_years_becomes_a_rule_of_value(mia, now) -> None:
    save_answers(
        answers={},
        competitors=[],
        counts_visits=True,
        long_groups=["Neuwagen"],
        version=1,
        by=mia,
        at=now,
    )
    assert ValueSettings.objects.get().counts_visits
    assert list(LongCycle.objects.values_list("group", flat=True)) == ["Neuwagen"]


def test_whoever_began_before_another_saved_is_refused(mia, olga, now) -> None:
    save_answers(answers=ANSWERS, competitors=[], version=1, by=mia, at=now)
    with pytest.raises(Refused) as refused:
        save_answers(answers={"branches": 9}, competitors=[], version=1, by=olga, at=now)
    assert refused.value.code == "changed_meanwhile"
    assert FirmAnswers.objects.get().branches == 2


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"relations_mark": 6}, "answer_impossible"),
        ({"trade": "piracy"}, "answer_impossible"),
        ({"wishes": "x" * 1_001}, "too_long"),
    ],
)
def test_impossible_answers_are_refused(answers, code: str, mia, now) -> None:
    with pytest.raises(Refused) as refused:
        save_answers(answers=answers, competitors=[], version=1, by=mia, at=now)
    assert refused.value.code == code


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_answer_for_the_firm(who: str, request, now) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        save_answers(answers=ANSWERS, competitors=[], version=1, by=person, at=now)
    assert not FirmAnswers.objects.exists()
