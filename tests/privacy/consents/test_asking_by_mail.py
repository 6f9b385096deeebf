"""Double opt-in: a link by mail, of which the house keeps a digest, and a button that alone counts."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.privacy.consents.conftest import PUBLIC, Sent, path_in, text_of, write_to

from nahbar.core import clock
from nahbar.core.models import LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.core.tokens import digest_of, new_token
from nahbar.customers.models import ContactPoint, Customer
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.send import deliver_due
from nahbar.privacy.models import ConsentFact, ConsentLink, ConsentRequest, ConsentState
from nahbar.privacy.operations.asking import ANSWER_WITHIN
from nahbar.privacy.operations.catalogue import add_topic, change_purpose
from nahbar.privacy.operations.consents import give_consent, withdraw_consent
from nahbar.privacy.operations.noting import About, Proof
from nahbar.privacy.operations.running_out import let_run_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(reached: Customer, news: About, jonas: User) -> ConsentRequest:
    found = give_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert isinstance(found, ConsentRequest)
    return found


@pytest.fixture
def link(asked: ConsentRequest, sent: Sent) -> str:
    """The path behind the link in the mail."""
    (mail,) = sent()
    return path_in(mail)


def allows() -> bool:
    return ConsentState.objects.get().allows


def test_the_mail_says_what_it_is_about_and_who_asks(asked: ConsentRequest, sent: Sent) -> None:
    (mail,) = sent()
    assert mail["Subject"] == "Please confirm: News and offers by mail"
    assert mail["Reply-To"] == "Jonas Falk <jonas@lind.example>"
    assert text_of(mail).startswith("Good day Anna Berger,")
    assert asked.wording.text_en in text_of(mail)
    assert mail["List-Unsubscribe"] is None


def test_the_house_keeps_the_digest_alone(link: str) -> None:
    token = link.split("/")[2]
    assert ConsentLink.objects.get().digest == digest_of(token)
    kept = [*OutgoingMail.objects.values_list("text", flat=True)]
    kept += [str(one) for one in LedgerText.objects.values_list("before", "after")]
    assert not [one for one in kept if token in one]


def test_who_opens_the_link_has_confirmed_nothing(client: Client, link: str) -> None:
    for _scan in range(3):
        assert client.get(link).status_code == client.head(link).status_code == 200
    assert not allows()
    assert ConsentFact.objects.filter(step="confirmed").count() == 0


def test_the_button_counts_without_script_and_without_cookie(link: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link)
    assert f'action="{link}"' in page.text
    assert not page.cookies
    answer = browser.post(link)
    assert "Thank you" in answer.text
    assert not answer.cookies
    assert allows()
    fact = ConsentFact.objects.get(step="confirmed")
    assert (fact.way, fact.address, fact.ip) == ("link", "anna@berger.example", None)


def test_pressed_twice_it_is_confirmed_once(client: Client, link: str) -> None:
    assert [client.post(link).status_code for _click in range(3)] == [200] * 3
    assert ConsentFact.objects.filter(step="confirmed").count() == 1


def test_used_again_after_a_withdrawal_it_confirms_nothing(
    client: Client, link: str, reached: Customer, news: About, jonas: User
) -> None:
    client.post(link)
    withdraw_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert client.post(link).status_code == 410
    assert not allows()


def test_a_withdrawal_before_the_answer_ends_the_question(
    client: Client, link: str, reached: Customer, news: About, jonas: User
) -> None:
    withdraw_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert client.get(link).status_code == client.post(link).status_code == 410
    assert not allows()


def test_an_old_link_confirms_nothing(client: Client, link: str) -> None:
    ConsentRequest.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert client.get(link).status_code == client.post(link).status_code == 410
    assert not allows()


def test_no_is_an_answer_too(client: Client, link: str) -> None:
    client.post(link.replace("/answer/", "/end/"))
    assert ConsentState.objects.get().step == "refused"
    assert client.post(link).status_code == 410


@pytest.mark.parametrize(
    "token",
    [
        "well-formed-and-guessed-0123456789-abcdefghi",
        "x",
        "a" * 64,
        "%00",
        "ü" * 43,
        "null",
        "1",
        "../..",
    ],
)
@pytest.mark.parametrize("name", ["consent_answer", "consent_choices", "consent_end"])
def test_guessed_links_open_nothing(client: Client, link: str, token: str, name: str) -> None:
    url = reverse(name, args=["T"]).replace("/T/", f"/{token}/")
    assert client.get(url).status_code == client.post(url).status_code == 404
    assert ConsentState.objects.get().step == "asked"


def test_who_guesses_often_is_slowed_down_and_who_knows_is_not(client: Client, link: str) -> None:
    url = reverse("consent_answer", args=[new_token()])
    found = [client.get(url).status_code for _guess in range(102)]
    assert found[0] == 404
    assert found[-1] == 429
    assert client.post(link).status_code == 200


def test_the_link_of_a_forgotten_customer_opens_nothing(client: Client, link: str) -> None:
    asked = client.get(link)
    assert asked.status_code == 200
    ConsentState.objects.all().delete()
    ConsentFact.objects.all().delete()
    ConsentRequest.objects.all().delete()
    for name in ("answer", "end"):
        assert client.post(link.replace("answer", name)).status_code == 404


def test_one_customer_s_link_says_nothing_of_another(
    client: Client, link: str, bernd: Customer, news: About, jonas: User, sent: Sent
) -> None:
    write_to(bernd, "bernd@moser.example")
    give_consent(bernd, news, Proof(), by=jonas, at=clock.now())
    client.post(path_in(sent()[-1]))
    theirs = ConsentState.objects.get(customer=bernd)
    page = link.replace("answer/", "")
    for said in ("withdraw", "give"):
        client.post(page, {"state": str(theirs.fact.public_id), "said": said})
        client.post(page, {"state": str(theirs.pk), "said": said})
    theirs.refresh_from_db()
    assert theirs.allows
    assert "Anna" not in client.get(page).text


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_forged_host_stands_in_no_mail(
    as_jonas: Client, reached: Customer, sent: Sent, header: str
) -> None:
    url = reverse("customer_consent_tap", args=[reached.public_id])
    told = {"purpose": "advertising", "channel": "mail", "said": "give"}
    as_jonas.raise_request_exception = False
    as_jonas.post(url, told, **{header: "evil.example"})
    as_jonas.post(url, told)
    (mail,) = sent()
    assert path_in(mail)
    assert "evil" not in mail.as_string()


def test_a_name_of_a_topic_cannot_write_headers(
    reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    said = "Garten\r\nBcc: all@evil.example\r\n\r\n<b>x</b>"
    topic = add_topic({"label": said, "label_en": said}, by=mia, at=clock.now())
    give_consent(reached, About(news.purpose, "mail", topic), Proof(), by=mia, at=clock.now())
    (mail,) = sent()
    assert mail["Bcc"] is None
    assert "Bcc: all@evil.example" in mail["Subject"]


def test_asked_at_the_same_moment_one_mail_goes_out(
    asked: ConsentRequest, reached: Customer, news: About, jonas: User, sent: Sent
) -> None:
    again = give_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert again == asked
    later = clock.now() + timedelta(hours=2)
    with pytest.raises(Refused) as refusal:
        give_consent(reached, news, Proof(), by=jonas, at=later)
    assert refusal.value.code == "asked_already"
    assert len(sent()) == 1


def test_every_attempt_has_a_link_of_its_own_and_each_one_works(
    asked: ConsentRequest, sent: Sent, mailbox: object, client: Client
) -> None:
    mailbox.says = ["451 later"]  # type: ignore[attr-defined]  # a Mailbox
    assert sent() == []
    deliver_due(at=clock.now() + timedelta(minutes=2))
    (mail,) = sent()
    assert ConsentLink.objects.count() == 2
    assert client.post(path_in(mail)).status_code == 200
    assert allows()


def test_without_a_public_address_nobody_is_asked_by_mail(
    reached: Customer, news: About, jonas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PUBLIC_URL", "")
    with pytest.raises(Refused) as refusal:
        give_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert refusal.value.code == "no_public_url"


def test_without_a_mail_address_nobody_is_asked(anna: Customer, news: About, jonas: User) -> None:
    assert not ContactPoint.objects.exists()
    with pytest.raises(Refused) as refusal:
        give_consent(anna, news, Proof(), by=jonas, at=clock.now())
    assert refusal.value.code == "no_mail"


def test_the_page_speaks_the_customer_s_language(
    client: Client, reached: Customer, news: About, jonas: User, sent: Sent
) -> None:
    Customer.objects.filter(pk=reached.pk).update(language="de")
    reached.refresh_from_db()
    asked = give_consent(reached, news, Proof(), by=jonas, at=clock.now())
    assert isinstance(asked, ConsentRequest)
    page = client.get(path_in(sent()[0])).text
    assert re.search(r'<html lang="de', page)
    assert asked.wording.text in page


def test_the_internet_address_is_kept_where_the_house_wants_it(
    client: Client, reached: Customer, news: About, mia: User, sent: Sent
) -> None:
    change_purpose(news.purpose, {"keeps_ip": True}, by=mia, at=clock.now())
    give_consent(reached, news, Proof(), by=mia, at=clock.now())
    client.post(path_in(sent()[0]), REMOTE_ADDR="192.0.2.7")
    assert ConsentFact.objects.get(step="confirmed").ip == "192.0.2.7"


def test_an_address_stays_secret_to_other_pages(client: Client, link: str) -> None:
    page = client.get(link)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert "Berger" not in page.text
    assert PUBLIC not in page.text


def test_asking_again_after_it_ran_out_works(
    asked: ConsentRequest, reached: Customer, news: About, jonas: User
) -> None:
    later = clock.now() + ANSWER_WITHIN + timedelta(days=1)
    let_run_out(at=later)
    again = give_consent(reached, news, Proof(), by=jonas, at=later)
    assert isinstance(again, ConsentRequest)
    assert again.pk != asked.pk
