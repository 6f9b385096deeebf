"""Whether mails can go out."""

import socket
from collections.abc import Iterator

from django.utils.translation import gettext as _

from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.server import mail_server
from nahbar.site.keeping.health.problem import Problem

PATIENCE = 5.0


def check_mail() -> Iterator[Problem]:
    """A server is named where mails wait for one, and it answers."""
    server = mail_server()
    waiting = OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).exists()
    if server is None:
        if waiting:
            yield Problem(
                "mail",
                "no_mail_server",
                _("Mails wait, and there is no mail server."),
                _("Set NAHBAR_MAIL_URL and NAHBAR_MAIL_FROM and start nahbar again."),
            )
        return
    try:
        socket.create_connection((server.host, server.port), timeout=PATIENCE).close()
    except OSError as error:
        told = {"host": server.host, "port": server.port, "reason": error.strerror or str(error)}
        yield Problem(
            "mail",
            "mail_server_silent",
            _("The mail server %(host)s:%(port)s does not answer: %(reason)s") % told,
            _("Look at NAHBAR_MAIL_URL, and whether this machine may reach that one."),
        )
