"""A mail goes out when what it is about is done: once, or a person is told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from tests.dispatch.conftest import Mailbox

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.core.worker import Worker
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.decide import send_again, settle_mail
from nahbar.dispatch.operations.send import (
    LONGEST_SENDING,
    PAUSES,
    Attachment,
    deliver_due,
    send_mail,
    tell_uncertain,
)

pytestmark = pytest.mark.django_db
Write = Callable[..., OutgoingMail]


@pytest.fixture
def write(firm: object) -> Write:
    """Write a mail to Anna."""

    def write(to: str = "anna@berger.example", **more: Any) -> OutgoingMail:
        told = {"subject": "Your appointment", "text": "On Monday, Grüße", "by": THE_HOUSE}
        return send_mail(to, at=clock.now(), **{**told, **more})

    return write


def state() -> str:
    return OutgoingMail.objects.get().state


def test_what_is_written_goes_out_once(mailbox: Mailbox, write: Write, jonas: User) -> None:
    entry = Attachment("appointment.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR\r\n")
    written = write(sender=jonas, attachments=[entry])
    assert Worker().drain() == 1
    assert state() == "sent"
    (mail,) = mailbox.mails
    assert mail["From"] == "Jonas Falk <post@lind.example>"
    assert mail["Reply-To"] == "Jonas Falk <jonas@lind.example>"
    assert mail["To"] == "anna@berger.example"
    assert str(written.public_id) in mail["Message-ID"]
    body, attached = mail.iter_parts()  # type: ignore[attr-defined]  # an EmailMessage
    assert body.get_content().strip() == "On Monday, Grüße"
    assert attached.get_content_type() == "text/calendar"
    assert attached.get_filename() == "appointment.ics"
    deliver_due(at=clock.now() + timedelta(days=1))
    assert len(mailbox.mails) == 1


def test_what_comes_to_nothing_sends_nothing(mailbox: Mailbox, write: Write) -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    Worker().drain()
    assert mailbox.mails == []
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_written_in_a_transaction_or_not_at_all(write: Write) -> None:
    with pytest.raises(RuntimeError):
        write()


def test_without_a_server_mails_wait_until_there_is_one(
    mailbox: Mailbox, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = settings.MAIL_URL
    monkeypatch.setattr(settings, "MAIL_URL", "")
    write()
    Worker().drain()
    assert state() == "waiting"
    monkeypatch.setattr(settings, "MAIL_URL", url)
    assert deliver_due(at=clock.now()) == 1
    assert state() == "sent"


def test_refused_for_now_it_is_tried_again_after_growing_pauses(
    mailbox: Mailbox, write: Write
) -> None:
    mailbox.says = ["451 later", "451 later"]
    write()
    Worker().drain()
    first = OutgoingMail.objects.get()
    assert (first.state, first.why, first.attempts) == ("waiting", "smtp_451", 1)
    assert deliver_due(at=clock.now()) == 0
    deliver_due(at=clock.now() + PAUSES[0])
    assert OutgoingMail.objects.get().try_at - first.try_at > PAUSES[0]
    deliver_due(at=clock.now() + PAUSES[0] + PAUSES[1])
    assert state() == "sent"
    assert len(mailbox.mails) == 1


def test_a_server_that_is_away_for_a_day_leaves_it_to_a_person(
    write: Write, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_URL", "smtp://127.0.0.1:9")
    write()
    at = clock.now()
    for pause in (timedelta(), *PAUSES):
        at += pause + timedelta(minutes=1)
        deliver_due(at=at)
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.why, mail.attempts) == ("failed", "not_reached", len(PAUSES) + 1)


@pytest.mark.parametrize(
    ("to", "why"), [("nobody@berger.example", "smtp_550"), ("bad address@x", "not_made")]
)
def test_refused_for_good_it_is_told_at_once(
    to: str, why: str, mailbox: Mailbox, write: Write
) -> None:
    write(to)
    Worker().drain()
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.why) == ("failed", why)
    assert mailbox.mails == []


def test_a_line_that_breaks_during_the_content_leaves_it_uncertain(
    mailbox: Mailbox, write: Write
) -> None:
    mailbox.says = ["break off"]
    write()
    Worker().drain()
    assert state() == "uncertain"
    for hours in (1, 30):
        deliver_due(at=clock.now() + timedelta(hours=hours))
    assert mailbox.mails == []


def test_who_dies_while_sending_leaves_it_uncertain(mailbox: Mailbox, write: Write) -> None:
    mail = write()
    now = clock.now()
    OutgoingMail.objects.filter(pk=mail.pk).update(state="sending", sending_at=now)
    deliver_due(at=now + LONGEST_SENDING / 2)
    assert state() == "sending"
    deliver_due(at=now + 2 * LONGEST_SENDING)
    assert state() == "uncertain"
    Worker().drain()
    assert mailbox.mails == []
    assert LedgerEntry.objects.filter(action="dispatch.mail_uncertain").count() == 1


def test_lines_in_an_address_or_subject_carry_no_headers(mailbox: Mailbox, write: Write) -> None:
    write(subject="Hello\r\nBcc: evil@x.example", text="a\n.\nb")
    Worker().drain()
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: evil@x.example"
    with pytest.raises(Refused):
        write("nobody")


def test_a_person_decides_what_nobody_knows(
    mailbox: Mailbox, write: Write, mia: User, jonas: User, now: datetime
) -> None:
    mailbox.says = ["break off", "break off"]
    write()
    Worker().drain()
    mail = OutgoingMail.objects.get()
    for act in (send_again, settle_mail):
        with pytest.raises(NotAllowed):
            act(mail, by=jonas, at=now)
    send_again(mail, by=mia, at=clock.now())
    with pytest.raises(Refused) as refusal:  # pressed twice
        send_again(mail, by=mia, at=clock.now())
    assert refusal.value.code == "mail_settled"
    Worker().drain()
    settle_mail(OutgoingMail.objects.get(), by=mia, at=clock.now())
    assert state() == "sent"


def test_who_may_not_write_to_customers_sends_nothing(write: Write, petra: User) -> None:
    with pytest.raises(NotAllowed):
        write(by=petra)


def test_the_log_names_nobody(
    mailbox: Mailbox, write: Write, caplog: pytest.LogCaptureFixture
) -> None:
    mailbox.says = ["554 anna@berger.example is not wanted"]
    write()
    write("bad address@x")
    Worker().drain()
    assert "anna" not in caplog.text
    assert "bad address" not in caplog.text


@pytest.mark.slow
def test_a_worker_killed_between_server_and_house_sends_nothing_twice(
    own_house: dict[str, str], tmp_path: Path
) -> None:
    script = Path(__file__).with_name("killed_sender.py")
    with subprocess.Popen(
        [sys.executable, str(script), "send"], env=own_house, stdout=subprocess.PIPE, text=True
    ) as sender:
        assert sender.stdout is not None
        assert sender.stdout.readline() == "content is under way\n"
        os.kill(sender.pid, signal.SIGKILL)
    time.sleep(0)
    found = subprocess.run(
        [sys.executable, str(script), "look"],
        env=own_house,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.split() == ["sending", "uncertain", "uncertain"]


def test_nothing_is_uncertain_where_nothing_was_cut_off(write: Write) -> None:
    write()
    assert tell_uncertain(at=clock.now() + timedelta(days=1)) == 0
