"""Finding customers by whatever is known of them, a moment after it was written or long indexed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.customers.folk import write_down

from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import SearchDue
from nahbar.core.search import Hit, changed, search_customers
from nahbar.core.search.indexing import index_due
from nahbar.customers.models import Customer
from nahbar.customers.operations.addresses import add_address, end_address
from nahbar.customers.operations.change import change_customer
from nahbar.customers.operations.contact_points import add_contact_point, end_contact_point
from nahbar.customers.operations.remarks import add_remark
from nahbar.customers.operations.tags import tag, untag
from nahbar.moments.operations import note_encounter
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
PEOPLE = [
    ("Anna", "Berger"), ("Anne", "Bergner"), ("Jörg", "Müller"), ("Joerg", "Mueller"),
    ("Franz", "Meier"), ("Fritz", "Maier"), ("Karl", "Hofbauer"), ("Karl", "Hofbaum"),
    ("Maria Anna", "Huber-Lüders"), ("Νίκος", "Παπαδόπουλος"), ("Иван", "Петров"), ("Uwe", "Kraus"),
]  # fmt: skip
Find = Callable[[str], list[str]]


@pytest.fixture(params=["just written", "indexed"])
def find(request: pytest.FixtureRequest, firm: Firm, now: datetime) -> Find:
    """Names of those who are found; the town is searched before and after the worker has come by."""
    for first, last in PEOPLE:
        write_down(now, first_name=first, last_name=last)

    def names(text: str) -> list[str]:
        if request.param == "indexed":
            index_due()
            assert not SearchDue.objects.exists()
        names = dict(Customer.objects.values_list("pk", "name"))
        return [names[hit.customer_id] for hit in search_customers(text)]

    return names


def one(family: str) -> Customer:
    return Customer.objects.get(family_name=family)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("berger", ["Anna Berger", "Anne Bergner"]),
        ("BERGER Anna", ["Anna Berger", "Anne Bergner"]),
        ("ber an", ["Anna Berger", "Anne Bergner"]),
        ("Müller", ["Jörg Müller", "Joerg Mueller"]),
        ("Mueller", ["Jörg Müller", "Joerg Mueller"]),
        ("Muller jorg", ["Jörg Müller", "Joerg Mueller"]),
        ("meyer", ["Franz Meier", "Fritz Maier"]),
        ("hofbaur", ["Karl Hofbauer", "Karl Hofbaum"]),
        ("hofbuaer karl", ["Karl Hofbauer"]),
        ("karl hofb", ["Karl Hofbauer", "Karl Hofbaum"]),
        ("lueders", ["Maria Anna Huber-Lüders"]),
        ("huber luders", ["Maria Anna Huber-Lüders"]),
        ("νικος", ["Νίκος Παπαδόπουλος"]),
        ("ПЕТРОВ", ["Иван Петров"]),
        ("krau uwe", ["Uwe Kraus"]),
        ("kaurs", ["Uwe Kraus"]),
    ],
)
def test_names_are_found_in_any_order_and_spelling(find: Find, text: str, names: list[str]) -> None:
    assert find(text)[: len(names)] == names


@pytest.mark.parametrize(
    "text",
    ["", " ", "!?%_'\"", "\0", "%", "_", "' OR 1=1 --", "\u200b\u202e", "😀", "x" * 10_000,
     "ab " * 5_000, "1" * 10_000, "@" * 300, "0", "\udcff", "a@", "*", "zzzzzz qqqqqq"],
)  # fmt: skip
def test_nobody_is_found_by_what_is_nobodys(find: Find, text: str) -> None:
    assert find(text) == []


def test_what_nobody_sees_is_not_searched_for(find: Find) -> None:
    assert find("Ho\u200bfbau\u202eer Ka\u00adrl")[0] == "Karl Hofbauer"


def test_everything_that_is_known_leads_there(find: Find, now: datetime) -> None:
    anna = one("Berger")
    address = {"street": "Lindengasse 12a", "postcode": "1070", "city": "Sankt Pölten"}
    add_address(anna, address, by=THE_HOUSE, at=now)
    add_contact_point(anna, "mobile", "0664 / 987 65 43", by=THE_HOUSE, at=now)
    add_contact_point(anna, "email", "Anna.B77@Werkstatt-Nord.example", by=THE_HOUSE, at=now)
    add_remark(anna, "likes", "trinkt gern Pfefferminztee", by=THE_HOUSE, at=now)
    tag(anna, "Stammtisch", by=THE_HOUSE, at=now)
    moment = {"channel": "visit", "kind": "contact", "occurred_at": now, "text": "Hund Waldi dabei"}
    note_encounter(anna, moment, by=THE_HOUSE, at=now)
    for text in (
        "lindengasse 12a", "1070", "sankt polten", "berger 1070",
        "anna lindengase", "6543", "9876543", "0664 9876543", "+43 664 987", "berger 6543",
        "anna.b77@", "anna.b77@werkstatt-nord.example", "berger anna.b77@", "werkstatt",
        "pfefferminz", "stammtisch", "waldi", "berger waldi",
    ):  # fmt: skip
        assert find(text)[:1] == ["Anna Berger"], text
    assert find("pfeferminz") == []  # what is noted is not guessed


def test_the_reason_is_told(find: Find, now: datetime) -> None:
    find("")
    add_address(one("Berger"), {"postcode": "1070", "city": "Wien"}, by=THE_HOUSE, at=now)

    def why(text: str) -> str:
        find(text)
        with translation.override("en"):
            return search_customers(text)[0].why

    assert why("berger") == "Name"
    assert why("berger wien") == "Name · Place"
    assert why("berger 1070") == "Name · Postcode"
    assert why("hofvauer") == "Name, spelled like it: Hofbauer"
    assert why("meyer") == "Name, sounds like it: Meier"
    assert why("karl hofvauer") == "Name, spelled like it: Hofbauer"


def test_exact_comes_before_begun_before_sound_before_typo(find: Find, now: datetime) -> None:
    for last in ("Roth", "Rothschild", "Rott", "Rotz"):
        write_down(now, first_name="Z", last_name=last)
    assert find("roth")[:3] == ["Z Roth", "Z Rothschild", "Z Rott"]


def test_who_answers_to_all_comes_before_who_answers_to_some(find: Find) -> None:
    assert {"Anna Berger", "Uwe Kraus"} <= set(find("anna kraus"))
    assert find("uwe kraus") == ["Uwe Kraus"]
    assert all(hit.is_guess for hit in search_customers("anna kraus"))


def test_one_word_answers_to_one_part_alone(find: Find, now: datetime) -> None:
    write_down(now, first_name="Karl", last_name="Karlsberg")
    assert find("karl karls")[0] == "Karl Karlsberg"


def test_what_was_changed_is_found_as_it_is_now(find: Find, now: datetime) -> None:
    uwe = one("Kraus")
    point = add_contact_point(uwe, "phone", "01 5554433", by=THE_HOUSE, at=now)
    address = add_address(uwe, {"city": "Klagenfurt"}, by=THE_HOUSE, at=now)
    word = tag(uwe, "Segler", by=THE_HOUSE, at=now)
    for text in ("554433", "klagenfurt", "segler", "kraus"):
        assert find(text) == ["Uwe Kraus"], text
    end_contact_point(point, by=THE_HOUSE, at=now)
    end_address(address, by=THE_HOUSE, at=now)
    untag(uwe, word, by=THE_HOUSE, at=now)
    change_customer(
        uwe, {"last_name": "Zwettler"}, seen={"last_name": "Kraus"}, by=THE_HOUSE, at=now
    )
    for text in ("554433", "klagenfurt", "segler"):
        assert find(text) == [], text
    assert find("zwettler") == ["Uwe Zwettler"]
    assert "Uwe Zwettler" not in find("kraus")


WORDS = st.sampled_from(
    ["anna", "ann", "berger", "bregner", "mueller", "müler", "karl", "hofbau", "huber", "1070", "j"]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None
)
@given(st.lists(WORDS, min_size=1, max_size=3))
def test_it_makes_no_difference_whether_the_worker_came_by(
    town: list[Hit], words: list[str]
) -> None:
    text = " ".join(words)
    assert search_customers(text) == by_fresh_texts(text)


@pytest.fixture
def town(firm: Firm, now: datetime) -> list[Hit]:
    """The people of the town, indexed."""
    for first, last in PEOPLE:
        write_down(now, first_name=first, last_name=last)
    index_due()
    return []


def by_fresh_texts(text: str) -> list[Hit]:
    """The same with everybody just changed."""
    with transaction.atomic():
        changed(Customer.objects.values_list("pk", flat=True))
        hits = search_customers(text)
        SearchDue.objects.all().delete()
    return hits
