"""What a consent is about, and how it stands, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahbar.privacy.models.consents import AboutConsent, Channel, ConsentFact, Step, Way

# Why a mail is held back.
AGAINST: dict[str, str | Promise] = {
    "consent_no_customer": gettext_lazy("It is for somebody whom we do not know as a customer."),
    "consent_missing": gettext_lazy("They were never asked whether they agree to this."),
    "consent_asked": gettext_lazy("They were asked and have not answered yet."),
    "consent_claimed": gettext_lazy("An old list says they agreed, but nothing proves it."),
    "consent_withdrawn": gettext_lazy("They withdrew their consent."),
    "consent_refused": gettext_lazy("They do not want this."),
    "consent_expired": gettext_lazy("Their consent has run out."),
    "consent_other_address": gettext_lazy("They confirmed another mail address."),
    "consent_purpose": gettext_lazy("Nobody is asked for this any more."),
    "consent_no_way_out": gettext_lazy(
        "Without NAHBAR_PUBLIC_URL the mail would have no link to withdraw."
    ),
}
DONE: dict[str, Promise] = {
    "privacy.consent_asked": gettext_lazy("asked for a consent"),
    "privacy.consent_given": gettext_lazy("consent noted"),
    "privacy.consent_confirmed": gettext_lazy("consent confirmed by the customer"),
    "privacy.consent_refused": gettext_lazy("consent refused"),
    "privacy.consent_withdrawn": gettext_lazy("consent withdrawn"),
    "privacy.consent_expired": gettext_lazy("consent ran out"),
}


def about_in_words(one: AboutConsent) -> str:
    """“News and offers by mail: gardening”, in the reader's language."""
    return about_words(one.purpose.called, one.channel, one.topic.called if one.topic else "")


def about_words(purpose: str, channel: str, topic: str = "") -> str:
    """The same of its parts."""
    ways = {
        Channel.MAIL: _("%(purpose)s by mail"),
        Channel.LETTER: _("%(purpose)s by letter"),
        Channel.PHONE: _("%(purpose)s by phone"),
        Channel.MESSAGE: _("%(purpose)s by SMS or messenger"),
    }
    words = ways[Channel(channel)] % {"purpose": purpose} if channel else purpose
    return f"{words}: {topic}" if topic else words


def how_in_words(fact: ConsentFact) -> str:
    """How it came to us, and who of us was there."""
    parts = [str(Way(fact.way).label)]
    if fact.by and fact.way != Way.LINK:
        parts.append(str(fact.by))
    return ", ".join(parts)


def step_in_words(step: str) -> str:
    """What was said or happened."""
    return str(Step(step).label)
