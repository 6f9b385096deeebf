"""Coming in: by link, by password, with a second factor; and who does not come in."""

from datetime import datetime

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from nahbar.core import clock
from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.models import LedgerEntry, SignInLink, User
from nahbar.core.people import close_access
from nahbar.core.sign_in_links import make_sign_in_link
from nahbar.team.models import Firm
from nahbar.team.operations import keep_place_for_owner

pytestmark = pytest.mark.django_db
GOOD = "Lindenblüten im Mai"
ANSWERS = {
    "firm": "Buchhandlung Lind",
    "country": "AT",
    "language": "de",
    "tone": "informal",
    "name": "Olga Lind",
    "email": "olga@lind.example",
    "password": GOOD,
}


@pytest.fixture(autouse=True)
def nobody_tried_yet() -> None:
    cache.clear()


def link_for(person: User) -> str:
    token = make_sign_in_link(person, by=THE_COMMAND_LINE, at=clock.now())
    return reverse("welcome", args=[token])


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("today")).status_code == 200


def with_password(person: User) -> User:
    person.set_password(GOOD)
    person.save()
    return person


def sign_in(client: Client, email: str, password: str) -> int:
    answers = {"login": email, "password": password}
    return client.post(reverse("account_login"), answers).status_code


def test_looking_at_a_link_does_not_use_it_up(jonas: User, client: Client) -> None:
    link = link_for(jonas)
    for _look in range(3):
        page = client.get(link)
        assert page.status_code == 200
        assert "Jonas Falk" in page.content.decode()
    assert not is_signed_in(client)
    assert SignInLink.objects.get().used_at is None


def test_a_link_lets_in_and_leads_to_choosing_a_password(jonas: User, client: Client) -> None:
    answer = client.post(link_for(jonas))
    assert answer["Location"] == reverse("account_set_password")
    assert is_signed_in(client)
    done = client.post(reverse("account_set_password"), {"password1": GOOD, "password2": GOOD})
    assert done.status_code == 302
    jonas.refresh_from_db()
    assert jonas.check_password(GOOD)
    assert "sign_in.password_set" in LedgerEntry.objects.values_list("action", flat=True)


def test_who_lost_the_password_comes_by_link_and_chooses_another(mia: User, client: Client) -> None:
    link = link_for(with_password(mia))
    assert client.post(link)["Location"] == reverse("today")
    new = {"password1": "Mohnblumen im Juni", "password2": "Mohnblumen im Juni"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    mia.refresh_from_db()
    assert mia.check_password("Mohnblumen im Juni")


def test_who_came_by_password_is_asked_for_the_old_one(mia: User, client: Client) -> None:
    with_password(mia)
    sign_in(client, mia.email, GOOD)
    new = {"password1": "Mohnblumen im Juni", "password2": "Mohnblumen im Juni"}
    assert client.post(reverse("account_change_password"), new).status_code == 422
    assert (
        client.post(reverse("account_change_password"), {**new, "oldpassword": GOOD}).status_code
        == 302
    )


def test_a_used_link_says_so_kindly(jonas: User, client: Client) -> None:
    link = link_for(jonas)
    client.post(link)
    for answer in (Client().get(link), Client().post(link)):
        assert answer.status_code == 410
        assert reverse("account_login") in answer.content.decode()


def test_an_invented_link_lets_nobody_in(firm: Firm, client: Client) -> None:
    assert client.post(reverse("welcome", args=["x" * 43])).status_code == 410
    assert not is_signed_in(client)


def test_the_first_link_asks_for_the_house_and_its_owner(client: Client) -> None:
    link = link_for(keep_place_for_owner())
    assert client.get(link).status_code == 200
    assert client.post(link, ANSWERS)["Location"] == reverse("today")
    assert Firm.objects.get().name == "Buchhandlung Lind"
    assert "Olga" in client.get(reverse("today")).content.decode()
    assert Client().get(link).status_code == 410


def test_wrong_answers_do_not_use_the_first_link_up(client: Client) -> None:
    link = link_for(keep_place_for_owner())
    answer = client.post(link, {**ANSWERS, "password": "short"})
    assert answer.status_code == 422
    assert not Firm.objects.exists()
    assert client.post(link, ANSWERS).status_code == 302


def test_the_first_page_can_be_read_in_english(client: Client) -> None:
    link = link_for(keep_place_for_owner())
    assert '<html lang="en' in client.get(f"{link}?language=en").content.decode()
    assert '<html lang="de' in client.get(f"{link}?language=de").content.decode()


def test_there_is_no_way_to_sign_up() -> None:
    for name in (
        "account_signup",
        "account_email",
        "account_reset_password",
        "socialaccount_signup",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_nobody_has_a_password_that_nobody_chose(firm: Firm, client: Client) -> None:
    keep_place_for_owner()
    for guess in ("", "!", "admin", "nahbar", "password"):
        assert sign_in(client, "owner@place.invalid", guess) == 422
    assert not is_signed_in(client)


def test_a_password_lets_in_whatever_the_case_of_the_address(mia: User, client: Client) -> None:
    with_password(mia)
    assert sign_in(client, "Mia@Lind.Example", GOOD) == 302
    assert is_signed_in(client)


def test_a_wrong_password_answers_422_with_the_form(mia: User, client: Client) -> None:
    with_password(mia)
    assert sign_in(client, mia.email, "wrong") == 422


def test_after_five_wrong_tries_the_right_password_waits(mia: User, client: Client) -> None:
    with_password(mia)
    for _try in range(5):
        sign_in(client, mia.email, "wrong")
    sign_in(client, mia.email, GOOD)
    assert not is_signed_in(client)


def test_closed_access_ends_what_is_open(
    mia: User, olga: User, client: Client, now: datetime
) -> None:
    client.force_login(mia)
    assert is_signed_in(client)
    gone = close_access(mia, by=olga, at=now)
    assert not is_signed_in(client)
    with_password(gone)
    sign_in(client, mia.email, GOOD)
    assert not is_signed_in(client)


def test_a_second_factor_is_asked_for_even_with_a_link(mia: User, client: Client) -> None:
    TOTP.activate(mia, generate_totp_secret())
    RecoveryCodes.activate(mia)
    answer = client.post(link_for(with_password(mia)))
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200


def test_signing_out_needs_a_press(as_mia: Client) -> None:
    as_mia.get(reverse("account_logout"))
    assert is_signed_in(as_mia)
    as_mia.post(reverse("account_logout"))
    assert not is_signed_in(as_mia)


def test_setting_up_a_second_factor_asks_who_is_there(as_mia: Client) -> None:
    answer = as_mia.get(reverse("mfa_activate_totp"))
    assert answer.status_code in {200, 302}
