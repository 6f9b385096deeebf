"""Who is spoken to in which words."""

import pytest
from django.conf import settings
from django.utils import translation

from nahbar.core.language import current_locale, speaking, speech_of
from nahbar.core.models import User
from nahbar.team.models import Firm
from nahbar.team.queries import speech_for

pytestmark = pytest.mark.django_db


def test_a_person_s_choice_goes_before_the_firm_s(mia: User, firm: Firm) -> None:
    mia.language = "en"
    assert speech_for(mia, firm).texts == "en"


def test_without_a_choice_the_firm_s_tone_holds(mia: User, firm: Firm) -> None:
    assert "informal" in speech_for(mia, firm).texts or not translation.check_for_language(
        "de-informal"
    )
    firm.tone = "formal"
    assert "informal" not in speech_for(mia, firm).texts


def test_an_informal_house_in_austria_still_has_its_jaenner(firm: Firm) -> None:
    assert speech_for(None, firm).formats == "de_AT"


def test_a_choice_that_is_no_longer_offered_falls_back_to_the_firm(mia: User, firm: Firm) -> None:
    mia.language = "fr"
    assert speech_for(mia, firm) == speech_for(None, firm)


def test_an_empty_house_speaks_as_the_server_was_told() -> None:
    assert speech_for(None, None).texts.startswith(settings.NAHBAR_LANGUAGE)


def test_the_most_specific_catalogue_that_is_there_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = {"de", "de-informal"}
    monkeypatch.setattr("nahbar.core.language.has_catalogue", there.__contains__)
    assert speech_of("de-informal", "AT").texts == "de-informal"
    assert speech_of("de", "CH").texts == "de"
    there.add("de-at-informal")
    assert speech_of("de-informal", "AT").texts == "de-at-informal"


def test_after_speaking_the_former_language_is_back() -> None:
    before = translation.get_language(), current_locale()
    with speaking(speech_of("en", "CH")):
        assert translation.get_language() == "en"
    assert (translation.get_language(), current_locale()) == before
