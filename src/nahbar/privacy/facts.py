"""What customers agreed to, as facts to cut lists by."""

import polars as pl
from django.utils.translation import gettext_lazy as _

from nahbar.core.bulk import Ids, read_matching
from nahbar.core.facts import Fact, FactKind, Options
from nahbar.privacy.consent_catalogue import channels_of, purposes_in_use
from nahbar.privacy.consent_words import about_words
from nahbar.privacy.models.consents import DENYING, Channel, Step

ROOM = _("Consents")
HERE = "nahbar.privacy.facts"
# A code is the purpose's key times ten and the channel's number: none ever changes its meaning.
NUMBERS = {"": 0, Channel.MAIL: 1, Channel.LETTER: 2, Channel.PHONE: 3, Channel.MESSAGE: 4}
VALUES = {"customer": pl.Int64, "value": pl.Int64}


def allowed(customers: Ids) -> pl.DataFrame:
    """What is allowed now, for at least one topic."""
    return _read("allows", customers)


def denied(customers: Ids) -> pl.DataFrame:
    """What they refused or withdrew."""
    steps = ", ".join(f"'{step.value}'" for step in DENYING)
    return _read(f"topic_id IS NULL AND step IN ({steps})", customers)


def claimed(customers: Ids) -> pl.DataFrame:
    """What an old list says, and nothing proves."""
    return _read(f"step = '{Step.CLAIMED.value}'", customers)


def purposes() -> Options:
    """Codes and words of all that is asked for."""
    return [
        (10 * one.pk + NUMBERS[channel], about_words(one.called, channel))
        for one in purposes_in_use()
        for channel in channels_of(one)
        if one.pk
    ]


def _read(where: str, customers: Ids) -> pl.DataFrame:
    numbers = " ".join(f"WHEN '{channel}' THEN {number}" for channel, number in NUMBERS.items())
    return read_matching(
        f"SELECT DISTINCT customer_id, 10 * purpose_id + CASE channel {numbers} END"
        f" FROM privacy_consentstate WHERE {where} AND customer_id IN {{keys}}",
        customers.tolist(),
        schema=VALUES,
    )


FACTS = (
    Fact("consent", _("Agrees to"), FactKind.CHOICES, f"{HERE}.allowed", ROOM, options=purposes),
    Fact("consent_no", _("Does not want"), FactKind.CHOICES, f"{HERE}.denied", ROOM, options=purposes),
    Fact("consent_claimed", _("Said to agree, without proof"), FactKind.CHOICES, f"{HERE}.claimed", ROOM, options=purposes),
)  # fmt: skip
