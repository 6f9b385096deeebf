"""A real mail server on a free port, which takes, refuses, or breaks off as the test wants."""

import socket
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings


class Mailbox:
    """What arrived; `says` are the answers to mails to come, used up one by one, then all are taken."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.says: list[str] = []
        self.port = 0

    async def handle_RCPT(  # noqa: N802  # named by aiosmtpd
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Refuse who is nobody."""
        if address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the same
        """Take it, or do what the test wants."""
        say = self.says.pop(0) if self.says else "250 taken"
        if say == "break off":
            server.transport.close()
            return "451 gone"
        if say.startswith("250"):
            self.mails.append(BytesParser(policy=default).parsebytes(envelope.content))
        return say


@pytest.fixture
def mailbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """The house's mail server."""
    box = Mailbox()
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        box.port = trial.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    monkeypatch.setattr(settings, "MAIL_URL", f"smtp://127.0.0.1:{box.port}")
    monkeypatch.setattr(settings, "MAIL_FROM", "post@lind.example")
    yield box
    controller.stop()
