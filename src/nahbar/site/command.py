"""The command line. Each command lives in `site/commands/` and is loaded when it is asked for."""

import importlib
import importlib.util

import click

from nahbar import __version__

# Command → "module:function" under nahbar.site.commands, and what it does, so that help is quick.
COMMANDS = {
    "init": ("house:init", "Set up the house with its firm and its owner."),
    "serve": ("server:serve", "Serve the pages and do the work behind them, until Ctrl-C."),
    "worker": ("server:worker", "Run one more worker beside the server."),
    "sign-in-link": ("people:sign_in_link", "Make a link that lets somebody in once."),
    "people": ("people:people", "List, add and change the people of the house."),
    "import": ("intake:import_files", "Take over data from files."),
    "undo": ("intake:undo", "Take back an import."),
    "refresh": ("value:refresh", "Reckon the figures anew."),
    "find": ("customers:find", "Find customers by name or number."),
    "show": ("customers:show", "Show one customer."),
    "value": ("value:value", "Show what customers are worth."),
    "export": ("customers:export", "Write customers to a file."),
}


class Rooms(click.Group):
    """Finds a command by its name and imports nothing but that one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order in which they are needed."""
        return [name for name in COMMANDS if self._is_there(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded."""
        if cmd_name not in COMMANDS or not self._is_there(cmd_name):
            return None
        module, function = COMMANDS[cmd_name][0].split(":")
        command = getattr(importlib.import_module(f"nahbar.site.commands.{module}"), function)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, without loading the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def _is_there(self, name: str) -> bool:
        module = COMMANDS[name][0].split(":")[0]
        return importlib.util.find_spec(f"nahbar.site.commands.{module}") is not None


@click.group(cls=Rooms, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="nahbar")
def main() -> None:
    """nahbar: customers, close at hand."""
