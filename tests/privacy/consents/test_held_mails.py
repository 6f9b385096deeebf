"""A mail that needs a consent goes out with it alone: held before, sent once when it comes, never after."""

import io
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.privacy.consents.conftest import PUBLIC, Sent, advertise, path_in

from nahbar.core import clock
from nahbar.core.files import seal
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.dispatch.compose import compose
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.hold import STALE, drop_mail, release_held, release_mail
from nahbar.dispatch.operations.send import deliver_due
from nahbar.privacy.models import ConsentState
from nahbar.privacy.operations.catalogue import add_topic, retire_purpose
from nahbar.privacy.operations.consents import give_consent, refuse_consent, withdraw_consent
from nahbar.privacy.operations.noting import About, Proof

pytestmark = pytest.mark.django_db


def allow(customer: Customer, about: About, by: User) -> None:
    with seal(io.BytesIO(b"%PDF-1.7 signed %%EOF")) as paper:
        proof = Proof("form", file=paper, file_name="card.pdf")
        give_consent(customer, about, proof, by=by, at=clock.now())


def state() -> tuple[str, str]:
    mail = OutgoingMail.objects.get()
    return mail.state, mail.why


def test_without_consent_it_is_held_and_says_why(reached: Customer, sent: Sent) -> None:
    advertise(reached)
    assert sent() == []
    assert state() == ("held", "consent_missing")
    deliver_due(at=clock.now() + timedelta(days=1))
    assert LedgerEntry.objects.filter(action="dispatch.mail_held").count() == 1


def test_with_consent_it_goes_out_with_a_way_back(
    reached: Customer, news: About, mia: User, sent: Sent, client: Client
) -> None:
    allow(reached, news, mia)
    advertise(reached, html="<p>Books!</p>")
    (mail,) = sent()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = mail["List-Unsubscribe"].strip("<>")
    assert end.startswith(f"{PUBLIC}/consents/")
    assert end.endswith("/end/")
    assert path_in(mail) in end
    html = mail.get_body(("html",)).get_content()  # type: ignore[attr-defined]  # an EmailMessage
    assert path_in(mail) in html


def test_the_header_travels_as_a_link_on_one_line(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    allow(reached, news, mia)
    written = advertise(reached)
    raw = compose(written, "post@lind.example").as_bytes().decode()
    (line,) = [one for one in raw.splitlines() if one.startswith("List-Unsubscribe:")]
    assert line.startswith(f"List-Unsubscribe: <{PUBLIC}/consents/")
    assert line.endswith("/end/>")


def test_one_click_of_a_mail_program_withdraws(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    allow(reached, news, mia)
    advertise(reached)
    (mail,) = sent()
    end = mail["List-Unsubscribe"].strip("<>").removeprefix(PUBLIC)
    program = Client(enforce_csrf_checks=True)
    assert program.get(end).status_code == 200  # scanners look, and nothing happens
    assert ConsentState.objects.get().allows
    for _twice in range(2):
        answer = program.post(
            end, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    assert ConsentState.objects.get().step == "withdrawn"
    advertise(reached)
    assert len(sent()) == 1
    assert OutgoingMail.objects.latest("pk").why == "consent_withdrawn"


def test_it_is_sent_once_when_the_consent_comes(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    advertise(reached)
    assert sent() == []
    allow(reached, news, mia)
    assert len(sent()) == 1
    release_held([reached.pk], at=clock.now())
    deliver_due(at=clock.now() + timedelta(days=1))
    assert len(sent()) == 1
    assert state()[0] == "sent"


def test_a_yes_by_link_lets_it_go(
    reached: Customer, news: About, mia: User, sent: Sent, client: Client
) -> None:
    advertise(reached)
    give_consent(reached, news, Proof(), by=mia, at=clock.now())
    (question,) = sent()
    client.post(path_in(question))
    assert [mail["Subject"] for mail in sent()][1:] == ["Autumn offers"]


def test_what_is_withdrawn_while_it_waits_is_not_sent(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    allow(reached, news, mia)
    advertise(reached)
    withdraw_consent(reached, news, Proof(), by=mia, at=clock.now())
    assert sent() == []
    assert state() == ("held", "consent_withdrawn")


def test_an_old_mail_is_left_to_a_person(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    written = advertise(reached)
    sent()
    OutgoingMail.objects.update(created_at=clock.now() - STALE - timedelta(hours=1))
    allow(reached, news, mia)
    assert sent() == []
    release_mail(written, by=mia, at=clock.now())
    assert len(sent()) == 1


def test_what_answers_needs_no_consent(reached: Customer, sent: Sent) -> None:
    advertise(reached, purpose="service")
    assert len(sent()) == 1
    assert sent()[0]["List-Unsubscribe"] is None


def test_consent_for_one_thing_is_none_for_another(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    allow(reached, news, mia)
    for purpose in ("survey", "greeting", "no-such-purpose"):
        advertise(reached, purpose=purpose)
    advertise(reached, topic="no-such-topic")
    assert sent() == []
    reasons = OutgoingMail.objects.order_by("pk").values_list("why", flat=True)
    assert list(reasons) == ["consent_missing"] * 2 + ["consent_purpose"] * 2


def test_a_no_to_a_topic_goes_before_a_yes_to_all(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    garden, wine = (add_topic({"label": one}, by=mia, at=clock.now()) for one in ("Garten", "Wein"))
    allow(reached, news, mia)
    refuse_consent(reached, About(news.purpose, "mail", garden), Proof(), by=mia, at=clock.now())
    advertise(reached, topic=garden.key, subject="Garden")
    advertise(reached, topic=wine.key, subject="Wine")
    assert [mail["Subject"] for mail in sent()] == ["Wine"]


def test_a_yes_to_one_topic_is_none_to_all(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    garden = add_topic({"label": "Garten"}, by=mia, at=clock.now())
    allow(reached, About(news.purpose, "mail", garden), mia)
    advertise(reached, subject="All")
    advertise(reached, topic=garden.key, subject="Garden")
    assert [mail["Subject"] for mail in sent()] == ["Garden"]


def test_confirmed_for_one_address_it_holds_for_no_other(
    reached: Customer, news: About, mia: User, sent: Sent, client: Client
) -> None:
    give_consent(reached, news, Proof(), by=mia, at=clock.now())
    client.post(path_in(sent()[0]))
    advertise(reached, to="somebody.else@berger.example")
    advertise(reached, to="Anna@Berger.example")
    assert len(sent()) == 2
    assert OutgoingMail.objects.get(state="held").why == "consent_other_address"


def test_to_nobody_in_particular_nothing_is_advertised(firm: object, sent: Sent) -> None:
    advertise(None)  # type: ignore[arg-type]  # whom we do not know
    assert sent() == []
    assert state()[1] == "consent_no_customer"


def test_without_a_way_out_nothing_is_advertised(
    reached: Customer, news: About, mia: User, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    allow(reached, news, mia)
    monkeypatch.setattr(settings, "PUBLIC_URL", "")
    advertise(reached)
    assert sent() == []
    assert state()[1] == "consent_no_way_out"


def test_a_purpose_that_is_asked_no_more_sends_nothing(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    allow(reached, news, mia)
    retire_purpose(news.purpose, by=mia, at=clock.now())
    advertise(reached)
    assert sent() == []


def test_the_page_of_mails_and_today_tell_why_it_is_held(
    as_mia: Client, reached: Customer, sent: Sent
) -> None:
    advertise(reached)
    sent()
    page = as_mia.get(reverse("mails")).text
    assert "held back" in page
    assert "never asked whether they agree" in page
    assert "1 mail is held back." in as_mia.get(reverse("today")).text


def test_a_leader_drops_it_or_tries_again(
    as_mia: Client, mia: User, jonas: User, reached: Customer, sent: Sent
) -> None:
    written = advertise(reached)
    sent()
    for act in (release_mail, drop_mail):
        with pytest.raises(NotAllowed):
            act(written, by=jonas, at=clock.now())
    as_mia.post(reverse("mail_release", args=[written.public_id]))
    assert sent() == []
    assert state()[0] == "held"
    as_mia.post(reverse("mail_drop", args=[written.public_id]))
    assert state()[0] == "dropped"
    assert "Autumn offers" not in as_mia.get(reverse("mails")).text
    with pytest.raises(Refused):
        release_mail(written, by=mia, at=clock.now())


def test_choices_behind_the_link_are_as_easy_as_giving(
    reached: Customer, news: About, mia: User, sent: Sent, client: Client
) -> None:
    allow(reached, news, mia)
    allow(reached, About(news.purpose, "letter"), mia)
    advertise(reached)
    url = path_in(sent()[0])
    page = client.get(url)
    assert "News and offers by letter" in page.text
    assert not page.cookies
    client.post(url, {"all": "yes"})
    assert set(ConsentState.objects.values_list("step", flat=True)) == {"withdrawn"}
    mine = ConsentState.objects.get(channel="mail")
    client.post(url, {"state": str(mine.fact.public_id), "said": "give"})
    mine.refresh_from_db()
    assert (mine.step, mine.address) == ("confirmed", "anna@berger.example")


def test_a_link_that_was_passed_on_allows_nothing_new(
    reached: Customer, news: About, letters: About, mia: User, sent: Sent, client: Client
) -> None:
    allow(reached, news, mia)
    refuse_consent(reached, letters, Proof(), by=mia, at=clock.now())
    advertise(reached)
    never = ConsentState.objects.get(channel="letter")
    told = {"state": str(never.fact.public_id), "said": "give"}
    assert client.post(path_in(sent()[0]), told).status_code == 410
    never.refresh_from_db()
    assert never.step == "refused"
