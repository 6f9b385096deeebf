"""Every command and option stands in docs/commands.md, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from nahbar.core.access import Role
from nahbar.site.command import main

EVERYWHERE = {"--json", "--by", "--help"}
NO_COMMAND = {"a walk through"}


def leaves(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    """Each command that does something, by its words."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from leaves(command, *above, name)
        else:
            yield " ".join([*above, name]), command


COMMANDS = dict(leaves(main))


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    text = (root / "docs/commands.md").read_text(encoding="utf-8")
    head, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    named = {name: body for name, _, body in (part.partition("\n") for part in parts)}
    return {"": head, **named}


def test_the_page_has_each_command_and_no_other(sections: dict[str, str]) -> None:
    written = {name for name in sections if name and name.lower() not in NO_COMMAND}
    assert written == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_told(name: str, sections: dict[str, str]) -> None:
    options = {
        option
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    untold = {option for option in options - EVERYWHERE if f"`{option}`" not in sections[name]}
    assert untold == set()


@pytest.mark.parametrize("name", COMMANDS)
def test_no_option_is_told_that_is_not_there(name: str, sections: dict[str, str]) -> None:
    known = {option for parameter in COMMANDS[name].params for option in parameter.opts}
    assert set(re.findall(r"`(--[a-z-]+)`", sections[name])) - known - EVERYWHERE == set()


def test_every_command_tells_its_answer(sections: dict[str, str]) -> None:
    assert [name for name in COMMANDS if "Answer" not in sections[name]] == []


def test_what_all_commands_share_is_told_once(sections: dict[str, str]) -> None:
    assert all(f"`{option}" in sections[""] for option in EVERYWHERE - {"--help"})
    assert all(f"| {code} |" in sections[""] for code in (0, 1, 2))


def test_every_role_can_be_given(sections: dict[str, str]) -> None:
    assert all(role.value in sections["people add"] for role in Role)


def test_every_refusal_that_is_told_can_happen(sections: dict[str, str], root: Path) -> None:
    lines = re.findall(r"Refusals: (.*)", "\n".join(sections.values()))
    told = {code for line in lines for code in re.findall(r"`(\w+)`", line)}
    source = "\n".join(p.read_text(encoding="utf-8") for p in (root / "src/nahbar").rglob("*.py"))
    assert {code for code in told if f'"{code}"' not in source} == set()
