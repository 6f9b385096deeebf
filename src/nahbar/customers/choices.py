"""What can be chosen of languages, countries and relations, in the reader's words."""

import phonenumbers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from nahbar.core.language import current_locale
from nahbar.core.models import User
from nahbar.customers.models import Relation
from nahbar.team.queries import is_owners_place

LANGUAGES = ("de", "en", "fr", "it", "es", "nl", "pl", "cs", "sk", "hu", "sl", "hr", "sr", "bs",
             "ro", "bg", "tr", "uk", "ru", "ar", "fa")  # fmt: skip
NEAR = ("AT", "DE", "CH", "LI", "IT")
BACK = "back:"
K = Relation.Kind

# How a relation reads from its other end; those not named here read the same from both.
FROM_THE_OTHER_END: dict[str, Promise] = {
    K.WORKS_AT: lazy("employs"),
    K.PARENT_OF: lazy("is a child of"),
    K.SENT_BY: lazy("sent us"),
    K.DECIDES_FOR: lazy("leaves decisions to"),
    K.INFLUENCES: lazy("is influenced by"),
}


def language_name(code: str) -> str:
    """A language by its code, in the reader's words."""
    return str(current_locale().languages.get(code.split("-", maxsplit=1)[0], code))


def country_name(code: str) -> str:
    """A country by its code, in the reader's words."""
    return str(current_locale().territories.get(code, code))


def language_choices() -> list[tuple[str, str]]:
    """Languages that customers may want to be spoken to in."""
    named = [(code, language_name(code)) for code in LANGUAGES]
    return [("", _("not known")), *named]


def country_choices() -> list[tuple[str, str]]:
    """All countries, those around us first."""
    others = sorted(
        ((code, country_name(code)) for code in phonenumbers.SUPPORTED_REGIONS if code not in NEAR),
        key=lambda country: country[1],
    )
    return [("", _("not known")), *((code, country_name(code)) for code in NEAR), *others]


def in_words(field: str, value: str) -> str:
    """A language or one of us, by what the field keeps of them."""
    if field == "language":
        return language_name(value)
    person = User.objects.filter(pk=int(value)).first() if value.isdecimal() else None
    return str(person or "")


def carer_choices() -> list[tuple[str, str]]:
    """Who of us may care for a customer: all who work here now."""
    people = User.objects.filter(is_active=True).order_by("name", "email")
    named = [(str(one.pk), str(one)) for one in people if not is_owners_place(one)]
    return [("", _("nobody yet")), *named]


def month_choices() -> list[tuple[str, str]]:
    """The twelve months."""
    months = current_locale().months["stand-alone"]["wide"]
    return [(str(number), str(name)) for number, name in months.items()]


def relation_choices() -> list[tuple[str, str]]:
    """Relations as they read from either end; those read backwards begin with `BACK`."""
    forwards = [(kind.value, str(kind.label)) for kind in K]
    backwards = [(BACK + kind, str(words)) for kind, words in FROM_THE_OTHER_END.items()]
    return forwards + backwards


def relation_words(kind: str, *, backwards: bool) -> str:
    """How a relation reads."""
    words = FROM_THE_OTHER_END.get(kind) if backwards else None
    return str(words or K(kind).label)
