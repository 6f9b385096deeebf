"""The command line. Each command lives in `site/commands/` and is loaded when it is asked for."""

import importlib
import json
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from nahbar import __version__
from nahbar.site.help import named as _
from nahbar.site.help import speak, told, translated

# Command → "module:function" under nahbar.site.commands, and what it does, so that help is quick.
COMMANDS = {
    "init": ("house:init", _("Set up the house with its firm and its owner.")),
    "serve": ("server:serve", _("Serve the pages and do the work behind them, until Ctrl-C.")),
    "demo": ("demo:demo", _("Make the demo firm, in a house that knows nobody yet.")),
    "worker": ("server:worker", _("Run one more worker beside the server.")),
    "sign-in-link": ("people:sign_in_link", _("Make a link that lets somebody in once.")),
    "people": ("people:people", _("List, add and change the people of the house.")),
    "import": ("intake:import_files", _("Take over data from files.")),
    "undo": ("intake:undo", _("Take back an import.")),
    "refresh": ("value:refresh", _("Reckon the figures anew.")),
    "find": ("customers:find", _("Find customers by what is known of them.")),
    "index": ("customers:index", _("Bring the search up to date.")),
    "show": ("customers:show", _("Show one customer.")),
    "today": ("today:today", _("Show what lies before somebody today.")),
    "value": ("value:value", _("Show what customers are worth.")),
    "export": ("customers:export", _("Write customers to a file.")),
}


class Rooms(click.Group):
    """Finds a command by its name and imports nothing but that one."""

    def main(  # type: ignore[override]  # click promises overloads that nobody here needs
        self, args: Sequence[str] | None = None, **extra: Any
    ) -> Any:
        """Speak the house's language, then do what is asked. With --json, wrong usage too is told so."""
        speak()
        given = sys.argv[1:] if args is None else list(args)
        here = translated(self)
        if "--json" not in given or not extra.get("standalone_mode", True):
            return click.Command.main(here, args, **extra)
        try:
            code = click.Command.main(here, given, **{**extra, "standalone_mode": False})
        except click.ClickException as error:
            _refuse_usage(error)
        except click.Abort:
            sys.exit(1)
        sys.exit(code if isinstance(code, int) else 0)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which they are needed."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(f"nahbar.site.commands.{module}"), function)
        return translated(command) if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, without loading the commands."""
        with formatter.section(told("Commands")):
            formatter.write_dl(
                [(name, told(COMMANDS[name][1])) for name in self.list_commands(ctx)]
            )


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nahbar")
def main() -> None:
    """nahbar: customers, close at hand."""


def _refuse_usage(error: click.ClickException) -> NoReturn:
    """One JSON object, with the exit code of wrong usage."""
    told_so = {"error": {"code": "usage", "message": error.format_message()}}
    click.echo(json.dumps(told_so))
    sys.exit(error.exit_code)
