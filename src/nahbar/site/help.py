"""What the command line says of itself, in the language of NAHBAR_LANGUAGE and without Django.

click asks the standard library's gettext for its own words, so it is told where our catalogue lies.
The texts of our commands are their docstrings and the `help` of their options;
`scripts/message_sources.py` finds them there.
"""

import copy
import gettext
import os
from pathlib import Path

import click

DOMAIN = "django"
LOCALES = Path(__file__).resolve().parent.parent / "locale"


def speak() -> None:
    """From now on gettext, and with it click, speaks the house's language."""
    base, _, rest = os.environ.get("NAHBAR_LANGUAGE", "de").partition("-")
    region = rest.upper() if len(rest) == 2 else rest.title()
    os.environ["LANGUAGE"] = f"{base}_{region}" if rest else base
    gettext.bindtextdomain(DOMAIN, LOCALES)
    gettext.textdomain(DOMAIN)


def told(text: str) -> str:
    """The text in the house's language, on one line."""
    line = " ".join(text.split())
    return gettext.gettext(line) if line else line


def translated(command: click.Command) -> click.Command:
    """The command with its own help, that of its options and of the commands under it translated."""
    twin = copy.copy(command)
    twin.help = told(command.help or "")
    twin.params = [_translated_option(one) for one in command.params]
    if isinstance(twin, click.Group):
        twin.commands = {name: translated(one) for name, one in twin.commands.items()}
    return twin


def _translated_option(parameter: click.Parameter) -> click.Parameter:
    if not isinstance(parameter, click.Option):
        return parameter
    twin = copy.copy(parameter)
    twin.help = told(parameter.help or "")
    return twin


def named(text: str) -> str:
    """Marks a text that is translated later, where it is shown."""
    return text


def named_plural(one: str, many: str) -> tuple[str, str]:
    """The same for a text that counts."""
    return one, many


_ = named
ngettext = named_plural
CLICK = (  # what click says by itself
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("required"),
    _("default: {default}"),
    _("Error: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Missing argument"),
    _("Missing option"),
    _("Missing command."),
    _("No such command {name!r}."),
    _("No such option {name!r}."),
    _("Try '{command} {option}' for help."),
    _("Invalid value: {message}"),
    _("Missing {param_type}"),
    _("Aborted!"),
    _("Option {name!r} does not take a value."),
    _("Choose from:\n\t{choices}"),
    _("file"),
    _("directory"),
    _("path"),
    _("{name} {filename!r} does not exist."),
    _("{name} {filename!r} is a directory."),
    _("{name} {filename!r} is a file."),
    _("{name} {filename!r} is not readable."),
    _("{name} {filename!r} is not writable."),
    _("{value!r} is not a valid {number_type}."),
    _("{value} is not in the range {range}."),
)
CLICK_COUNTS = (
    ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ngettext(
        "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."
    ),
)
