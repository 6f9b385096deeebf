"""What customers of the demo firm said about consents when they were last at the counter."""

from datetime import datetime, timedelta

from nahbar.demo.drivers import Driver
from nahbar.demo.hours import Staff
from nahbar.insight.synth.team import ADVISER, BRANCHES, PEOPLE, RECEPTION, SECOND_ADVISER
from nahbar.privacy.models.consents import Channel, Way
from nahbar.privacy.operations.consents import give_consent, refuse_consent, withdraw_consent
from nahbar.privacy.operations.noting import Proof, read_about
from nahbar.privacy.standard import ADVERTISING, GREETING

SAID = (
    (ADVERTISING, Channel.PHONE, give_consent, ADVISER, ("möchte angerufen werden, wenn die Reifen da sind", "likes a call when the tyres are in")),
    (GREETING, Channel.LETTER, give_consent, RECEPTION, ("freut sich über eine Karte", "is happy about a card")),
    (ADVERTISING, Channel.LETTER, give_consent, SECOND_ADVISER, ("Karte am Schalter ausgefüllt", "filled in the card at the counter")),
    (ADVERTISING, Channel.MAIL, withdraw_consent, RECEPTION, ("zu viele Mails im Sommer", "too many mails in summer")),
    (ADVERTISING, Channel.PHONE, refuse_consent, ADVISER, ("möchte nicht angerufen werden", "does not want to be called")),
)  # fmt: skip


def note_consents(staff: Staff, drivers: list[list[Driver]], *, language: int, at: datetime) -> int:
    """Note them, each by who was there, a few days ago; how many."""
    count = 0
    for number, (purpose, channel, say, employee, words) in enumerate(SAID):
        some = drivers[BRANCHES.index(PEOPLE[employee][2])]
        for driver in some[number :: len(SAID)][:2]:
            said_at = at - timedelta(days=2 + number, hours=1)
            about = read_about(purpose, channel.value, "", at=said_at)
            proof = Proof(Way.COUNTER, words[language])
            say(driver.customer, about, proof, by=staff[employee], at=said_at)
            count += 1
    return count
