"""What the server finds out and says when it starts: its port, its address, how to sign in."""

import errno
import socket
from typing import Any

from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.refusals import Refused
from nahbar.core.sign_in_links import make_sign_in_link
from nahbar.demo.jobs import show_demo_to_newcomers
from nahbar.site.addresses import base_url, welcome_url
from nahbar.team.operations import keep_place_for_owner
from nahbar.team.queries import is_place_free, the_firm


def refuse_taken_port(host: str, port: int) -> None:
    """Raises Refused (`port_taken`, `bad_host`) where no server could listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise _refusal(error, host, port) from error


def first_words() -> dict[str, Any]:
    """`address`, `text`, and until the house is set up `sign_in_link`, a new one each time."""
    words: dict[str, Any] = {"address": base_url()}
    lines = [_("nahbar is open: %(address)s") % words]
    show_demo_to_newcomers(at=clock.now())
    if is_place_free():
        place = keep_place_for_owner()
        token = make_sign_in_link(place, by=THE_COMMAND_LINE, at=clock.now())
        words["sign_in_link"] = welcome_url(token)
        is_lent = the_firm() is not None
        told = _("Come in and look around here:") if is_lent else _("Set it up here:")
        lines += [told, words["sign_in_link"], _("The link works once, within a day.")]
    else:
        lines.append(_("Sign in with mail address and password, or let an owner give you a link."))
    lines.append(_("Ctrl-C closes it."))
    words["text"] = "\n".join(lines)
    return words


def _refusal(error: OSError, host: str, port: int) -> Refused:
    if error.errno == errno.EADDRINUSE:
        sentence = _("Port %(port)s is taken. Choose another one: PORT=8001 nahbar serve")
        return Refused("port_taken", sentence % {"port": port})
    if error.errno == errno.EACCES:
        sentence = _("Port %(port)s may not be opened by this user. Choose one above 1023.")
        return Refused("port_forbidden", sentence % {"port": port})
    sentence = _("There is no address %(host)s on this machine.")
    return Refused("bad_host", sentence % {"host": host})
