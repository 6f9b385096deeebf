"""Whoever reads German reads German everywhere, and is spoken to as the house speaks."""

import ast
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils.translation import gettext

import nahbar
from nahbar.core.language import speaking, speech_of
from nahbar.core.models import User
from nahbar.team.models import Firm

PACKAGE = Path(nahbar.__file__).parent
SPOKEN = ("aria-label", "alt", "data-busy", "placeholder", "title")
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}


@pytest.fixture(scope="module")
def german() -> Catalog:
    """What the German catalogue says."""
    with (PACKAGE / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="de", ignore_obsolete=True)


def asked_in(path: Path) -> Iterator[tuple[str, str | None]]:
    """Each text, with its context, for which a Python file asks gettext under whatever name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = {
        alias.asname or alias.name: alias.name
        for node in imports
        if node.module == "django.utils.translation"
        for alias in node.names
        if "gettext" in alias.name
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        said = [part.value for part in node.args if isinstance(part, ast.Constant)]
        texts = [text for text in said if isinstance(text, str)]
        if node.func.id in names and texts:
            has_context = names[node.func.id] in WITH_CONTEXT
            yield (texts[1], texts[0]) if has_context else (texts[0], None)


def test_every_text_in_the_code_has_a_german_one(german: Catalog) -> None:
    untranslated = []
    for path in PACKAGE.rglob("*.py"):
        for text, context in asked_in(path):
            message = german.get(text, context)
            if message is None or not message.string:
                untranslated.append((path.name, text))
    assert not untranslated


class Reader(HTMLParser):
    """Collects what somebody sees or hears of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: set[str] = set()
        self._inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What a tag says itself."""
        self._inside = tag
        self.said |= {value for name, value in attrs if name in SPOKEN and value}

    def handle_endtag(self, tag: str) -> None:
        """Behind a script people read again."""
        self._inside = ""

    def handle_data(self, data: str) -> None:
        """What stands between tags; in <code> things are called as machines call them."""
        if self._inside not in {"script", "style", "code"}:
            self.said.add(" ".join(data.split()))


def plain_pages(client: Client) -> Iterator[tuple[str, str]]:
    """Every page whose address takes nothing, with its name, as this person sees it."""
    for name in filter(lambda key: isinstance(key, str), get_resolver().reverse_dict):
        try:
            answer = client.get(reverse(name))
        except NoReverseMatch:
            continue
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            yield name, answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("country", "tone"), [("AT", "formal"), ("AT", "informal"), ("DE", "formal"), ("CH", "formal")]
)
def test_no_english_is_left_on_a_german_page(
    country: str, tone: str, olga: User, as_olga: Client, german: Catalog
) -> None:
    Firm.objects.update(language="de", country=country, tone=tone)
    english = {
        one.id for one in german if isinstance(one.id, str) and one.id not in {one.string, ""}
    }
    pages = dict(plain_pages(as_olga))
    assert {"today", "customers", "imports", "me", "people", "house", "value"} <= set(pages)
    left = {name: found for name, page in pages.items() if (found := Reader(page).said & english)}
    assert not left


@pytest.mark.parametrize("country", ["AT", "DE", "CH"])
def test_a_house_that_says_du_is_spoken_to_with_du(country: str) -> None:
    with speaking(speech_of("de-informal", country)):
        assert gettext("Who are you looking for?") == "Wen suchst du?"
    with speaking(speech_of("de", country)):
        assert gettext("Who are you looking for?") == "Wen suchen Sie?"


def test_a_swiss_house_reads_no_sharp_s(german: Catalog) -> None:
    sharp = [one.id for one in german if isinstance(one.string, str) and "ß" in one.string]
    assert sharp
    with speaking(speech_of("de", "CH")):
        assert not [text for text in sharp if "ß" in gettext(str(text))]
