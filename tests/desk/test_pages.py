"""The desk's pages: for every role, in every language, without dead links, with kind errors."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from jinja2 import UndefinedError

from nahbar.core.models import LedgerEntry, User
from nahbar.core.panels import Job, Panel
from nahbar.core.refusals import Refused
from nahbar.desk import composition
from nahbar.desk.errors import broken
from nahbar.desk.refusals import refusal_page
from nahbar.desk.templating import environment
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
PAGES = ["today", "experience", "actions", "overview", "me"]
OWNERS_PAGES = ["house", "people"]
OWN_SIGN_IN = ["mfa_index", "account_change_password", "mfa_list_webauthn"]


def html(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code == 200, name
    return answer.content.decode()


@pytest.mark.parametrize("language", ["", "de", "de-informal", "en"])
def test_every_page_is_there_in_every_language(language: str, olga: User, as_olga: Client) -> None:
    olga.set_password("x")
    olga.language = language
    olga.save()
    as_olga.force_login(olga)
    declared = "en-AT" if language == "en" else "de-AT"
    for name in [*PAGES, *OWNERS_PAGES, *OWN_SIGN_IN]:
        assert f'<html lang="{declared}"' in html(as_olga, name)


@pytest.mark.parametrize("who", ["as_olga", "as_mia", "as_jonas", "as_petra"])
def test_no_link_is_dead_for_anybody(who: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(who)
    for name in PAGES:
        for link in set(re.findall(r'(?:href|action)="(/[^"#]*)"', html(client, name))):
            if not link.startswith("/static/"):
                assert client.get(link).status_code in {200, 302, 405}, (name, link)


def test_a_page_has_one_heading_and_names_the_house_in_its_title(as_mia: Client) -> None:
    for name in PAGES:
        page = html(as_mia, name)
        assert page.count("<h1>") == 1
        assert " · nahbar</title>" in page


def test_today_greets_by_first_name_where_people_say_du(as_mia: Client) -> None:
    assert re.search(r"<h1>[^<]*\bMia\.</h1>", html(as_mia, "today"))


def test_today_greets_by_full_name_where_people_say_sie(as_mia: Client, firm: Firm) -> None:
    Firm.objects.update(tone="formal")
    assert re.search(r"<h1>[^<]*\bMia Berger\.</h1>", html(as_mia, "today"))


def test_the_house_is_shown_to_owners_only(as_mia: Client, as_olga: Client) -> None:
    assert reverse("people") not in html(as_mia, "today")
    assert reverse("people") in html(as_olga, "today")


@pytest.fixture
def a_silent_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composition, "_page_panels", {})
    composition.show_on_page("today", lambda request: None)


def test_a_room_without_anything_to_say_leaves_the_page_empty(
    a_silent_room: None, as_mia: Client
) -> None:
    assert 'class="empty"' in html(as_mia, "today")


def test_running_jobs_are_asked_for_only_while_there_are_any(
    as_mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert as_mia.get(reverse("jobs")).status_code == 286
    assert f'hx-get="{reverse("jobs")}"' not in html(as_mia, "today")
    running = [Job("orders.csv", "/", 40)]
    monkeypatch.setattr(composition, "_job_finders", [lambda person: running])
    assert f'hx-get="{reverse("jobs")}"' in html(as_mia, "today")
    assert "orders.csv" in as_mia.get(reverse("jobs")).content.decode()


def test_the_theme_is_chosen_without_javascript(as_mia: Client, mia: User) -> None:
    answer = as_mia.post(
        reverse("theme"), {"theme": "dark"}, headers={"referer": "http://testserver/overview/"}
    )
    assert answer["Location"] == "http://testserver/overview/"
    assert 'data-theme="dark"' in html(as_mia, "today")
    mia.refresh_from_db()
    assert mia.theme == "dark"


def test_a_theme_never_leads_out_of_the_house(as_mia: Client) -> None:
    answer = as_mia.post(
        reverse("theme"), {"theme": "dark"}, headers={"referer": "https://elsewhere.example/"}
    )
    assert answer["Location"] == reverse("today")


def test_one_s_own_settings_are_saved_and_told(as_jonas: Client, jonas: User) -> None:
    answers = {"name": "Jonas F.", "language": "en", "theme": "light"}
    page = as_jonas.post(reverse("me"), answers, follow=True).content.decode()
    assert "Gespeichert." in page  # said in the language in which it was asked for
    jonas.refresh_from_db()
    assert (jonas.name, jonas.language) == ("Jonas F.", "en")


def test_a_form_with_errors_comes_back_as_422(as_olga: Client) -> None:
    assert as_olga.post(reverse("me"), {"name": ""}).status_code == 422
    assert as_olga.post(reverse("house"), {"name": ""}).status_code == 422
    assert as_olga.post(reverse("people"), {"email": "no address"}).status_code == 422


def test_the_owner_changes_the_house(as_olga: Client, firm: Firm) -> None:
    answers = {"name": "Lind & Töchter", "country": "DE", "language": "de", "tone": "formal"}
    assert as_olga.post(reverse("house"), {**answers, "currency": "EUR"}).status_code == 302
    firm.refresh_from_db()
    assert (firm.name, firm.country, firm.tone) == ("Lind & Töchter", "DE", "formal")
    assert LedgerEntry.objects.get().action == "house.changed"


def test_what_is_not_there_is_told_in_our_look(as_mia: Client) -> None:
    answer = as_mia.get("/no/such/page/")
    assert answer.status_code == 404
    assert "wordmark" in answer.content.decode()


def test_a_break_tells_nothing_of_itself(rf: RequestFactory) -> None:
    answer = broken(rf.get("/"))
    assert answer.status_code == 500
    assert "Traceback" not in answer.content.decode()


def test_a_broken_view_answers_with_our_page(
    as_mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> list[object]:
        raise RuntimeError("Anna Huber, Lindengasse 3")

    monkeypatch.setattr("nahbar.desk.views.pages.page_panels", breaks)
    as_mia.raise_request_exception = False
    answer = as_mia.get(reverse("today"))
    assert answer.status_code == 500
    assert "Anna" not in answer.content.decode()
    assert "wordmark" in answer.content.decode()


def test_a_refusal_shows_its_sentence(as_olga: Client, olga: User) -> None:
    answer = as_olga.post(reverse("person_role", args=[olga.public_id]), {"role": "reader"})
    assert answer.status_code == 409
    olga.refresh_from_db()
    assert olga.role == "owner"


def test_a_refusal_for_htmx_is_a_notice_above_the_page(rf: RequestFactory, olga: User) -> None:
    request = rf.get("/", headers={"HX-Request": "true"})
    request.user = olga
    answer: HttpResponse = refusal_page(request, Refused("x", "That cannot be."))
    assert (answer.status_code, answer["HX-Retarget"]) == (422, ".page-notices")
    assert "That cannot be." in answer.content.decode()


def test_a_forged_form_is_turned_away(mia: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(mia)
    answer = client.post(reverse("theme"), {"theme": "dark"})
    assert answer.status_code == 403
    assert "wordmark" in answer.content.decode()


def test_every_answer_forbids_foreign_content(client: Client, firm: Firm) -> None:
    assert "default-src 'none'" in client.get(reverse("account_login"))["Content-Security-Policy"]


def test_the_server_says_that_it_is_alive(client: Client) -> None:
    assert client.get(reverse("alive")).status_code == 204


def test_templates_escape_and_refuse_names_nobody_gave() -> None:
    templates = environment(extensions=["jinja2.ext.i18n"])
    assert templates.from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
    with pytest.raises(UndefinedError):
        templates.from_string("{% if nobody %}x{% endif %}").render()
    with pytest.raises(UndefinedError):
        templates.from_string("{{ x.nothing }}").render(x={})
    assert templates.from_string("{{ x.nothing or 'none' }}").render(x={}) == "none"


def test_what_a_room_shows_is_laid_out_by_place_and_rank(
    as_mia: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(composition, "_page_panels", {})
    sample = "desk/refusal_notice.html"
    composition.show_on_page(
        "overview",
        lambda request: Panel(sample, {"sentence": "Second"}, rank=2),
        lambda request: Panel(sample, {"sentence": "First"}, rank=1),
        lambda request: None,
    )
    page = html(as_mia, "overview")
    assert page.index("First") < page.index("Second")
    assert 'class="empty"' not in page
