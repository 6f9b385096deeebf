"""The command line: one JSON object, exit codes, who acts, in which language."""

import json
import subprocess
import sys
from collections.abc import Callable

import pytest
from click.testing import CliRunner

from nahbar.core.models import LedgerEntry, User
from nahbar.site.command import main
from nahbar.team.models import Firm

Run = Callable[..., subprocess.CompletedProcess[str]]
GOOD = "Lindenblüten im Mai"
OPEN = [
    "init",
    "--firm",
    "Lind",
    "--country",
    "AT",
    "--language",
    "de",
    "--email",
    "o@lind.example",
]


def answer(*arguments: str, stdin: str = "") -> tuple[int, dict[str, object]]:
    result = CliRunner().invoke(main, [*arguments, "--json"], input=stdin)
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.django_db
def test_init_opens_an_empty_house() -> None:
    code, said = answer(*OPEN, "--password-stdin", stdin=f"{GOOD}\n")
    assert code == 0
    assert said["firm"] == {"name": "Lind", "country": "AT", "language": "de"}
    assert User.objects.get().check_password(GOOD)


@pytest.mark.django_db
def test_init_refuses_when_there_is_a_firm(firm: Firm) -> None:
    code, said = answer(*OPEN, "--password-stdin", stdin=f"{GOOD}\n")
    assert (code, said["error"]["code"]) == (1, "house_open")


@pytest.mark.django_db
def test_init_refuses_a_weak_password() -> None:
    code, said = answer(*OPEN, "--password-stdin", stdin="short\n")
    assert (code, said["error"]["code"]) == (1, "weak_password")
    assert not Firm.objects.exists()


def test_init_takes_no_password_on_the_command_line() -> None:
    assert CliRunner().invoke(main, OPEN).exit_code == 2


@pytest.mark.django_db
def test_a_refusal_to_a_person_is_a_sentence_on_standard_error(firm: Firm) -> None:
    result = CliRunner().invoke(main, ["sign-in-link", "nobody@lind.example"])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1


@pytest.mark.django_db
def test_somebody_acting_by_command_stands_in_the_ledger(olga: User, jonas: User) -> None:
    code, said = answer("people", "role", jonas.email, "manager", "--by", olga.email)
    assert (code, said["person"]["role"]) == (0, "manager")
    assert LedgerEntry.objects.get().actor == olga


@pytest.mark.django_db
def test_without_a_name_the_house_s_own_command_line_acts(jonas: User) -> None:
    answer("people", "role", jonas.email, "manager")
    entry = LedgerEntry.objects.get()
    assert (entry.actor, entry.via) == (None, "command")


@pytest.mark.django_db
def test_nobody_acts_in_the_name_of_somebody_without_access(olga: User, jonas: User) -> None:
    User.objects.filter(pk=jonas.pk).update(is_active=False)
    code, said = answer("people", "list", "--by", jonas.email)
    assert (code, said["error"]["code"]) == (1, "person_inactive")


@pytest.mark.django_db
def test_people_are_added_with_a_link(olga: User) -> None:
    code, said = answer("people", "add", "anna@lind.example", "--name", "Anna", "--role", "reader")
    assert code == 0
    assert str(said["link"]).startswith("http://127.0.0.1:8000/welcome/")
    assert User.objects.get(email="anna@lind.example").role == "reader"


@pytest.mark.django_db
def test_people_are_listed(olga: User, petra: User) -> None:
    _code, said = answer("people", "list")
    assert [one["email"] for one in said["people"]] == [olga.email, petra.email]


def test_an_unknown_command_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["sing"]).exit_code == 2


@pytest.mark.slow
def test_help_does_not_wait_for_django(nahbar: Run) -> None:
    assert nahbar("--version").stdout.startswith("nahbar, version ")
    code = (
        "import sys; from nahbar.site.command import main\n"
        "main(['--help'], standalone_mode=False); assert 'django' not in sys.modules"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    assert "sign-in-link" in result.stdout


@pytest.mark.slow
def test_a_house_is_opened_and_used_from_the_shell_alone(nahbar: Run) -> None:
    opened = nahbar(*OPEN, "--password-stdin", "--json", stdin=f"{GOOD}\n")
    assert opened.returncode == 0, opened.stderr
    linked = nahbar("sign-in-link", "o@lind.example", "--json")
    assert linked.returncode == 0, linked.stderr
    assert "/welcome/" in json.loads(linked.stdout)["link"]
    assert GOOD not in opened.stdout + opened.stderr


@pytest.mark.django_db
def test_who_lost_their_phone_is_let_in_again(olga: User, jonas: User) -> None:
    code, said = answer("people", "reset-second-factor", jonas.email)
    assert (code, said["removed"]) == (0, [])
    assert "/welcome/" in str(said["link"])
    assert LedgerEntry.objects.filter(action="sign_in.factors_reset").get().via == "command"
