"""The public holidays that the house keeps: those of its country and region."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.translation import get_language

from nahbar.team.models import FIRST_COUNTRY, Firm


def public_holidays(days: Iterable[date], firm: Firm | None) -> dict[date, str]:
    """Those of `days` that are kept, each by its name in the reader's language."""
    country = firm.country if firm else FIRST_COUNTRY
    place, _dash, region = (firm.region if firm else "").partition("-")
    language = "en_US" if (get_language() or "de").startswith("en") else "de"
    known = region if place == country else ""
    return {
        day: name
        for day in days
        if (name := _of_year(country, known, language, day.year).get(day)) is not None
    }


@lru_cache(maxsize=64)
def _of_year(country: str, region: str, language: str, year: int) -> dict[date, str]:
    from holidays import country_holidays  # noqa: PLC0415  # large; most commands never ask

    kept = country_holidays(country, subdiv=region or None, years=year, language=language)
    return dict(kept.items())
