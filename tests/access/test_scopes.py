"""Whose customers somebody sees: all, those of their branches, their own; and who may say so."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from tests.access.conftest import see_only, settle

from nahbar.core.access import Ability, Role, may
from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.customers.operations.create import create_customer
from nahbar.customers.queries import of_visible, visible_among, visible_customers
from nahbar.moments.models import Encounter
from nahbar.moments.operations import note_encounter
from nahbar.team.models import Absence, Branch, Scope, ScopeKind
from nahbar.team.operations.scopes import set_scope
from nahbar.team.scopes import reach_of, stood_in_for

pytestmark = pytest.mark.django_db


def seen_by(person: User) -> set[str]:
    """The names of whom they see, as their next request finds them."""
    fresh = User.objects.get(pk=person.pk)
    return set(visible_customers(fresh).values_list("given_name", flat=True))


def test_without_a_scope_somebody_sees_the_whole_house(at_home: None, jonas: User) -> None:
    assert seen_by(jonas) == {"Anna", "Bernd"}


def test_a_branch_s_scope_reaches_its_customers_and_those_one_cares_for(
    at_home: None, jonas: User, mia: User, graz: Branch, bernd: Customer, now: datetime
) -> None:
    see_only(jonas, graz, mia=mia, now=now)
    assert seen_by(jonas) == {"Anna"}
    settle(bernd, now, carer_id=str(jonas.pk))
    assert seen_by(jonas) == {"Anna", "Bernd"}


def test_one_s_own_scope_reaches_whom_one_cares_for(
    at_home: None, jonas: User, mia: User, anna: Customer, now: datetime
) -> None:
    see_only(jonas, mia=mia, now=now)
    assert seen_by(jonas) == set()
    settle(anna, now, carer_id=str(jonas.pk))
    assert seen_by(jonas) == {"Anna"}


def test_a_stand_in_sees_whom_the_absent_colleague_cares_for(
    at_home: None, jonas: User, mia: User, petra: User, anna: Customer, now: datetime
) -> None:
    settle(anna, now, carer_id=str(petra.pk))
    see_only(jonas, mia=mia, now=now)
    today = datetime.now(now.tzinfo).date()
    away = Absence.objects.create(
        person=petra, first_day=today, last_day=today, stand_in=jonas, created_at=now
    )
    assert seen_by(jonas) == {"Anna"}
    away.last_day = away.first_day = today - timedelta(days=1)
    away.save()
    assert seen_by(jonas) == set()


def test_a_stand_in_who_is_away_passes_it_on(
    jonas: User, mia: User, petra: User, now: datetime
) -> None:
    day = now.date()
    for person, other in ((petra, mia), (mia, jonas)):
        Absence.objects.create(
            person=person, first_day=day, last_day=day, stand_in=other, created_at=now
        )
    assert stood_in_for(jonas, day) == {petra.pk, mia.pk}
    assert stood_in_for(mia, day) == set()


def test_two_who_stand_in_for_each_other_lead_nowhere(
    jonas: User, mia: User, now: datetime
) -> None:
    day = now.date()
    for person, other in ((jonas, mia), (mia, jonas)):
        Absence.objects.create(
            person=person, first_day=day, last_day=day, stand_in=other, created_at=now
        )
    assert stood_in_for(jonas, day) == set()


def test_owners_see_all_whatever_a_row_says(at_home: None, olga: User) -> None:
    Scope.objects.create(person=olga, kind=ScopeKind.OWN)
    assert seen_by(olga) == {"Anna", "Bernd"}


def test_the_house_itself_sees_all() -> None:
    assert reach_of(THE_COMMAND_LINE).is_whole


def test_rows_are_told_apart_by_their_customer(
    at_home: None,
    jonas: User,
    mia: User,
    graz: Branch,
    anna: Customer,
    bernd: Customer,
    now: datetime,
) -> None:
    fields = {"kind": "contact", "channel": "visit", "occurred_at": now}
    for one in (anna, bernd):
        note_encounter(one, {**fields, "text": one.given_name}, by=mia, at=now)
    who = see_only(jonas, graz, mia=mia, now=now)
    found = Encounter.objects.filter(of_visible(who)).values_list("text", flat=True)
    assert list(found) == ["Anna"]
    assert visible_among(who, [anna.pk, bernd.pk]) == {anna.pk}


def test_whoever_sees_a_part_keeps_seeing_whom_they_write_down(
    at_home: None, jonas: User, mia: User, now: datetime
) -> None:
    who = see_only(jonas, mia=mia, now=now)
    create_customer({"first_name": "Neu"}, by=who, at=now)
    assert seen_by(jonas) == {"Neu"}


def test_setting_a_scope_stands_in_the_ledger(
    jonas: User, mia: User, graz: Branch, now: datetime
) -> None:
    set_scope(jonas, ScopeKind.BRANCHES, [graz], by=mia, at=now)
    set_scope(jonas, ScopeKind.BRANCHES, [graz], by=mia, at=now)
    entry = LedgerEntry.objects.get(action="team.scope_set")
    assert (entry.actor, entry.subject_id) == (mia, jonas.pk)


@pytest.mark.parametrize(
    ("kind", "code"), [("branches", "branch_missing"), ("galaxy", "unknown_choice")]
)
def test_a_scope_must_be_one(jonas: User, mia: User, now: datetime, kind: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        set_scope(jonas, kind, by=mia, at=now)
    assert refusal.value.code == code


def test_nobody_sets_their_own_scope(mia: User, now: datetime) -> None:
    with pytest.raises(Refused, match="own scope") as refusal:
        set_scope(mia, ScopeKind.HOUSE, by=mia, at=now)
    assert refusal.value.code == "own_scope"


def test_an_owner_s_scope_cannot_be_narrowed(olga: User, mia: User, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        set_scope(olga, ScopeKind.OWN, by=mia, at=now)
    assert refusal.value.code == "owner_sees_all"


def test_who_sees_a_part_widens_nobody(
    jonas: User, mia: User, olga: User, graz: Branch, now: datetime
) -> None:
    narrow = see_only(mia, graz, mia=olga, now=now)
    see_only(jonas, graz, mia=olga, now=now)
    with pytest.raises(NotAllowed):
        set_scope(jonas, ScopeKind.HOUSE, by=narrow, at=now)


@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
def test_only_those_who_lead_set_scopes(
    role: Role, jonas: User, petra: User, now: datetime
) -> None:
    who = jonas if role == Role.STAFF else petra
    with pytest.raises(NotAllowed):
        set_scope(petra if who is jonas else jonas, ScopeKind.OWN, by=who, at=now)


def test_what_is_of_the_whole_house_asks_for_such_a_scope(
    mia: User, olga: User, graz: Branch, now: datetime
) -> None:
    assert may(mia, Ability.SEE_REPORT)
    narrow = see_only(mia, graz, mia=olga, now=now)
    assert not any(
        may(narrow, one) for one in (Ability.SEE_REPORT, Ability.RUN_IMPORTS, Ability.SET_SCOPES)
    )
    assert may(narrow, Ability.SEE_VALUE)


def test_the_page_of_a_colleague_s_scope(
    firm: object, as_mia: Client, jonas: User, graz: Branch
) -> None:
    page = reverse("person_scope", args=[jonas.public_id])
    assert as_mia.get(page).status_code == 200
    answer = as_mia.post(page, {"kind": "branches", "branches": [graz.pk]})
    assert (answer.status_code, answer["Location"]) == (302, reverse("team"))
    assert "Graz" in as_mia.get(reverse("team")).content.decode()
    assert as_mia.post(page, {"kind": "branches"}).status_code == 422


def test_one_s_own_scope_is_shown_without_a_form(as_mia: Client, mia: User) -> None:
    page = as_mia.get(reverse("person_scope", args=[mia.public_id])).content.decode()
    assert 'name="kind"' not in page
    answer = as_mia.post(reverse("person_scope", args=[mia.public_id]), {"kind": "house"})
    assert answer.status_code == 422


def test_the_pages_of_scopes_are_closed_to_the_others(as_jonas: Client, mia: User) -> None:
    assert as_jonas.get(reverse("person_scope", args=[mia.public_id])).status_code == 403
    assert (
        reverse("person_scope", args=[mia.public_id])
        not in as_jonas.get(reverse("team")).content.decode()
    )


def test_a_customer_s_branch_is_said_where_it_stands(
    at_home: None, as_mia: Client, anna: Customer, wien: Branch
) -> None:
    page = as_mia.get(reverse("customer", args=[anna.public_id])).content.decode()
    assert "Graz" in page
    spot = reverse("customer_spot", args=[anna.public_id, "head", "branch"])
    seen = f'{{"branch_id": "{Customer.objects.get(pk=anna.pk).branch_id}"}}'
    answer = as_mia.post(spot, {"branch_id": wien.pk, "seen": seen}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert Customer.objects.get(pk=anna.pk).branch == wien


def test_nobody_is_at_home_in_a_branch_that_there_is_not(anna: Customer, now: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        settle(anna, now, branch_id="4711")
    assert refusal.value.code == "unknown_choice"


def test_a_task_goes_to_nobody_who_does_not_see_the_customer(
    at_home: None, jonas: User, mia: User, graz: Branch, bernd: Customer, now: datetime
) -> None:
    from nahbar.agenda.operations.add import add_task  # noqa: PLC0415
    from nahbar.agenda.wishes import TaskWish  # noqa: PLC0415

    who = see_only(jonas, graz, mia=mia, now=now)
    wish = TaskWish("Call", who, now.date() + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        add_task(wish, customer=bernd, by=mia, at=now)
    assert refusal.value.code == "owner_cannot"


def test_the_scope_costs_a_page_two_queries_at_most(
    at_home: None,
    jonas: User,
    mia: User,
    graz: Branch,
    now: datetime,
    django_assert_max_num_queries: object,
) -> None:
    who = see_only(jonas, graz, mia=mia, now=now)
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # a fixture
        for _again in range(5):
            reach_of(who)
