"""Writes docs/access-matrix.md from the code: every address and command, and which role may what.

`--check` writes nothing and ends with 1 where the page is not as the code says.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

PAGE = Path(__file__).resolve().parents[1] / "docs" / "access-matrix.md"
HEAD = """# Who may what

Made from the code by `scripts/access_matrix.py`; a test fails when it is not as the code says. What it means for one house: [security](security.md), [0024](decisions/0024-scopes.md).

Each row is decided three times: by **role** (the table), by **scope** (whose customers somebody sees), and for some fields once more. `tests/access/test_matrix.py` takes the same addresses and commands from the code, places a customer inside and one outside a scope in every table that can name one, and asks all of them as manager, staff and reader with the scopes *branches* and *own*: by GET and POST, with public ids, keys, search words, numbers and mail addresses. The answer about somebody outside must be the answer about nobody.
"""
SCOPES = """## Scopes

| Scope | Whose customers |
|---|---|
| `house` | All. Owners always; others unless a scope is set. |
| `branches` | Those whose branch is among theirs, and those they care for. |
| `own` | Those they care for. |

Who stands in for a colleague who is away today sees whom that colleague cares for. Whoever does not see a customer sees no row about them either: tasks, appointments, moments, things, orders, findings, mails, calls, changes. What is of the whole house asks for the scope `house`; such abilities are marked *whole house*.
"""


def page() -> str:
    """The whole page."""
    from nahbar.core.access import ACCESS, OF_THE_WHOLE_HOUSE, Role  # noqa: PLC0415
    from nahbar.core.single_fields import READ_BY, roles_reading  # noqa: PLC0415

    roles = list(Role)
    marks = {ability: _marks([r for r in roles if r in ACCESS[ability]]) for ability in ACCESS}
    parts = [HEAD, SCOPES, "## Abilities\n"]
    parts.append(
        _table(
            ["Ability", *[role.value for role in roles], "Scope"],
            [
                [f"`{one.value}`", *marks[one], "whole house" if one in OF_THE_WHOLE_HOUSE else ""]
                for one in ACCESS
            ],
        )
    )
    parts.append("## Single fields\n")
    fields = [[f"`{one.value}`", *_marks(roles_reading(one)), _note(one.value)] for one in READ_BY]
    fields.append(
        ["own fields", "as the field says", "", "", "", "no role named: all who see the customer"]
    )
    parts.append(_table(["Field", *[role.value for role in roles], "Beside"], fields))
    parts.append("## Addresses\n")
    parts.append(
        _table(
            ["Address", "Name", "Methods", "Ability"],
            [
                [f"`/{path}`", name, methods, f"`{ability}`"]
                for path, name, methods, ability in addresses()
            ],
        )
    )
    parts.append("## Commands\n")
    parts.append(
        _table(
            ["Command", "Ability"], [[f"`nahbar {path}`", f"`{one}`"] for path, one in commands()]
        )
    )
    return "\n".join(parts)


def addresses() -> list[tuple[str, str, str, str]]:
    """Path, name, methods and ability of every address, by path."""
    from django.urls import URLPattern, URLResolver, get_resolver  # noqa: PLC0415

    def walk(within: URLResolver, before: str) -> Iterator[tuple[str, str, str, str]]:
        for entry in within.url_patterns:
            path = before + re.sub(r"[\^$\\]", "", str(entry.pattern))
            if isinstance(entry, URLResolver):
                yield from walk(entry, path)
            elif isinstance(entry, URLPattern):
                ability = getattr(entry.callback, "ability", None)
                told = ability.value if ability else "no door"
                yield path, str(entry.name), _methods(entry.callback), told

    return sorted(walk(get_resolver(), ""))


def commands() -> list[tuple[str, str]]:
    """Every command with its ability."""
    from nahbar.site.command import main  # noqa: PLC0415

    def walk(group: click.Group, *path: str) -> Iterator[tuple[str, str]]:
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from walk(command, *path, name)
            elif command is not None:
                ability = getattr(command.callback, "ability", "")
                yield " ".join((*path, name)), str(getattr(ability, "value", ability))

    return sorted(walk(main))


def _methods(view: object) -> str:
    """What the view takes, as its decorators say."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            said = cell.cell_contents
            if isinstance(said, list | tuple) and said and set(said) <= VERBS:
                return ", ".join(said)
        view = getattr(view, "__wrapped__", None)
    return "any"


VERBS = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"}


def _marks(having: object) -> list[str]:
    from nahbar.core.access import Role  # noqa: PLC0415

    return ["✓" if role in having else "–" for role in Role]  # type: ignore[operator]  # a collection


def _note(field: str) -> str:
    return "and whoever wrote it" if field == "private_note" else ""


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or look whether it still holds."""
    from nahbar.site.commands.answering import start_django  # noqa: PLC0415

    start_django()
    made = page()
    if "--check" in arguments:
        return int(not PAGE.exists() or PAGE.read_text("utf-8") != made)
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
