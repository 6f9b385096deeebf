"""Nobody reads, finds, counts or guesses a customer outside their scope: asked of everything there is.

Addresses and commands are taken from the code, rows from the models: what is built later is asked
as well. For each, the answer about a customer outside must be the answer about one who is not there.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.access.rows import ids_of, tables_naming_customers
from tests.access.town import INSIDE, OUTSIDE, Known, person, place, prepare, scoped

from nahbar.core.access import Role
from nahbar.core.models import AccessLogEntry, User
from nahbar.core.pace import Pace
from nahbar.core.search import fresh, vocabulary
from nahbar.customers.models import Customer
from nahbar.site.command import main
from nahbar.team.models import Branch, Firm, ScopeKind

pytestmark = pytest.mark.django_db

SCOPED = [
    (Role.MANAGER, ScopeKind.BRANCHES),
    (Role.MANAGER, ScopeKind.OWN),
    (Role.STAFF, ScopeKind.BRANCHES),
    (Role.STAFF, ScopeKind.OWN),
    (Role.READER, ScopeKind.BRANCHES),
    (Role.READER, ScopeKind.OWN),
]
LEFT_OUT = {"account_logout", "calls_now"}  # ends the session; says nothing where no desk listens
# Where a number that rings is shown as the line tells it, whoever's it is: it is not from a record.
ECHO = re.compile(r"[?&][^\"' ]*")
PARAMETERS = ("q", "find", "customer", "item", "number", "person", "after", "before", "who", "own",
              "words", "removed", "undo", "did", "changed", "noted", "figure", "list", "group")  # fmt: skip
NOBODY = uuid.UUID("01890000-0000-7000-8000-0000000000aa")
NO_KEY = 987_654_321
MOST_WAYS = 40  # of one address
SECRETS = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|value="[0-9a-f-]{36}"|"[A-Za-z0-9]{64}"|&#34;X-CSRFToken&#34;: ?&#34;[^&]*'
)


@dataclass
class House:
    """The branches, whoever looks, the customer they may see, and the one they may not."""

    here: Branch
    there: Branch
    who: User
    inside: Known
    outside: Known | None = None


@pytest.fixture(autouse=True)
def english(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read in English, and nobody is slowed down."""
    Firm.objects.update(language="en")
    for room in ("desk.views.search", "agenda.views.ideas"):
        monkeypatch.setattr(f"nahbar.{room}.SEARCHES", Pace(rate=1e9, burst=10**9))


def build(role: Role, kind: ScopeKind, now: datetime) -> House:
    here, there = (Branch.objects.create(name=n, created_at=now) for n in ("Graz", "Wien"))
    who = scoped(role, kind, here)
    person("Fern", Role.STAFF)
    prepare(now)
    return House(here, there, who, place(INSIDE, here, who, now))


def add_outside(house: House, now: datetime) -> Known:
    house.outside = place(OUTSIDE, house.there, User.objects.get(name="Fern"), now)
    look_again()
    return house.outside


def look_again() -> None:
    vocabulary.forget_words()
    fresh.forget_fresh()


def patterns(within: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (within or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        elif entry.name not in LEFT_OUT:
            yield entry


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def asked(client: Client, method: str, url: str, data: Any = None) -> HttpResponse:
    """The answer, whatever it does taken back at once."""
    with transaction.atomic():
        answer = getattr(client, method)(url, data or {})
        assert answer.status_code != 500, f"{method} {url} fails"
        if not answer.streaming:
            answer.body = answer.content.decode("utf-8", "replace")
        else:
            answer.body = b"".join(answer.streaming_content).decode("utf-8", "replace")
        transaction.set_rollback(True)
    look_again()
    return answer


def told(answer: Any, *ours: str) -> tuple[int, str, str]:
    """What an answer tells: its status, where it leads, and its text without what is new each time."""
    text = SECRETS.sub("", answer.body)
    leads = answer.headers.get("Location", "")
    for one in ours:
        text, leads = text.replace(one, "·"), leads.replace(one, "·")
    return answer.status_code, leads, text


def kinds_of(pattern: URLPattern) -> dict[str, str]:
    """Of what kind each part of an address is."""
    named = pattern.pattern.converters
    return {n: type(k).__name__.removesuffix("Converter").lower() for n, k in named.items()}


def ways_to_name(outside: Known, inside: Known, kinds: dict[str, str]) -> list[dict[str, str]]:
    """Each way in which an address of these parts could name somebody outside, or something of theirs.

    Also below the customer inside: what is another's must not be had by way of one's own.
    """
    ids = ids_of(outside.rows)
    ids["uuid"].insert(0, str(outside.customer.public_id))
    offered = [({"string": ["x"], "slug": ["x"], "path": ["x"]} | ids)[k] for k in kinds.values()]
    if len(kinds) > 1 and next(iter(kinds.values())) == "uuid":
        offered[0] = [str(one.customer.public_id) for one in (outside, inside)]
    ways = [dict(zip(kinds, values, strict=True)) for values in product(*offered)]
    return ways if len(ways) <= MOST_WAYS else ways[:: len(ways) // MOST_WAYS + 1]


def unknown(kinds: dict[str, str], given: dict[str, str]) -> dict[str, str]:
    """The same address, of nobody."""
    nothing = {"uuid": str(NOBODY), "int": str(NO_KEY)}
    return {name: nothing.get(kind, given[name]) for name, kind in kinds.items()}


def is_named(kinds: dict[str, str]) -> bool:
    return bool({"uuid", "int"} & set(kinds.values()))


ADDRESSES = sorted(patterns(), key=lambda one: str(one.name))
PLAIN = [one for one in ADDRESSES if not kinds_of(one) and hasattr(one.callback, "ability")]
NAMING = [one for one in ADDRESSES if is_named(kinds_of(one)) and hasattr(one.callback, "ability")]


def test_every_table_that_can_name_a_customer_is_filled(now: datetime) -> None:
    house = build(Role.STAFF, ScopeKind.OWN, now)
    filled = {type(row) for row in house.inside.rows} | {Customer}
    assert set(tables_naming_customers()) <= filled


@pytest.mark.parametrize(("role", "kind"), SCOPED)
def test_every_page_is_as_if_nobody_were_outside(
    role: Role, kind: ScopeKind, now: datetime
) -> None:
    house = build(role, kind, now)
    client = signed_in(house.who)
    urls = [reverse(str(one.name)) for one in PLAIN]
    urls.append(reverse("customer", args=[house.inside.customer.public_id]))
    alone = {url: told(asked(client, "get", url)) for url in urls}
    outside = add_outside(house, now)
    wrong = []
    for url in urls:
        answer = asked(client, "get", url)
        if told(answer) != alone[url]:
            wrong.append(f"differs: {url}")
        wrong += [f"{token}: {url}" for token in outside.tokens if token in answer.body]
    assert wrong == []


@pytest.mark.parametrize(("role", "kind"), SCOPED[::2])
def test_every_address_of_somebody_outside_is_that_of_nobody(
    role: Role, kind: ScopeKind, now: datetime
) -> None:
    house = build(role, kind, now)
    outside = add_outside(house, now)
    client, wrong, count = signed_in(house.who), [], 0
    for pattern in NAMING:
        kinds = kinds_of(pattern)
        ways = ways_to_name(outside, house.inside, kinds)
        nothing: dict[str, tuple[int, str, str]] = {}
        for given in ways:
            url = reverse(str(pattern.name), kwargs=given)
            none = reverse(str(pattern.name), kwargs=unknown(kinds, given))
            for method in ("get", "post"):
                if method not in nothing:
                    nothing[method] = told(
                        asked(client, method, none), none, str(NOBODY), str(NO_KEY)
                    )
                answer = asked(client, method, url)
                count += 1
                if told(answer, url, *given.values())[:2] != nothing[method][:2]:
                    wrong.append(f"{method} {url}: {answer.status_code}, not {nothing[method][0]}")
                body = answer.body.replace(url, "")
                words = [t for t in outside.tokens if t not in url]
                wrong += [f"{method} {url} says {token}" for token in words if token in body]
    assert wrong == []
    assert count > 500


@pytest.mark.parametrize(("role", "kind"), SCOPED[2:4])
def test_no_parameter_finds_somebody_outside(role: Role, kind: ScopeKind, now: datetime) -> None:
    house = build(role, kind, now)
    client = signed_in(house.who)
    urls = [reverse(str(one.name)) for one in PLAIN]
    urls.append(reverse("customer", args=[house.inside.customer.public_id]))
    guess = "Nirgendwort"
    outside = add_outside(house, now)
    wrong = []
    for url, name in product(urls, PARAMETERS):
        for said, instead in (
            (outside.word, guess),
            (str(outside.customer.public_id), str(NOBODY)),
        ):
            answer = asked(client, "get", url, {name: said})
            other = asked(client, "get", url, {name: instead})
            if told(answer, said) != told(other, instead):
                wrong.append(f"{url}?{name}={said}")
    assert wrong == []


@pytest.mark.parametrize(("role", "kind"), SCOPED[:4])
def test_no_search_finds_somebody_outside(role: Role, kind: ScopeKind, now: datetime) -> None:
    house = build(role, kind, now)
    client, inside = signed_in(house.who), house.inside
    outside = add_outside(house, now)
    said = [
        outside.word,
        outside.word[:6],
        outside.word.replace("u", "o"),
        f"{outside.word}@mail.example",
        outside.phone,
        outside.phone[-6:],
        f"{outside.word} words",
        f"{outside.word}tag",
        f"{outside.word} eigen",
        f"Gleich {outside.word}",
        "Gleich",
    ]
    pages = [(reverse("search"), "q"), (reverse("customers"), "q")]
    if role != Role.READER:
        pages.append((reverse("idea_customers"), "q"))
    for (url, name), words in product(pages, said):
        answer = asked(client, "get", url, {name: words})
        assert answer.status_code == 200
        assert str(outside.customer.public_id) not in answer.body
        assert f"Gleich {outside.word}" not in answer.body.replace(f'value="{words}"', "").replace(
            f"“{words}”", ""
        )
    assert str(inside.customer.public_id) in asked(client, "get", pages[0][0], {"q": "Gleich"}).body


def leaves(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from leaves(command, *path, name)
        elif command is not None:
            yield (*path, name), command


COMMANDS = [(path, one) for path, one in leaves(main) if path not in {("serve",), ("worker",)}]


def given_to(command: click.Command, word: str, folder: Path) -> list[str]:
    """The command's required arguments, each the word, or a file to write."""
    given: list[str] = []
    for parameter in command.params:
        if not parameter.required:
            continue
        value = word
        if isinstance(parameter.type, click.Path):
            value = str(folder / "file.csv")
        if isinstance(parameter.type, click.Choice):
            value = str(next(iter(parameter.type.choices)))
        if isinstance(parameter, click.Option):
            given.append(parameter.opts[0])
        given.append(value)
    return given


@pytest.mark.parametrize(("role", "kind"), SCOPED[:4])
def test_no_command_tells_of_somebody_outside(
    role: Role, kind: ScopeKind, now: datetime, tmp_path: Path
) -> None:
    house = build(role, kind, now)
    outside = add_outside(house, now)
    words = [
        (outside.word, "Nirgendwort"),
        (str(outside.customer.public_id), str(NOBODY)),
        (outside.phone, "+436640000000"),
    ]
    wrong = []
    for (path, command), (word, instead) in product(COMMANDS, words):
        answers = [run(house.who, path, command, said, tmp_path) for said in (word, instead)]
        bare = [
            text.replace(said, "·") for text, said in zip(answers, (word, instead), strict=True)
        ]
        if bare[0] != bare[1]:
            wrong.append(f"{' '.join(path)} {word}: {answers[0][:200]}")
        wrong += [f"{' '.join(path)} says {t}" for t in outside.tokens if t in bare[0]]
    assert wrong == []


def run(who: User, path: tuple[str, ...], command: click.Command, word: str, folder: Path) -> str:
    """What a command says and writes, whatever it does taken back at once."""
    file = folder / "file.csv"
    file.unlink(missing_ok=True)
    with transaction.atomic():
        arguments = [*path, *given_to(command, word, folder), "--json", "--by", who.email]
        answer = CliRunner().invoke(main, arguments, input="x\n")
        transaction.set_rollback(True)
    look_again()
    written = file.read_text("utf-8", "replace") if file.is_file() else ""
    text = re.sub(r'"seconds": [0-9.]+', "", answer.stdout)
    return f"{answer.exit_code} {text} {written}"


def test_whoever_sees_the_house_finds_what_the_others_do_not(now: datetime, olga: User) -> None:
    """The words that are looked for do stand on pages: else nothing above would prove anything."""
    house = build(Role.STAFF, ScopeKind.OWN, now)
    outside = add_outside(house, now)
    client = signed_in(olga)
    page = asked(client, "get", reverse("customer", args=[outside.customer.public_id]))
    assert outside.word in page.body
    assert outside.word in asked(client, "get", reverse("search"), {"q": outside.word}).body
    assert outside.word in run(olga, ("find",), dict(COMMANDS)[("find",)], outside.word, Path("."))


def test_looking_at_nobody_is_not_noted_as_a_reading(now: datetime) -> None:
    house = build(Role.STAFF, ScopeKind.OWN, now)
    outside = add_outside(house, now)
    signed_in(house.who).get(reverse("customer", args=[outside.customer.public_id]))
    assert not AccessLogEntry.objects.exists()
