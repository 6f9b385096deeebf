"""In which language the house speaks to a customer: theirs where we have it, else the house's own, never by first name."""

from nahbar.core.language import INFORMAL, Speech, speech_of
from nahbar.customers.models import Customer
from nahbar.team.queries import the_firm


def speech_to(customer: Customer | None) -> Speech:
    """German or English, as the customer reads; formats are those of the house's country."""
    firm = the_firm()
    house = "de" if firm is None or firm.language == INFORMAL else firm.language
    known = customer.language.split("-", maxsplit=1)[0] if customer else ""
    language = known if known in {"de", "en"} else ("en" if known else house)
    return speech_of(language, firm.country if firm else "AT")


def firm_name() -> str:
    """How the house is called, towards those outside."""
    firm = the_firm()
    return firm.name if firm else ""
