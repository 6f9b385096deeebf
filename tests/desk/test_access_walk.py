"""Every address and every command, asked by everyone, answers as the one table of access says."""

import json
import uuid
from collections.abc import Iterator
from typing import Any

import click
import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nahbar.core.access import ACCESS, Ability, Role
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.site.command import COMMANDS, main
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db

# Without the door, each for its reason: signing in comes before, the rest guard themselves.
PUBLIC = {"alive", "welcome", "account_login", "account_logout", "account_inactive"}
PUBLIC |= {"mfa_authenticate", "mfa_login_webauthn"}
PUBLIC |= {"manifest", "worker", "offline"}  # asked for by browsers; the same for everybody
PUBLIC |= {"call_incoming", "call_incoming_by"}  # telephone systems, each by a secret of its own
PUBLIC |= {"calendar_feed", "book", "book_picture"}  # by a secret link, of which a digest is kept
PUBLIC |= {"booked", "booked_entry", "booked_time", "booked_cancellation"}  # by the guest's ticket
FOR_THE_SIGNED_IN = {  # allauth's own pages about one's own sign-in: any role, no stranger
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}
SAMPLES = {"uuid": str(uuid.UUID(int=7)), "int": 7, "str": "x", "slug": "x", "path": "x"}
KEPT_RUNNING = {("serve",), ("worker",)}


def patterns(within: URLResolver | None = None) -> Iterator[URLPattern]:
    for entry in (within or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


ADDRESSES = sorted((p for p in patterns()), key=lambda p: str(p.name))


def address(pattern: URLPattern) -> str:
    named = pattern.pattern.converters
    kinds = {
        name: type(kind).__name__.removesuffix("Converter").lower() for name, kind in named.items()
    }
    kinds = {name: "str" if kind == "string" else kind for name, kind in kinds.items()}
    return reverse(str(pattern.name), kwargs={name: SAMPLES[kind] for name, kind in kinds.items()})


def ask(client: Client, url: str) -> Any:
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def leads_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))


def test_every_address_has_a_door_or_is_listed_as_public() -> None:
    without = {str(p.name) for p in ADDRESSES if not hasattr(p.callback, "ability")}
    assert without == PUBLIC | FOR_THE_SIGNED_IN


def test_a_stranger_is_led_to_sign_in(firm: Firm, client: Client) -> None:
    closed = [p for p in ADDRESSES if p.name not in PUBLIC]
    wrong = [p.name for p in closed if not leads_to_sign_in(ask(client, address(p)))]
    assert wrong == []


@pytest.mark.parametrize("role", Role)
def test_every_address_opens_as_the_table_says(role: Role, firm: Firm, client: Client) -> None:
    client.force_login(User.objects.create(email="who@lind.example", role=role, password="!"))
    client.raise_request_exception = False
    doors = [p for p in ADDRESSES if hasattr(p.callback, "ability")]
    found = {str(p.name): ask(client, address(p)).status_code for p in doors}
    closed = {str(p.name) for p in doors if role not in ACCESS[p.callback.ability]}
    assert {name for name, status in found.items() if status == 403} == closed
    assert {name for name, status in found.items() if status >= 500} == set()


@pytest.mark.parametrize("role", Role)
def test_one_s_own_sign_in_is_open_to_every_role(role: Role, firm: Firm, client: Client) -> None:
    client.force_login(User.objects.create(email="who@lind.example", role=role, password="!"))
    for pattern in ADDRESSES:
        if pattern.name in FOR_THE_SIGNED_IN:
            assert ask(client, address(pattern)).status_code < 500


def commands(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, *path, name)
        else:
            yield (*path, name), command


ALL_COMMANDS = list(commands(main))


def arguments(command: click.Command) -> list[str]:
    given = []
    for parameter in command.params:
        if not parameter.required:
            continue
        sample = __file__ if isinstance(parameter.type, click.Path | click.File) else "7"
        if isinstance(parameter.type, click.Choice):
            sample = str(next(iter(parameter.type.choices)))
        if isinstance(parameter, click.Option):
            given.append(parameter.opts[0])
        if not getattr(parameter, "is_flag", False):
            given.append(sample)
    return given


def test_every_command_names_an_ability() -> None:
    for path, command in ALL_COMMANDS:
        assert getattr(command.callback, "ability", None) in set(Ability), path


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", [path for path, _ in ALL_COMMANDS], ids=" ".join)
def test_every_command_obeys_the_table(path: tuple[str, ...], role: Role, firm: Firm) -> None:
    person = User.objects.create(email="who@lind.example", role=role, password="!")
    command = dict(ALL_COMMANDS)[path]
    allowed = role in ACCESS[Ability(getattr(command.callback, "ability"))]  # noqa: B009  # set by a decorator
    if allowed and path in KEPT_RUNNING:
        return
    Customer.objects.create(name="Anna Berger", created_at=firm.created_at)  # no demo beside data
    answer = CliRunner().invoke(
        main, [*path, *arguments(command), "--json", "--by", person.email], input="x\n"
    )
    assert answer.exit_code in ({0, 1} if allowed else {1})
    said = json.loads(answer.stdout)
    assert (said.get("error", {}).get("code") == "not_allowed") is not allowed


def test_every_command_in_the_list_that_is_there_can_be_loaded() -> None:
    assert {path[0] for path, _ in ALL_COMMANDS} <= set(COMMANDS)
