"""What can be gone to or begun from anywhere: the commands of the palette, and their keys."""

from dataclasses import dataclass

from django.utils.functional import Promise

from nahbar.core.access import Ability, Actor, may


@dataclass(frozen=True)
class Command:
    """One page or action. `words` are what people may type for it besides its label.

    `keys` is one key, or several to be pressed one after the other ("g h"). `url` is where it leads
    without scripts, lazily made; with scripts what `press` selects is pressed instead, if it is there.
    """

    key: str
    label: str | Promise
    words: str | Promise
    url: str | Promise
    keys: str = ""
    ability: Ability = Ability.SEE_HOUSE
    press: str = ""


_commands: dict[str, Command] = {}


def offer(*commands: Command) -> None:
    """From now on these are in the palette, in this order. For `site/pages.py` alone."""
    _commands.update({command.key: command for command in commands})


def commands_for(actor: Actor) -> list[Command]:
    """All that this person may do."""
    return [command for command in _commands.values() if may(actor, command.ability)]
