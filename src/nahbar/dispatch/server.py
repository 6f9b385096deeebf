"""Which server takes our mails, read from one line: smtp+tls://user:password@host:587."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """`scheme`: `smtp` speaks openly, `smtp+tls` turns to TLS before anything is told, `smtps` is TLS."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str


def mail_server() -> MailServer | None:
    """The server of the settings; None where there is none, or nobody to write from."""
    url, sender = settings.MAIL_URL, settings.MAIL_FROM
    if not url or not sender:
        return None
    parts = urlsplit(url)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    port = parts.port or PORTS[parts.scheme]
    return MailServer(parts.scheme, parts.hostname or "", port, user, password, sender)
