"""Single fields by role: private notes, remarks, own fields, value; on pages, in files, in histories."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from tests.customers.own import Define, Fill

from nahbar.core import search
from nahbar.core.access import ACCESS, Ability, Role
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.single_fields import READ_BY, SingleField, may_read_note, roles_reading
from nahbar.customers.export import customer_frames
from nahbar.customers.models import Customer
from nahbar.customers.operations.own_values import set_own_values
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.operations.undo_change import undo_change
from nahbar.customers.queries import changes_of, remarks_of
from nahbar.desk.customer_sheet import customer_sheet
from nahbar.moments.correcting import remove_encounter
from nahbar.moments.models import Encounter
from nahbar.moments.narrowing import Wanted
from nahbar.moments.operations import note_encounter
from nahbar.moments.timeline import page
from nahbar.value.models import ValueOverride

pytestmark = pytest.mark.django_db
SECRET = "Geheimwort"


@pytest.fixture
def private(anna: Customer, mia: User, now: datetime) -> Encounter:
    """What Mia noted for herself and those who lead."""
    fields = {"kind": "contact", "channel": "visit", "occurred_at": now, "mood": 1}
    words = {"text": f"{SECRET} im Vertrauen", "mood_word": SECRET, "is_private": True}
    return note_encounter(anna, {**fields, **words}, by=mia, at=now)


def test_one_table_says_which_role_reads_a_single_field() -> None:
    assert set(READ_BY) == set(SingleField)
    assert roles_reading(SingleField.VALUE) == ACCESS[Ability.SEE_VALUE]
    assert roles_reading(SingleField.PRIVATE_NOTE) == {Role.OWNER, Role.MANAGER}


def test_a_private_note_is_read_by_its_author_and_those_who_lead(
    private: Encounter, anna: Customer, mia: User, olga: User, jonas: User, petra: User
) -> None:
    texts = {who.name: page(anna, by=who).entries[0] for who in (mia, olga, jonas, petra)}
    assert [SECRET in one.text for one in texts.values()] == [True, True, False, False]
    assert [one.is_hidden for one in texts.values()] == [False, False, True, True]
    assert texts[jonas.name].mood == 1
    assert texts[jonas.name].word == ""


def test_a_member_of_staff_reads_their_own(anna: Customer, jonas: User, petra: User) -> None:
    assert may_read_note(jonas, jonas.pk, is_private=True)
    assert not may_read_note(petra, jonas.pk, is_private=True)
    assert not may_read_note(None, None, is_private=True)
    assert may_read_note(None, None, is_private=False)


def test_no_page_tells_a_private_note_to_others(
    private: Encounter, anna: Customer, as_jonas: Client, as_mia: Client
) -> None:
    for name in ("customer", "customer_timeline", "customer_history"):
        url = reverse(name, args=[anna.public_id])
        part = {"HX-Request": "true"} if name == "customer_timeline" else {}
        assert SECRET not in as_jonas.get(url, headers=part).content.decode(), name
        assert SECRET in as_mia.get(url, headers=part).content.decode(), name


def test_no_search_finds_a_private_note(private: Encounter, anna: Customer, jonas: User) -> None:
    assert page(anna, by=jonas, wanted=Wanted(find=SECRET)).entries == []
    assert search.search_customers(SECRET) == []


def test_a_removed_private_note_stays_private_in_the_history(
    private: Encounter, anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    remove_encounter(private, by=mia, at=now)
    told = [value for one in changes_of(anna, by=jonas) for value in (one.before, one.after)]
    assert SECRET not in str(told)
    assert SECRET in str([one.after for one in changes_of(anna, by=mia)])


def test_a_private_note_is_not_shown_by_the_command(
    private: Encounter, anna: Customer, jonas: User, mia: User
) -> None:
    assert SECRET not in str(customer_sheet(anna, by=jonas, entries=10))
    assert SECRET in str(customer_sheet(anna, by=mia, entries=10))


def test_a_private_remark_is_for_few(
    anna: Customer, mia: User, jonas: User, as_jonas: Client, as_mia: Client, now: datetime
) -> None:
    remark = add_remark(anna, "likes", SECRET, is_private=True, by=mia, at=now)
    add_remark(anna, "likes", "Kaffee", by=mia, at=now)
    assert [one.text for one in remarks_of(anna, jonas)] == ["Kaffee"]
    assert [one.text for one in remarks_of(anna)] == ["Kaffee"]
    url = reverse("customer", args=[anna.public_id])
    assert SECRET not in as_jonas.get(url).content.decode()
    assert SECRET in as_mia.get(url).content.decode()
    for name in ("customer_history", "customer_remarks"):
        assert SECRET not in as_jonas.get(reverse(name, args=[anna.public_id])).content.decode()
    field = reverse("customer_field", args=[anna.public_id, "remarks"])
    assert SECRET not in as_jonas.get(field).content.decode()
    spot = reverse("customer_spot", args=[anna.public_id, "remarks", f"remark-{remark.pk}"])
    assert as_jonas.get(spot).status_code == 404
    end = reverse("remark_end", args=[anna.public_id, remark.pk])
    assert as_jonas.post(end).status_code == 404
    with pytest.raises(NotAllowed):
        end_remark(remark, by=jonas, at=now)
    assert search.search_customers(SECRET) == []


def test_what_somebody_may_not_read_they_cannot_take_back(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    add_remark(anna, "likes", SECRET, is_private=True, by=mia, at=now)
    entry = LedgerEntry.objects.get(action="customers.remark_added")
    with pytest.raises(NotAllowed):
        undo_change(entry, by=jonas, at=now)
    undo_change(entry, by=mia, at=now)


def test_an_own_field_is_read_by_the_roles_it_names(
    define: Define,
    anna: Customer,
    mia: User,
    jonas: User,
    as_jonas: Client,
    as_mia: Client,
    now: datetime,
) -> None:
    field = define("Einkommen", seen_by=[Role.OWNER, Role.MANAGER], on_list=True)
    set_own_values(anna, {field.key: SECRET}, by=mia, at=now)
    assert (
        SECRET
        not in as_jonas.get(reverse("customer_history", args=[anna.public_id])).content.decode()
    )
    assert SECRET in str(changes_of(anna, by=mia))
    assert SECRET not in str(changes_of(anna, by=jonas))
    pages = [reverse("customer", args=[anna.public_id]), reverse("customers")]
    for url in pages:
        assert SECRET not in as_jonas.get(url).content.decode(), url
        assert SECRET in as_mia.get(url).content.decode(), url
    assert search.search_customers(SECRET) == []
    assert (
        as_jonas.get(reverse("customer_own_field", args=[anna.public_id, field.key])).status_code
        == 404
    )
    with pytest.raises(Refused) as refusal:
        set_own_values(anna, {field.key: "x"}, by=jonas, at=now)
    assert refusal.value.code == "own_field_unknown"


def test_a_field_for_owners_is_not_in_a_manager_s_file(
    define: Define, fill: Fill, anna: Customer, mia: User, olga: User, now: datetime
) -> None:
    field = define("Gehalt", seen_by=[Role.OWNER])
    set_own_values(anna, {field.key: SECRET}, by=olga, at=now)
    files = {who.name: list(customer_frames(by=who, at=now, kind="csv")) for who in (mia, olga)}
    assert [SECRET in str(frames) for frames in files.values()] == [False, True]
    assert field.said_as not in files[mia.name][0].columns


def test_value_in_the_history_is_for_who_sees_value(
    anna: Customer, mia: User, jonas: User, now: datetime
) -> None:
    from django.db import transaction  # noqa: PLC0415

    from nahbar.core.ledger import record  # noqa: PLC0415

    with transaction.atomic():
        said = {"value": "123456.78", "reason": SECRET}
        record("value.overridden", by=mia, at=now, subject=anna, after=said)
    assert ValueOverride.objects.count() == 0
    assert SECRET not in str(changes_of(anna, by=jonas))
    assert SECRET in str(changes_of(anna, by=mia))
