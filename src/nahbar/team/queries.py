"""What others ask of the team."""

from django.conf import settings

from nahbar.core.language import INFORMAL, LANGUAGES, Speech, speech_of
from nahbar.core.models import User
from nahbar.team.models import Country, Firm, Tone


def the_firm() -> Firm | None:
    """The firm, once the house is set up."""
    return Firm.objects.filter(pk=1).first()


def speech_for(person: User | None, firm: Firm | None) -> Speech:
    """How to speak to somebody: as they chose, else as the firm does, else as the server was told."""
    chosen = person.language if person else ""
    language = chosen if chosen in LANGUAGES else _language_of(firm)
    return speech_of(language, firm.country if firm else Country.AT)


def _language_of(firm: Firm | None) -> str:
    if firm is None:
        return settings.NAHBAR_LANGUAGE if settings.NAHBAR_LANGUAGE in LANGUAGES else "de"
    if firm.language == "de" and firm.tone == Tone.INFORMAL:
        return INFORMAL
    return firm.language if firm.language in LANGUAGES else "de"
