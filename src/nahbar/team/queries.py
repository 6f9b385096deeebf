"""What others ask of the team."""

from django.conf import settings

from nahbar.core.language import INFORMAL, LANGUAGES, Speech, speech_of
from nahbar.core.models import User
from nahbar.team.models import FIRST_COUNTRY, FIRST_CURRENCY, OWNERS_PLACE, Firm, Tone


def the_firm() -> Firm | None:
    """The firm, once the house is set up."""
    return Firm.objects.filter(pk=1).first()


def is_owners_place(person: User) -> bool:
    """Whether this is the place kept for the owner, whom nobody knows yet."""
    return person.email == OWNERS_PLACE


def is_place_free() -> bool:
    """Whether nobody has set the house up: there is no firm, or one lent for looking around."""
    return the_firm() is None or User.objects.filter(email=OWNERS_PLACE).exists()


def house_country() -> str:
    """Where the house is at home; that of a new firm while there is none."""
    return _country_of(the_firm())


def house_currency() -> str:
    """In which currency the house reckons; that of a new firm while there is none."""
    firm = the_firm()
    return firm.currency if firm else FIRST_CURRENCY


def speech_for(person: User | None, firm: Firm | None) -> Speech:
    """How to speak to somebody: as they chose, else as the firm does, else as the server was told."""
    chosen = person.language if person else ""
    language = chosen if chosen in LANGUAGES else _language_of(firm)
    return speech_of(language, _country_of(firm))


def _country_of(firm: Firm | None) -> str:
    return firm.country if firm else FIRST_COUNTRY


def _language_of(firm: Firm | None) -> str:
    if firm is None:
        return settings.NAHBAR_LANGUAGE if settings.NAHBAR_LANGUAGE in LANGUAGES else "de"
    if firm.language == "de" and firm.tone == Tone.INFORMAL:
        return INFORMAL
    return firm.language if firm.language in LANGUAGES else "de"
