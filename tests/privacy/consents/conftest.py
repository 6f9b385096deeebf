"""Anna and Bernd have mail addresses, the house a public one, and a real mail server."""

from collections.abc import Callable
from datetime import datetime
from email.message import Message
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.customers.folk import anna, bernd
from tests.dispatch.conftest import Mailbox, mailbox

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.worker import Worker
from nahbar.customers.models import Customer
from nahbar.customers.operations.contact_points import add_contact_point
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import send_mail
from nahbar.privacy.operations.noting import About, read_about
from nahbar.team.models import Firm

__all__ = ["anna", "bernd", "mailbox"]

PUBLIC = "https://kunden.lind.example"
Sent = Callable[[], list[Message]]


@pytest.fixture(autouse=True)
def public_house(firm: Firm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Customers can reach the house, and these tests read its pages in English."""
    monkeypatch.setattr(settings, "PUBLIC_URL", PUBLIC)
    Firm.objects.update(language="en")


def write_to(customer: Customer, address: str) -> Customer:
    """From now on the customer has this mail address."""
    add_contact_point(customer, "email", address, by=THE_HOUSE, at=clock.now())
    return customer


@pytest.fixture
def reached(anna: Customer) -> Customer:
    """Anna, who has a mail address."""
    return write_to(anna, "anna@berger.example")


@pytest.fixture
def news(firm: Firm, now: datetime) -> About:
    """News and offers by mail."""
    return read_about("advertising", "mail", "", at=now)


@pytest.fixture
def letters(firm: Firm, now: datetime) -> About:
    """News and offers by letter."""
    return read_about("advertising", "letter", "", at=now)


@pytest.fixture
def sent(mailbox: Mailbox) -> Sent:
    """Let the worker send what waits; all that arrived so far."""

    def sent() -> list[Message]:
        Worker().drain()
        return mailbox.mails

    return sent


@transaction.atomic
def advertise(customer: Customer, **more: Any) -> OutgoingMail:
    """A mail with offers to the customer."""
    told = {"subject": "Autumn offers", "text": "Books!", "purpose": "advertising", **more}
    to = told.pop("to", "anna@berger.example")
    return send_mail(to, customer=customer, by=THE_HOUSE, at=clock.now(), **told)


def text_of(mail: Message) -> str:
    """The plain text of a mail."""
    body = mail.get_body(("plain",))  # type: ignore[attr-defined]  # an EmailMessage
    return str(body.get_content())


def path_in(mail: Message) -> str:
    """The path of the house's link in a mail."""
    (found,) = [word for word in text_of(mail).split() if word.startswith(PUBLIC)]
    return found.removeprefix(PUBLIC)
