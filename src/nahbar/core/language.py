"""Which words and which formats somebody reads: the texts follow tone, the formats follow country.

Texts come from gettext catalogues, the most specific one that was compiled: `de-at-informal`,
`de-informal`, `de`. Dates, numbers and months (Jänner) come from Babel's locale, `de_AT`, so that
an informal Austrian house gets both without a catalogue of its own. English numbers alone follow
no country: what separates thousands there separates decimals here.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from django.conf import settings
from django.utils import translation
from django.utils.translation import to_locale

INFORMAL = "de-informal"
LANGUAGES = ("de", INFORMAL, "en")
ENGLISH = Locale("en")


@dataclass(frozen=True)
class Speech:
    """How to speak to somebody: a catalogue for gettext, and a locale for Babel."""

    texts: str
    formats: str

    @property
    def tag(self) -> str:
        """The language as a page declares it (BCP 47)."""
        return self.formats.replace("_", "-")

    @property
    def is_informal(self) -> bool:
        """Whether first names are used."""
        return self.texts.endswith("informal") or self.texts == "en"


def speech_of(language: str, country: str) -> Speech:
    """The speech for one of `LANGUAGES` in a country (ISO 3166, two letters)."""
    base, _, tone = language.partition("-")
    region = f"{base}-{country.lower()}"
    candidates = [f"{region}-{tone}", language] if tone else [region]
    texts = next((code for code in candidates if has_catalogue(code)), language)
    return Speech(texts if base == "de" else base, _known_locale(base, country))


@cache
def has_catalogue(code: str) -> bool:
    """Whether texts were compiled for exactly this language: gettext itself would take a wider one."""
    places = (Path(folder) / to_locale(code) / "LC_MESSAGES" for folder in settings.LOCALE_PATHS)
    return any((place / "django.mo").is_file() for place in places)


_locale: ContextVar[Locale] = ContextVar("locale", default=Locale("de", "AT"))  # noqa: B039  # a Locale is never changed


def current_locale() -> Locale:
    """Babel's locale of whoever is spoken to now."""
    return _locale.get()


def number_locale() -> Locale:
    """Babel's locale for digits: an English reader takes 1.169 for one and a bit, wherever the house is."""
    locale = current_locale()
    return ENGLISH if locale.language == "en" else locale


@contextmanager
def speaking(speech: Speech) -> Iterator[None]:
    """Within the block, texts and formats are those of `speech`."""
    token = _locale.set(Locale.parse(speech.formats))
    try:
        with translation.override(speech.texts):
            yield
    finally:
        _locale.reset(token)


def _known_locale(base: str, country: str) -> str:
    try:
        return str(Locale.parse(f"{base}_{country.upper()}"))
    except (UnknownLocaleError, ValueError):
        return base
