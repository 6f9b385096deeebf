"""Any change is taken back by whom it was made or who leads, and never over something newer."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.customers.folk import anna, bernd

from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.change_log import taken_back_by, visible_changes
from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.reversals import WITHIN, ChangedSince
from nahbar.core.taking_back import take_back
from nahbar.customers.models import Customer, OwnField, Tag
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.customers.operations.create import create_customer
from nahbar.customers.operations.hand import shown_now
from nahbar.customers.operations.own_fields import change_field, define_field
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag
from nahbar.team.models import Firm, Scope
from nahbar.team.operations.house import change_firm

__all__ = ["anna", "bernd"]
pytestmark = pytest.mark.django_db


def last(action: str = "") -> LedgerEntry:
    rows = LedgerEntry.objects.filter(action=action) if action else LedgerEntry.objects.all()
    return rows.latest("pk")


def call(customer: Customer, name: str, by: User, at: datetime) -> LedgerEntry:
    customer.refresh_from_db()
    change_customer(customer, {"last_name": name}, seen=shown_now(customer), by=by, at=at)
    customer.refresh_from_db()
    return last("customers.changed")


def test_one_row_of_the_ledger_names_what_it_took_back(
    anna: Customer, jonas: User, now: datetime
) -> None:
    before = anna.family_name
    entry = call(anna, "Egger", jonas, now)
    taken = take_back(entry.pk, by=jonas, at=now)
    anna.refresh_from_db()
    assert anna.family_name == before
    assert LedgerEntry.objects.filter(pk__gt=entry.pk).count() == 1
    assert taken.details["undoes"] == entry.pk
    assert taken_back_by([entry]) == {entry.pk: taken}


def test_what_was_replaced_is_one_row_as_well(anna: Customer, jonas: User, now: datetime) -> None:
    wrong = add_contact_point(anna, "phone", "0664 1234567", by=jonas, at=now)
    add_contact_point(anna, "phone", "0664 7654321", instead_of=wrong, by=jonas, at=now)
    entry = last("customers.contact_point_added")
    taken = take_back(entry.pk, by=jonas, at=now)
    assert LedgerEntry.objects.filter(pk__gt=entry.pk).count() == 1
    take_back(taken.pk, by=jonas, at=now)
    held = anna.contact_points.filter(valid_until=None)
    assert [point.value for point in held] == ["+436647654321"]


def test_a_taking_back_is_taken_back(anna: Customer, jonas: User, now: datetime) -> None:
    entry = call(anna, "Egger", jonas, now)
    taken = take_back(entry.pk, by=jonas, at=now)
    again = take_back(taken.pk, by=jonas, at=now)
    anna.refresh_from_db()
    assert anna.family_name == "Egger"
    assert taken_back_by([entry]) == {}
    assert taken_back_by([taken]) == {taken.pk: again}


def test_twice_is_refused(anna: Customer, jonas: User, now: datetime) -> None:
    entry = call(anna, "Egger", jonas, now)
    take_back(entry.pk, by=jonas, at=now)
    with pytest.raises(Refused) as refusal:
        take_back(entry.pk, by=jonas, at=now)
    assert refusal.value.code == "taken_back_already"


def test_both_values_are_told_where_somebody_changed_it_since(
    anna: Customer, jonas: User, mia: User, now: datetime
) -> None:
    before = anna.family_name
    entry = call(anna, "Egger", jonas, now)
    call(anna, "Moser", mia, now)
    with pytest.raises(ChangedSince) as refusal:
        take_back(entry.pk, by=jonas, at=now)
    [clash] = refusal.value.clashes
    assert (clash.field, clash.again, clash.now) == ("last_name", before, "Moser")
    anna.refresh_from_db()
    assert anna.family_name == "Moser"


def test_what_others_did_is_for_those_who_lead(
    anna: Customer, jonas: User, mia: User, petra: User, now: datetime
) -> None:
    entry = call(anna, "Egger", mia, now)
    for person in (jonas, petra):
        with pytest.raises(NotAllowed):
            take_back(entry.pk, by=person, at=now)
    assert take_back(entry.pk, by=mia, at=now)
    theirs = call(anna, "Moser", jonas, now)
    assert take_back(theirs.pk, by=mia, at=now).actor == mia


def test_after_thirty_days_it_stays(anna: Customer, jonas: User, now: datetime) -> None:
    entry = call(anna, "Egger", jonas, now)
    with pytest.raises(Refused) as refusal:
        take_back(entry.pk, by=jonas, at=now + WITHIN + timedelta(seconds=1))
    assert refusal.value.code == "too_long_ago"


def test_what_is_there_for_good_says_why(olga: User, now: datetime) -> None:
    from nahbar.core.people import add_person  # noqa: PLC0415

    add_person("eva@lind.example", name="Eva", role="staff", by=olga, at=now)  # type: ignore[arg-type]
    with pytest.raises(Refused) as refusal:
        take_back(last("people.added").pk, by=olga, at=now)
    assert refusal.value.code == "not_undoable"
    assert "opposite" in str(refusal.value)


def test_nobody_takes_back_what_they_may_not_see(
    anna: Customer, jonas: User, now: datetime
) -> None:
    entry = call(anna, "Egger", jonas, now)
    Scope.objects.create(person=jonas, kind="own")
    jonas = User.objects.get(pk=jonas.pk)
    assert not visible_changes(jonas).filter(pk=entry.pk).exists()
    with pytest.raises(Refused) as refusal:
        take_back(entry.pk, by=jonas, at=now)
    assert refusal.value.code == "not_found"


def test_a_field_that_is_not_for_a_role_is_not_taken_back_by_it(
    anna: Customer, jonas: User, mia: User, now: datetime
) -> None:
    from nahbar.customers.operations.own_values import set_own_values  # noqa: PLC0415

    field = define_field("Schuhe", "text", by=mia, at=now)
    set_own_values(anna, {field.key: "38"}, by=jonas, at=now)
    entry = last("customers.own_changed")
    change_field(field, seen_by=["owner", "manager"], by=mia, at=now)
    with pytest.raises(NotAllowed):
        take_back(entry.pk, by=jonas, at=now)
    assert take_back(entry.pk, by=mia, at=now)


def test_somebody_written_down_by_mistake_goes_with_all_that_was_said_then(
    jonas: User, now: datetime
) -> None:
    made = create_customer({"last_name": "Egger"}, contacts=[("phone", "0664 1")], by=jonas, at=now)
    entry = last("customers.created")
    taken = take_back(entry.pk, by=jonas, at=now)
    assert not Customer.objects.filter(pk=made.pk).exists()
    take_back(taken.pk, by=jonas, at=now)
    again = Customer.objects.get(pk=made.pk)
    assert (again.public_id, again.name) == (made.public_id, "Egger")
    assert again.contact_points.filter(valid_until=None).count() == 1
    assert again.records.filter(superseded_at=None).get().fields["last_name"] == "Egger"


def test_somebody_of_whom_more_was_written_since_stays(jonas: User, now: datetime) -> None:
    made = create_customer({"last_name": "Egger"}, by=jonas, at=now)
    entry, later = last("customers.created"), now + timedelta(minutes=1)
    add_remark(made, "likes", "Tea", by=jonas, at=later)
    with pytest.raises(ChangedSince):
        take_back(entry.pk, by=jonas, at=later)
    take_back(last("customers.remark_added").pk, by=jonas, at=later)
    take_back(entry.pk, by=jonas, at=later)
    assert not Customer.objects.filter(pk=made.pk).exists()


def test_what_hangs_on_it_keeps_it(jonas: User, anna: Customer, now: datetime) -> None:
    from tests.agenda.folk import take_on  # noqa: PLC0415

    made = create_customer({"last_name": "Egger"}, by=jonas, at=now)
    entry = last("customers.created")
    take_on(jonas, now, customer=made)
    with pytest.raises(ChangedSince):
        take_back(entry.pk, by=jonas, at=now)
    assert Customer.objects.filter(pk=made.pk).exists()


def test_a_word_that_came_with_a_tag_goes_with_it(
    anna: Customer, jonas: User, now: datetime
) -> None:
    tag(anna, "Stammgast", by=jonas, at=now)
    taken = take_back(last("customers.tagged").pk, by=jonas, at=now)
    assert not Tag.objects.exists()
    take_back(taken.pk, by=jonas, at=now)
    assert [one.name for one in anna.tags.all()] == ["Stammgast"]


def test_words_that_were_erased_are_not_put_back(mia: User, now: datetime) -> None:
    field = define_field("Schuhe", "text", by=mia, at=now)
    change_field(field, label="Schuhgröße", by=mia, at=now)
    LedgerText.objects.update(before={}, after={})
    with pytest.raises(Refused) as refusal:
        take_back(last("customers.field_changed").pk, by=mia, at=now)
    assert refusal.value.code == "words_gone"
    assert OwnField.objects.get().label == "Schuhgröße"


def test_a_role_taken_away_meanwhile_takes_nothing_back(
    firm: Firm, olga: User, now: datetime
) -> None:
    change_firm(firm, name="Lind & Töchter", by=olga, at=now)
    entry = last("house.changed")
    User.objects.filter(pk=olga.pk).update(role="staff")
    with pytest.raises(Refused):
        take_back(entry.pk, by=User.objects.get(pk=olga.pk), at=now)
    assert Firm.objects.get().name == "Lind & Töchter"


def test_the_command_line_takes_back_what_anybody_did(
    anna: Customer, jonas: User, now: datetime
) -> None:
    entry = call(anna, "Egger", jonas, now)
    taken = take_back(entry.pk, by=THE_COMMAND_LINE, at=now)
    assert (taken.actor, taken.via) == (None, "command")


@pytest.mark.parametrize("key", [0, 999_999_999])
def test_there_is_no_such_change(jonas: User, now: datetime, key: Any) -> None:
    with pytest.raises(Refused) as refusal:
        take_back(key, by=jonas, at=now)
    assert refusal.value.code == "not_found"
