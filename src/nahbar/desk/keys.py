"""The keys of the house: those that work everywhere, and those of single pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nahbar.core.palette import Command

KEYS_COOKIE = "keys"
OFF = "off"


@dataclass(frozen=True)
class Key:
    """What a key does. `keys` is one key, or several pressed one after the other ("g h")."""

    keys: str
    label: str | Promise


# The keys of the shell; the others of the house stand beside their commands.
EVERYWHERE = (
    Key("/", _("Find people, pages and actions")),
    Key("?", _("Show all keys")),
)
# Told to those who read the list; on the page each stands at its link or button as data-key.
ON_A_CUSTOMER = (
    Key("n", _("Note a moment")),
    Key("t", _("Note a task or a promise")),
    Key("a", _("Make an appointment")),
    Key("e", _("Edit")),
)
IN_A_LIST = (
    Key("j", _("Next row")),
    Key("k", _("Row before")),
)


def uses_keys(request: HttpRequest) -> bool:
    """Whether single keys do something on this device: whoever dictates to it, or shakes, may not want it."""
    return request.COOKIES.get(KEYS_COOKIE) != OFF


def keys_of(commands: Iterable[Command]) -> list[Key]:
    """What works on every page."""
    return [*EVERYWHERE, *(Key(one.keys, one.label) for one in commands if one.keys)]
