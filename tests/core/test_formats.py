"""Dates, numbers and money as Austria, Germany, Switzerland and English readers write them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nahbar.core import formats
from nahbar.core.language import Speech, speaking, speech_of


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("de", "AT", "€ 1.234,50"),
        ("de-informal", "AT", "€ 1.234,50"),
        ("de", "DE", "1.234,50 €"),
        ("en", "DE", "€1,234.50"),
        ("en", "AT", "€1,234.50"),
        ("en", "CH", "€1,234.50"),
    ],
)
def test_money_is_written_as_its_reader_writes_it(
    language: str, country: str, written: str
) -> None:
    with speaking(speech_of(language, country)):
        assert plain(formats.money(Decimal("1234.5"), "EUR")) == written


def test_money_can_leave_its_cents_out() -> None:
    with speaking(speech_of("de", "AT")):
        assert plain(formats.money(Decimal("1234.5"), "EUR", 0)) == "€ 1.234"
        assert plain(formats.money(Decimal("1235.5"), "EUR", 0)) == "€ 1.236"


@pytest.mark.parametrize(
    ("language", "country", "written"),
    [
        ("de", "AT", "5. Jänner 2026"),
        ("de-informal", "AT", "5. Jänner 2026"),
        ("de-informal", "DE", "5. Januar 2026"),
        ("de", "CH", "5. Januar 2026"),
        ("en", "AT", "5 January 2026"),
    ],
)
def test_january_is_jaenner_in_austria(language: str, country: str, written: str) -> None:
    with speaking(speech_of(language, country)):
        assert formats.date(date(2026, 1, 5), "long") == written


def test_a_moment_is_told_in_the_house_s_zone() -> None:
    with speaking(speech_of("de", "AT")):
        assert formats.moment(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)) == "06.01.2026, 00:30"
        assert formats.date(datetime(2026, 1, 5, 23, 30, tzinfo=UTC)) == "06.01.2026"


def test_a_day_without_a_time_is_told_alone() -> None:
    with speaking(speech_of("de", "AT")):
        assert formats.moment(datetime(2026, 1, 5, 23, 0, tzinfo=UTC)) == "06.01.2026"


def test_numbers_and_shares() -> None:
    with speaking(speech_of("de", "DE")):
        assert formats.number(1234567) == "1.234.567"
        assert formats.number(Decimal("0.5"), 2) == "0,50"
        assert plain(formats.percent(0.125)) == "12 %"
        assert plain(formats.percent(0.125, 1)) == "12,5 %"


@pytest.mark.parametrize("country", ["AT", "DE", "CH"])
def test_an_english_reader_never_takes_a_thousand_for_one(country: str) -> None:
    with speaking(speech_of("en", country)):
        assert formats.number(1169) == "1,169"
        assert formats.number(0.3, 1) == "0.3"
        assert formats.percent(0.125, 1) == "12.5%"
        assert formats.money(1169, "EUR", 0) == "€1,169"
        assert formats.date(date(2026, 2, 1), "short") in {"01/02/2026", "01.02.26", "01.02.2026"}


def test_how_long_ago_is_told_in_words() -> None:
    now = datetime(2026, 3, 2, 12, tzinfo=UTC)
    with speaking(speech_of("de", "AT")):
        assert formats.ago(datetime(2026, 2, 27, 12, tzinfo=UTC), now) == "vor 3 Tagen"
    with speaking(speech_of("en", "AT")):
        assert formats.ago(datetime(2026, 3, 2, 11, tzinfo=UTC), now) == "1 hour ago"


def test_a_page_s_language_tag_has_no_tone() -> None:
    assert Speech("de-informal", "de_AT").tag == "de-AT"
