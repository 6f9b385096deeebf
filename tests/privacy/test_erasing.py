"""Somebody is erased: everything goes but what the law keeps, and others stay whole."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.access.rows import fill_all
from tests.access.town import prepare
from tests.privacy.folk import known

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import LedgerEntry, LedgerText, Source, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer, Relation, Remark
from nahbar.customers.operations.relations import relate
from nahbar.privacy import erasure_list
from nahbar.privacy.erasures_kept import replay_erasures
from nahbar.privacy.models.requests import Erasure, KeptByLaw, PersonRequest
from nahbar.privacy.operations.erase import ask_erasure, erase
from nahbar.privacy.operations.requests import note_request
from nahbar.privacy.operations.retain import let_kept_go
from nahbar.privacy.request_queries import foretell
from nahbar.sales.models import Order

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test has a list of erasures of its own."""
    monkeypatch.setattr(erasure_list, "_path", lambda: tmp_path / erasure_list.FILE)


def erased(customer: Customer, *, by: User, at: datetime, spots: tuple[str, ...] = ()) -> Erasure:
    asked = ask_erasure(customer, typed=customer.name, spots=spots, by=by, at=at)
    return erase(asked, by=by, at=at)


def ordered(customer: Customer, at: datetime, number: str) -> Order:
    source = Source.objects.get_or_create(name="Shop", defaults={"created_at": at})[0]
    return Order.objects.create(
        source=source, key=hash(number) % 2**40, number=number, customer=customer,
        kind="order", ordered_at=at, currency="EUR", amount=5_000_000,
    )  # fmt: skip


def test_a_customer_in_every_room_goes_from_every_room(
    anna: Customer, olga: User, now: datetime
) -> None:
    prepare(now)
    fill_all(anna, "Tokwort", now, [olga])
    done = erased(anna, by=olga, at=now)
    assert done.state == Erasure.State.DONE
    assert not Customer.objects.filter(pk=anna.pk).exists()
    assert not LedgerText.objects.filter(after__icontains="Tee").exists()
    assert LedgerEntry.objects.filter(action="privacy.erased", subject_id=done.pk).count() == 1
    assert LedgerEntry.objects.filter(
        subject_kind="customers.customer", subject_id=anna.pk
    ).exists()


def test_it_is_refused_without_the_very_name(anna: Customer, olga: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        ask_erasure(anna, typed="Anna", by=olga, at=now)
    assert refusal.value.code == "not_confirmed"
    assert not Erasure.objects.exists()


def test_only_those_who_lead_erase(anna: Customer, jonas: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        ask_erasure(anna, typed=anna.name, by=jonas, at=now)
    assert Customer.objects.filter(pk=anna.pk).exists()


def test_it_is_asked_for_once(anna: Customer, olga: User, now: datetime) -> None:
    ask_erasure(anna, typed=anna.name, by=olga, at=now)
    with pytest.raises(Refused) as refusal:
        ask_erasure(anna, typed=anna.name, by=olga, at=now)
    assert refusal.value.code == "erased_already"


def test_the_law_keeps_orders_without_the_person_until_their_day(
    anna: Customer, olga: User, now: datetime
) -> None:
    young, old = ordered(anna, now, "R-1"), ordered(anna, now - timedelta(days=9 * 366), "R-2")
    done = erased(anna, by=olga, at=now)
    young.refresh_from_db()
    assert young.customer_id is None
    assert young.amount == 5_000_000
    assert not Order.objects.filter(pk=old.pk).exists()
    kept = KeptByLaw.objects.get(erasure=done)
    assert (kept.ids, kept.until.isoformat()) == ([young.pk], "2033-12-31")
    assert let_kept_go(at=datetime(2033, 12, 31, 12, tzinfo=now.tzinfo)) == 0
    assert let_kept_go(at=datetime(2034, 1, 1, 12, tzinfo=now.tzinfo)) == 1
    assert not Order.objects.filter(pk=young.pk).exists()


def test_the_preview_says_what_goes_and_what_stays(
    anna: Customer, bernd: Customer, now: datetime
) -> None:
    ordered(anna, now, "R-1")
    foretold = foretell(anna)
    going = {one.holding.key: one for one in foretold.going}
    assert going["moments.encounters"].rows == 1
    assert "measures.findings" not in going
    [(mention, whom)] = foretold.mentions
    assert (mention.customer, whom) == (bernd.pk, "Bernd Moser")
    assert Customer.objects.filter(pk=anna.pk).exists()


def test_others_stay_whole_and_words_on_them_stay_unless_decided(
    anna: Customer, bernd: Customer, olga: User, now: datetime
) -> None:
    before = Customer.objects.values().get(pk=bernd.pk)
    erased(anna, by=olga, at=now)
    assert Customer.objects.values().get(pk=bernd.pk) == before
    assert Remark.objects.get(customer=bernd).text == "Verheiratet mit Anna Berger"
    assert not Relation.objects.exists()


def test_words_on_others_go_where_somebody_decided_so(
    anna: Customer, bernd: Customer, olga: User, now: datetime
) -> None:
    spot = foretell(anna).mentions[0][0].spot
    erased(anna, by=olga, at=now, spots=(spot,))
    assert "Berger" not in Remark.objects.get(customer=bernd).text
    assert not [
        text for text in LedgerText.objects.all() if "Anna Berger" in f"{text.after}{text.before}"
    ]


def test_a_request_stays_without_its_words(anna: Customer, olga: User, now: datetime) -> None:
    note_request(
        anna,
        "erasure",
        received_on=now.date(),
        owner=olga,
        note="Bitte löschen, Anna Berger",
        by=olga,
        at=now,
    )
    erased(anna, by=olga, at=now)
    left = PersonRequest.objects.get()
    assert (left.customer, left.note, left.kind) == (None, "", "erasure")


def test_cut_off_it_goes_on_where_it_was(
    anna: Customer, olga: User, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask_erasure(anna, typed=anna.name, by=olga, at=now)
    for step in ("_out_of_files", "_out_of_rows", "_out_of_traces"):
        with monkeypatch.context() as cut:
            cut.setattr(f"nahbar.privacy.operations.erase.{step}", _killed)
            with pytest.raises(KeyboardInterrupt):
                erase(asked, by=olga, at=now)
    assert erase(asked, by=olga, at=now).state == Erasure.State.DONE
    assert not Customer.objects.filter(pk=anna.pk).exists()
    assert len(erasure_list.all_erased()) == 1


def _killed(*_arguments: object) -> None:
    raise KeyboardInterrupt


def test_an_older_backup_does_not_bring_them_back(
    anna: Customer, olga: User, now: datetime
) -> None:
    public_id = anna.public_id
    erased(anna, by=olga, at=now)
    back = known("Anna", "Berger", "anna@berger.example", now)
    Customer.objects.filter(pk=back.pk).update(public_id=public_id)
    Erasure.objects.all().delete()
    assert replay_erasures() == 1
    assert not Customer.objects.filter(public_id=public_id).exists()
    assert replay_erasures() == 0


def test_the_list_says_nothing_of_anybody(anna: Customer, olga: User, now: datetime) -> None:
    erased(anna, by=olga, at=now)
    [line] = erasure_list.read_lines()
    assert not [word for word in ("anna", "berger", "graz") if word in line.lower()]


def test_lists_are_joined_without_repeating(tmp_path: Path) -> None:
    assert erasure_list.add_lines(['{"id": "a", "at": "x"}', '{"id": "b", "at": "x"}']) == 2
    assert erasure_list.add_lines(['{"id": "b", "at": "x"}', '{"id": "c", "at": "x"}']) == 1
    assert [one.id for one in erasure_list.all_erased()] == ["a", "b", "c"]


TIES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=8)


@given(ties=TIES, who=st.integers(0, 4))
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_erasing_one_of_many_leaves_the_others_as_they_were(
    olga: User, now: datetime, ties: list[tuple[int, int]], who: int
) -> None:
    Customer.objects.all().delete()
    people = [known(f"P{n}", f"Q{n}", f"p{n}@q.example", now) for n in range(5)]
    for one, other in ties:
        if one != other:
            relate(people[one], people[other], "influences", by=THE_HOUSE, at=now)
    gone = people[who]
    rest = Customer.objects.exclude(pk=gone.pk).order_by("pk")
    before = (list(rest.values()), _ties(gone))
    erased(gone, by=olga, at=now)
    assert (list(rest.values()), _ties(gone)) == before


def _ties(gone: Customer) -> list[tuple[int, int]]:
    left = Relation.objects.exclude(origin=gone.pk).exclude(target=gone.pk).order_by("pk")
    return list(left.values_list("origin_id", "target_id"))
