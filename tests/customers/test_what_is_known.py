"""Ways to reach a customer, days, remarks, relations, words: added, ended, refused, remembered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils.translation import override

from nahbar.core.models import LedgerEntry, LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer, Relation, Tag
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.days import add_day, end_day
from nahbar.customers.operations.relations import relate, unrelate
from nahbar.customers.operations.remarks import add_remark, end_remark
from nahbar.customers.operations.tags import tag, untag
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db


def told() -> tuple[str, dict[str, Any], dict[str, Any]]:
    """What the ledger's last row says."""
    entry = LedgerEntry.objects.latest("pk")
    text = LedgerText.objects.filter(pk=entry.text_id).first()
    return entry.action, text.before if text else {}, text.after if text else {}


def test_a_mail_address_keeps_its_case_before_the_at(
    anna: Customer, mia: User, now: datetime
) -> None:
    point = add_contact_point(anna, "email", " Anna.B@Example.AT ", by=mia, at=now)
    assert (point.value, point.normal) == ("Anna.B@example.at", "anna.b@example.at")
    assert told() == (
        "customers.contact_point_added",
        {},
        {"kind": "email", "value": "Anna.B@example.at", "use": ""},
    )


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("AT", "0664 / 123 45 67", "+436641234567"),
        ("DE", "(030) 901820", "+4930901820"),
        ("CH", "044 668 18 00", "+41446681800"),
        ("AT", "+49 (0)30 901820", "+4930901820"),
        ("AT", "ask at the gate 17", "ask at the gate 17"),
        ("AT", "12", "12"),
    ],
)
def test_a_number_is_dialled_from_anywhere_or_kept_as_typed(
    anna: Customer, firm: Firm, mia: User, now: datetime, country: str, typed: str, stored: str
) -> None:
    Firm.objects.update(country=country)
    assert add_contact_point(anna, "phone", typed, by=mia, at=now).value == stored


def test_what_is_known_already_is_not_added_twice(anna: Customer, mia: User, now: datetime) -> None:
    first = add_contact_point(anna, "email", "anna@example.at", by=mia, at=now)
    again = add_contact_point(anna, "email", "ANNA@example.at", by=mia, at=now)
    assert first == again
    assert LedgerEntry.objects.filter(action="customers.contact_point_added").count() == 1


def test_two_people_may_share_one_mail(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    for customer in (anna, bernd):
        add_contact_point(customer, "email", "both@example.at", by=mia, at=now)
    assert bernd.contact_points.get().value == "both@example.at"


def test_an_ended_number_stays_known(anna: Customer, mia: User, now: datetime) -> None:
    point = add_contact_point(anna, "phone", "0664 1234567", by=mia, at=now)
    ended = end_contact_point(point, by=mia, at=now)
    assert ended.valid_until == now
    assert told()[:2] == (
        "customers.contact_point_ended",
        {"kind": "phone", "value": "+436641234567"},
    )


def test_ending_twice_is_ending_once(anna: Customer, mia: User, now: datetime) -> None:
    remark = add_remark(anna, "likes", "Tea", by=mia, at=now)
    end_remark(remark, by=mia, at=now)
    end_remark(remark, by=mia, at=now)
    assert LedgerEntry.objects.filter(action="customers.remark_ended").count() == 1


def test_an_address_is_kept_line_by_line(anna: Customer, mia: User, now: datetime) -> None:
    fields = {"street": "Hauptplatz 1", "postcode": "8010", "city": "Graz", "country": "AT"}
    address = add_address(anna, fields, use="private", by=mia, at=now)
    assert (address.street, address.city, address.use) == ("Hauptplatz 1", "Graz", "private")
    assert end_address(address, by=mia, at=now).valid_until == now


def test_a_birthday_needs_no_year(anna: Customer, mia: User, now: datetime) -> None:
    day = add_day(anna, "birthday", day=29, month=2, by=mia, at=now)
    assert (day.day, day.month, day.year) == (29, 2, None)
    assert end_day(day, by=mia, at=now).valid_until == now


def test_a_remark_knows_its_author_and_keeps_its_lines(
    anna: Customer, mia: User, now: datetime
) -> None:
    remark = add_remark(
        anna, "dislikes", "Calls before nine\nand \u202enever\u202c on Sundays", by=mia, at=now
    )
    assert remark.by == mia
    assert remark.text == "Calls before nine\nand never on Sundays"


def test_customers_belong_together_once(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    relate(anna, bernd, "married_to", by=mia, at=now)
    relate(anna, bernd, "married_to", by=mia, at=now)
    assert Relation.objects.count() == 1
    entry = LedgerEntry.objects.get(action="customers.related")
    assert entry.details == {"kind": "married_to", "target": bernd.pk}


def test_what_belonged_together_can_part(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    unrelate(relate(anna, bernd, "works_at", by=mia, at=now), by=mia, at=now)
    assert not Relation.objects.exists()
    assert LedgerEntry.objects.filter(action="customers.unrelated").count() == 1


def test_a_word_in_other_letters_is_the_same_word(
    anna: Customer, bernd: Customer, mia: User, now: datetime
) -> None:
    tag(anna, "Stammgast", by=mia, at=now)
    tag(bernd, " STAMMGAST ", by=mia, at=now)
    assert Tag.objects.get().customers.count() == 2
    untag(anna, Tag.objects.get(), by=mia, at=now)
    assert told() == ("customers.untagged", {"tag": "Stammgast"}, {})


REFUSED: list[tuple[str, Callable[..., Any]]] = [
    ("nothing_said", lambda anna, **who: add_contact_point(anna, "email", " ", **who)),
    ("no_mail_address", lambda anna, **who: add_contact_point(anna, "email", "anna", **who)),
    ("unknown_choice", lambda anna, **who: add_contact_point(anna, "drum", "boom", **who)),
    ("too_long", lambda anna, **who: add_contact_point(anna, "web", "x" * 255, **who)),
    ("nothing_said", lambda anna, **who: add_address(anna, {"country": "AT"}, **who)),
    ("unknown_choice", lambda anna, **who: add_address(anna, {"city": "Graz"}, use="x", **who)),
    ("no_such_day", lambda anna, **who: add_day(anna, "birthday", day=31, month=2, **who)),
    (
        "no_such_day",
        lambda anna, **who: add_day(anna, "birthday", day=29, month=2, year=2023, **who),
    ),
    ("unknown_choice", lambda anna, **who: add_day(anna, "doomsday", day=1, month=1, **who)),
    ("nothing_said", lambda anna, **who: add_remark(anna, "likes", "\u200b", **who)),
    ("too_long", lambda anna, **who: add_remark(anna, "likes", "x" * 2_001, **who)),
    ("unknown_choice", lambda anna, **who: add_remark(anna, "loves", "Tea", **who)),
    ("related_to_self", lambda anna, **who: relate(anna, anna, "works_at", **who)),
    ("unknown_choice", lambda anna, **who: relate(anna, anna, "eats", **who)),
    ("nothing_said", lambda anna, **who: tag(anna, "  ", **who)),
    ("too_long", lambda anna, **who: tag(anna, "x" * 61, **who)),
]


@pytest.mark.parametrize(("code", "attempt"), REFUSED)
def test_what_makes_no_sense_is_refused(
    anna: Customer, mia: User, now: datetime, code: str, attempt: Callable[..., Any]
) -> None:
    before = LedgerEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        attempt(anna, by=mia, at=now)
    assert refusal.value.code == code
    assert LedgerEntry.objects.count() == before


FORBIDDEN: list[Callable[..., Any]] = [
    lambda anna, **who: add_contact_point(anna, "email", "anna@example.at", **who),
    lambda anna, **who: add_address(anna, {"city": "Graz"}, **who),
    lambda anna, **who: add_day(anna, "birthday", day=1, month=1, **who),
    lambda anna, **who: add_remark(anna, "likes", "Tea", **who),
    lambda anna, **who: relate(anna, anna, "works_at", **who),
    lambda anna, **who: tag(anna, "Stammgast", **who),
]


@pytest.mark.parametrize("attempt", FORBIDDEN)
def test_a_reader_adds_nothing(
    anna: Customer, petra: User, now: datetime, attempt: Callable[..., Any]
) -> None:
    with pytest.raises(Refused) as refusal:
        attempt(anna, by=petra, at=now)
    assert refusal.value.code == "not_allowed"


def test_a_reader_ends_nothing(
    anna: Customer, bernd: Customer, mia: User, petra: User, now: datetime
) -> None:
    who = {"by": mia, "at": now}
    point = add_contact_point(anna, "email", "anna@example.at", **who)
    word = tag(anna, "Stammgast", **who)
    relation = relate(anna, bernd, "works_at", **who)
    ends: list[Callable[[], Any]] = [
        lambda: end_contact_point(point, by=petra, at=now),
        lambda: untag(anna, word, by=petra, at=now),
        lambda: unrelate(relation, by=petra, at=now),
    ]
    for attempt in ends:
        with pytest.raises(Refused):
            attempt()
    assert anna.tags.exists()
    assert Relation.objects.exists()


def test_a_refusal_is_told_in_the_language_of_who_reads_it(
    anna: Customer, mia: User, now: datetime
) -> None:
    with override("en"), pytest.raises(Refused) as refusal:
        add_remark(anna, "likes", " ", by=mia, at=now)
    with override("en"):
        english = str(refusal.value)
    with override("de"):
        assert str(refusal.value) != english
