"""Where allauth speaks on our pages, our own German speaks: with Sie or Du, never both."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from nahbar.core.language import speaking, speech_of
from nahbar.desk import account_texts

ALLAUTH = Path(allauth.__file__).parent
ADDRESSING = re.compile(r"\b(Sie|Ihnen|Ihre?[mnrs]?|du|dir|dich|deine?[mnrs]?)\b", re.IGNORECASE)
OURS = re.compile(
    r"templates/(mfa/(?!email|trust|webauthn/signup)|account/(account_inactive|base_reauth|logout\.|password_(change|set)\.|"
    r"reauthenticate)|socialaccount/(authentication_error|connections|login))|mfa/.*forms\.py"
)


@pytest.fixture(scope="module")
def theirs() -> Catalog:
    """What allauth says in German."""
    with (ALLAUTH / "locale/de/LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale="de", ignore_obsolete=True)


def own() -> set[str]:
    """The texts that we say ourselves."""
    tree = ast.parse(files(account_texts.__package__).joinpath("account_texts.py").read_text())
    parts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {part for part in parts if isinstance(part, str)}


def test_what_allauth_says_to_somebody_on_our_pages_is_said_by_us(theirs: Catalog) -> None:
    said_by_us, left = own(), []
    for message in theirs:
        shown = any(OURS.search(place) for place, _line in message.locations)
        source = message.id if isinstance(message.id, str) else message.id[0]
        if shown and ADDRESSING.search(str(message.string)) and source not in said_by_us:
            left.append(source)
    assert not left


def test_every_text_named_is_one_that_allauth_asks_for(theirs: Catalog) -> None:
    known = {part for one in theirs for part in ([one.id] if isinstance(one.id, str) else one.id)}
    assert {str(text) for text in account_texts.ONE} <= known


@pytest.mark.parametrize(("tone", "words"), [("de", "Sie"), ("de-informal", "du")])
def test_the_house_s_tone_is_kept_where_access_is_confirmed(tone: str, words: str) -> None:
    with speaking(speech_of(tone, "AT")):
        from django.utils.translation import gettext  # noqa: PLC0415  # by the language of now

        said = gettext("Please reauthenticate to safeguard your account.")
    assert re.search(rf"\b{words}\b", said)
