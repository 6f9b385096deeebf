"""A person's word on what a customer is worth."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests.value.shop import AS_OF

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.value.models import ValueOverride, ValueRun
from nahbar.value.operations.forget import forget_values
from nahbar.value.operations.override import override_value, withdraw_override
from nahbar.value.operations.refresh import refresh_values
from nahbar.value.queries import figure_as_data, page_by_value, value_of

pytestmark = pytest.mark.django_db
WORTH = Decimal("90000.50")


@pytest.fixture
def run(open_shop, mia: User, now) -> ValueRun:
    return refresh_values(by=mia, at=now, as_of=AS_OF)


@pytest.fixture
def anna(open_shop):
    return open_shop[0]


def test_a_word_counts_at_once_and_the_reckoned_value_stays_beside_it(
    run, anna, mia: User, now
) -> None:
    before = value_of(anna)
    override_value(anna, value=WORTH, reason=" will bring her sister ", by=mia, at=now)
    after = value_of(anna)
    assert before is not None
    assert after is not None
    assert (after.value, after.low, after.high) == (WORTH, WORTH, WORTH)
    assert after.reckoned == before.value
    assert after.expected == before.expected
    assert page_by_value(None, 1) == [anna.pk]
    assert ValueOverride.objects.get().reason == "will bring her sister"
    assert figure_as_data(after)["override"]["reckoned"]["amount"] == format(before.value, "f")


def test_it_stands_in_the_ledger_and_has_the_rest_reckoned_anew(run, anna, mia, now) -> None:
    override_value(anna, value=WORTH, reason="Sister", by=mia, at=now)
    entry = LedgerEntry.objects.get(action="value.overridden")
    assert (entry.actor, entry.subject_id) == (mia, anna.pk)
    text = LedgerText.objects.get(pk=entry.text_id)
    assert text.before == {}
    assert text.after == {"value": "90000.50", "reason": "Sister"}
    asked = [task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()]
    assert "nahbar.value.reactions.refresh_after" in asked


def test_it_outlives_the_next_reckoning_and_gives_a_class(run, anna, mia, now) -> None:
    override_value(anna, value=WORTH, reason="Sister", by=mia, at=now)
    later = refresh_values(by=mia, at=now, as_of=AS_OF)
    figure = value_of(anna)
    assert figure is not None
    assert (figure.value, figure.factor, figure.value_class) == (WORTH, 100, "A")
    assert later.totals["said"]["customers"] == 1
    change = Decimal(later.totals["said"]["change"])
    assert change == WORTH - (figure.reckoned or 0)
    assert Decimal(later.totals["value"]) == Decimal(run.totals["value"]) + change
    assert later.totals["moved"]["now"] == run.totals["moved"]["now"]


def test_whom_nobody_sold_anything_may_have_a_place_by_a_word(run, open_shop, mia, now) -> None:
    stranger = open_shop[401]
    override_value(stranger, value=Decimal(5000), reason="Signed yesterday", by=mia, at=now)
    refresh_values(by=mia, at=now, as_of=AS_OF)
    figure = value_of(stranger)
    assert figure is not None
    assert figure.value_class in set("ABCD")
    assert stranger.pk in page_by_value(None, 1000)


def test_a_withdrawn_word_leaves_what_was_reckoned(run, anna, mia, olga, now) -> None:
    before = value_of(anna)
    override_value(anna, value=WORTH, reason="Sister", by=mia, at=now)
    withdraw_override(anna, by=olga, at=now)
    assert value_of(anna) == before
    assert LedgerEntry.objects.get(action="value.override_withdrawn").actor == olga
    with pytest.raises(Refused) as refused:
        withdraw_override(anna, by=olga, at=now)
    assert refused.value.code == "not_overridden"
    refresh_values(by=mia, at=now, as_of=AS_OF)
    assert value_of(anna).reckoned is None  # type: ignore[union-attr]  # everybody has a figure


def test_a_second_word_replaces_the_first_and_both_are_kept(run, anna, mia, olga, now) -> None:
    reckoned = value_of(anna).value  # type: ignore[union-attr]  # everybody has a figure
    override_value(anna, value=WORTH, reason="Sister", by=mia, at=now)
    override_value(anna, value=Decimal(10), reason="Moves away", by=olga, at=now)
    assert list(ValueOverride.objects.order_by("pk").values_list("withdrawn_at", flat=True)) == [
        now,
        None,
    ]
    figure = value_of(anna)
    assert (figure.value, figure.reckoned) == (10, reckoned)  # type: ignore[union-attr]  # as above


@pytest.mark.parametrize("who", ["jonas", "petra"])
def test_only_leaders_have_a_word(who: str, run, anna, now, request) -> None:
    person = request.getfixturevalue(who)
    with pytest.raises(Refused) as refused:
        override_value(anna, value=WORTH, reason="Sister", by=person, at=now)
    assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as refused:
        withdraw_override(anna, by=person, at=now)
    assert refused.value.code == "not_allowed"
    assert not ValueOverride.objects.exists()


@pytest.mark.parametrize(
    ("value", "reason", "code"),
    [
        (WORTH, "  ", "reason_missing"),
        (Decimal("NaN"), "Sister", "value_impossible"),
        (Decimal("Infinity"), "Sister", "value_impossible"),
        (Decimal(10) ** 12, "Sister", "value_impossible"),
    ],
)
def test_a_word_without_reason_or_sense_is_refused(
    value: Decimal, reason: str, code: str, run, anna, mia, now
) -> None:
    with pytest.raises(Refused) as refused:
        override_value(anna, value=value, reason=reason, by=mia, at=now)
    assert refused.value.code == code
    assert not ValueOverride.objects.exists()


def test_before_the_first_reckoning_there_is_nothing_to_stand_beside(people, mia, now) -> None:
    with pytest.raises(Refused) as refused:
        override_value(people[0], value=WORTH, reason="Sister", by=mia, at=now)
    assert refused.value.code == "not_reckoned"


def test_who_is_removed_takes_the_word_with_them(run, anna, mia, now) -> None:
    import numpy as np  # noqa: PLC0415  # here alone

    override_value(anna, value=WORTH, reason="Sister", by=mia, at=now)
    assert forget_values(np.array([anna.pk])) == 1
    assert not ValueOverride.objects.exists()


def test_the_page_keeps_a_word_and_shows_who_said_it(run, anna, mia, as_mia: Client) -> None:
    mia.language = "en"
    mia.save()
    answers = {"value": "90000.50", "reason": "Will bring her sister"}
    answer = as_mia.post(reverse("value_override", args=[anna.public_id]), answers)
    page = reverse("value_of_customer", args=[anna.public_id])
    assert (answer.status_code, answer["Location"]) == (302, page)
    shown = as_mia.get(page).content.decode()
    assert "Will bring her sister" in shown
    assert "as we say ourselves" in shown
    assert "Mia Berger" in shown
    assert as_mia.post(reverse("value_withdraw", args=[anna.public_id])).status_code == 302
    assert "Will bring her sister" not in as_mia.get(page).content.decode()


def test_wrong_answers_come_back_with_the_form(run, anna, as_mia: Client) -> None:
    answer = as_mia.post(
        reverse("value_override", args=[anna.public_id]), {"value": "viel", "reason": ""}
    )
    assert answer.status_code == 422
    assert answer.content.decode().count("aria-invalid") == 2


def test_readers_see_no_form_and_strangers_no_page(run, anna, as_petra, as_jonas, as_mia) -> None:
    page = reverse("value_of_customer", args=[anna.public_id])
    override = reverse("value_override", args=[anna.public_id])
    assert override not in as_petra.get(page).content.decode()
    assert override in as_mia.get(page).content.decode()
    for client in (as_petra, as_jonas):
        assert client.post(override, {"value": "1", "reason": "x"}).status_code == 403
    nobody = reverse("value_override", args=["01890000-0000-7000-8000-000000000000"])
    assert as_mia.post(nobody, {"value": "1", "reason": "x"}).status_code == 404
