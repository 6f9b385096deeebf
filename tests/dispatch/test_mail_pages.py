"""What has not gone out is before those who lead, with what they can do about it."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.agenda.calendar.conftest import english_noon

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import send_mail

__all__ = ["english_noon"]
pytestmark = pytest.mark.django_db
PAGE = reverse("mails")


@pytest.fixture
def uncertain(firm: object) -> OutgoingMail:
    mail = send_mail("a@b.example", subject="<b>Hi</b>", text="x", by=THE_HOUSE, at=clock.now())
    OutgoingMail.objects.update(state="uncertain", why="cut_off")
    return mail


def test_without_a_server_the_page_says_what_to_do(as_mia: Client) -> None:
    assert "NAHBAR_MAIL_URL" in as_mia.get(PAGE).text


def test_with_a_server_and_nothing_left_it_is_calm(
    as_mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "MAIL_URL", "smtp://127.0.0.1:9")
    monkeypatch.setattr(settings, "MAIL_FROM", "post@lind.example")
    assert "Everything has gone out." in as_mia.get(PAGE).text


def test_what_is_uncertain_is_decided_there(as_mia: Client, uncertain: OutgoingMail) -> None:
    shown = as_mia.get(PAGE).text
    assert "&lt;b&gt;Hi" in shown
    assert "The line broke while it was being sent." in shown
    assert "1 mail waits for a decision" in as_mia.get(reverse("today")).text
    assert as_mia.post(reverse("mail_settled", args=[uncertain.public_id])).status_code == 302
    assert OutgoingMail.objects.get().state == "sent"
    assert as_mia.post(reverse("mail_again", args=[uncertain.public_id])).status_code == 409


def test_it_is_for_those_who_lead(
    as_jonas: Client, as_petra: Client, client: Client, uncertain: OutgoingMail
) -> None:
    assert as_jonas.get(PAGE).status_code == as_petra.get(PAGE).status_code == 403
    assert client.get(PAGE).status_code == 302
    assert as_jonas.post(reverse("mail_again", args=[uncertain.public_id])).status_code == 403
    assert "waits for a decision" not in as_jonas.get(reverse("today")).text
