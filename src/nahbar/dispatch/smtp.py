"""Handing one mail to the server, and saying for certain what became of it, or that nobody can."""

import contextlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum

from nahbar.dispatch.server import MailServer

PATIENCE = 30  # seconds that the server may take for one answer


class Outcome(StrEnum):
    """What became of it: taken, refused for now, refused for good, or cut off when nobody can say."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Answer:
    """`why` is a code, for people to look up; the server's own words may name somebody."""

    outcome: Outcome
    why: str = ""


def hand_over(message: EmailMessage, *, sender: str, to: str, server: MailServer) -> Answer:
    """Give the message to the server.

    Up to the content nothing was sent whatever breaks, so it may be tried again. Once the content
    is under way only the server's own answer says whether it has it.
    """
    is_under_way = False
    try:
        with _connected(server) as line:
            for code, _words in (line.mail(sender), line.rcpt(to)):
                if code >= 400:
                    return _answer(code)
            is_under_way = True
            code, _words = line.data(message.as_bytes(policy=message.policy.clone(linesep="\r\n")))
            return _answer(code)
    except UnicodeEncodeError:  # an address with letters that this way does not carry
        return Answer(Outcome.REFUSED, "not_made")
    except smtplib.SMTPAuthenticationError:
        return Answer(Outcome.LATER, "not_let_in")
    except smtplib.SMTPDataError as error:  # said before any content
        return _answer(error.smtp_code)
    except (smtplib.SMTPException, OSError, ssl.SSLError):
        if is_under_way:
            return Answer(Outcome.UNCERTAIN, "cut_off")
        return Answer(Outcome.LATER, "not_reached")


def _answer(code: int) -> Answer:
    if code < 400:
        return Answer(Outcome.TAKEN)
    return Answer(Outcome.LATER if code < 500 else Outcome.REFUSED, f"smtp_{code}")


@contextmanager
def _connected(server: MailServer) -> Iterator[smtplib.SMTP]:
    """Greeted, under TLS where that is wanted, and signed in. Taking leave may fail: nothing hangs on it."""
    tls = ssl.create_default_context()
    if server.scheme == "smtps":
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=PATIENCE, context=tls
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=PATIENCE)
    try:
        line.ehlo_or_helo_if_needed()
        if server.scheme == "smtp+tls":
            line.starttls(context=tls)
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
        yield line
        with contextlib.suppress(smtplib.SMTPException, OSError):
            line.quit()
    finally:
        line.close()
