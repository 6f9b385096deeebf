"""The command line explains itself in the house's language."""

import os
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from babel.messages.mofile import read_mo
from click.testing import CliRunner

from nahbar.core.models import User
from nahbar.site.command import COMMANDS, main
from nahbar.site.help import LOCALES


def every_command(group: click.Group) -> Iterator[click.Command]:
    """All commands, and those under them, with their help as it stands in the code."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None
        yield command
        if isinstance(command, click.Group):
            yield from every_command(command)


def help_in(language: str, *arguments: str) -> str:
    command = [sys.executable, "-m", "nahbar", *arguments, "--help"]
    environment = {**os.environ, "NAHBAR_LANGUAGE": language}
    return subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.mark.slow
def test_help_speaks_the_house_s_language() -> None:
    english, german = help_in("en"), help_in("de-informal")
    assert "Take back an import." in english
    assert "zurücknehmen" in german
    assert "Diese Hilfe zeigen." in german
    assert "Usage" not in german
    assert "Rolle" in help_in("de-at", "people", "role")


def test_every_help_has_a_german_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nahbar.site.help.gettext.gettext", lambda text: text)
    with (LOCALES / "de/LC_MESSAGES/django.mo").open("rb") as file:
        german = read_mo(file)
    texts = [text for _place, text in COMMANDS.values()]
    for command in every_command(main):
        options = [one for one in command.params if isinstance(one, click.Option)]
        texts += [command.help or "", *(option.help or "" for option in options)]
    assert not [text for text in texts if text and german.get(text) is None]


@pytest.mark.django_db
def test_roles_are_listed_in_words_for_people_and_in_codes_for_machines(olga: User) -> None:
    listed = CliRunner().invoke(main, ["people", "list"]).stdout
    assert "Inhaber" in listed
    assert "owner" not in listed
    assert '"role": "owner"' in CliRunner().invoke(main, ["people", "list", "--json"]).stdout
