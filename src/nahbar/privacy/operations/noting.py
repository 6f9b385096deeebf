"""Adding one fact to what a customer agreed to, and letting the state follow it.

The customer's row is held first, so that of two who speak at once the second sees what the first
said. What was said later counts; a claim counts only where nothing else is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import facts
from nahbar.core.actors import By, House
from nahbar.core.files import Sealed, keep
from nahbar.core.ledger import record
from nahbar.core.models import LedgerEntry
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer
from nahbar.customers.typed import one_line, several_lines
from nahbar.dispatch.operations.hold import release_held
from nahbar.privacy.models import ConsentFact, ConsentRequest, ConsentState, Purpose, Topic, Wording
from nahbar.privacy.models.consents import ALLOWING, DENYING, Channel, Step, Way
from nahbar.privacy.operations.catalogue import find_purpose

LONGEST_PROOF = 2_000


@dataclass(frozen=True)
class About:
    """For what, on which channel, about which topic (None: all of them)."""

    purpose: Purpose
    channel: str = ""
    topic: Topic | None = None


@dataclass(frozen=True)
class Proof:
    """How it came to us, in words and perhaps as a sealed file; `said_at`: when, if not just now."""

    way: str = Way.COUNTER
    words: str = ""
    file: Sealed | None = None
    file_name: str = ""
    said_at: datetime | None = None
    ip: str | None = None

    @property
    def is_kept(self) -> bool:
        """Whether there is anything to show later."""
        return bool(self.words.strip() or self.file)


@dataclass(frozen=True)
class Agreed:
    """To which words somebody agreed, as they were shown."""

    wording: Wording | None = None
    language: str = ""
    address: str = ""
    request: ConsentRequest | None = None


def read_about(purpose: str, channel: str, topic: str, *, at: datetime) -> About:
    """Keys as a form or a link names them. Raises Refused (`unknown_choice`, `purpose_retired`)."""
    found = find_purpose(purpose, at=at)
    if channel not in (Channel.values if found.by_channel else [""]):
        raise Refused("unknown_choice", _("This choice does not exist."))
    about = Topic.objects.filter(key=topic, retired_at=None).first() if topic else None
    if topic and about is None:
        raise Refused("unknown_choice", _("This choice does not exist."))
    return About(found, channel, about)


def hold_customer(customer: Customer) -> Customer:
    """The customer's row, until the transaction ends. Raises Refused (`nobody_there`)."""
    held = Customer.objects.select_for_update(no_key=True).filter(pk=customer.pk).first()
    if held is None:
        raise Refused("nobody_there", _("This customer is no longer here."))
    return held


def state_of(customer: Customer, about: About) -> ConsentState | None:
    """How exactly this stands, held until the transaction ends."""
    found = ConsentState.objects.filter(
        customer=customer, purpose=about.purpose, channel=about.channel, topic=about.topic
    )
    return found.select_for_update(of=("self",)).first()


def note_fact(
    customer: Customer,
    about: About,
    step: Step,
    proof: Proof,
    agreed: Agreed | None = None,
    *,
    by: By,
    at: datetime,
) -> ConsentFact:
    """Add the fact of a customer that is held, move the state, and let go what waited for it.

    Raises Refused (`not_yet`) for something said in time to come, `too_long`.
    """
    fact = _add(customer, about, step, proof, agreed or Agreed(), by=by, at=at)
    before = state_of(customer, about)
    if before is None or _counts(fact, about, before):
        follow(before or ConsentState(customer=customer), fact)
    told = {"purpose": about.purpose.key, "channel": about.channel, "fact": fact.pk}
    if about.topic:
        told["topic"] = about.topic.key
    _record(f"privacy.consent_{step.value}", customer, told, by=by, at=at)
    facts.changed([customer.pk])
    if step in ALLOWING:
        release_held([customer.pk], at=at)
    return fact


def follow(state: ConsentState, fact: ConsentFact) -> None:
    """Let the state say what the fact says."""
    state.purpose, state.channel, state.topic = fact.purpose, fact.channel, fact.topic
    state.step, state.since, state.fact = fact.step, fact.said_at, fact
    state.allows = fact.step in ALLOWING
    state.address = fact.address if fact.step == Step.CONFIRMED else ""
    state.expires_at = runs_out(fact.purpose, fact.said_at) if state.allows else None
    state.save()


def runs_out(purpose: Purpose, said_at: datetime) -> datetime | None:
    """When what was said then no longer counts."""
    return said_at + relativedelta(months=purpose.lasts_months) if purpose.lasts_months else None


def topics_allowed(customer: Customer, about: About) -> Iterable[ConsentState]:
    """What is open for single topics of the same purpose and channel."""
    states = ConsentState.objects.filter(
        customer=customer, purpose=about.purpose, channel=about.channel, topic__isnull=False
    )
    return states.exclude(step__in=(Step.WITHDRAWN, Step.REFUSED)).select_related("topic")


def _counts(fact: ConsentFact, about: About, state: ConsentState) -> bool:
    """Whether the fact says how it stands: of the customer's own words the last one does."""
    if fact.step == Step.CLAIMED:
        return state.step == Step.CLAIMED
    if fact.step == Step.ASKED:
        return not state.allows
    if fact.step == Step.EXPIRED:
        return True
    later = ConsentFact.objects.filter(
        models.Q(topic=about.topic, step__in=ALLOWING | DENYING)
        | models.Q(topic=None, step__in=DENYING),
        customer=fact.customer,
        purpose=about.purpose,
        channel=about.channel,
        said_at__gt=fact.said_at,
    )
    return not later.exists()


def _add(
    customer: Customer,
    about: About,
    step: Step,
    proof: Proof,
    agreed: Agreed,
    *,
    by: By,
    at: datetime,
) -> ConsentFact:
    said_at = proof.said_at or at
    if said_at > at:
        raise Refused("not_yet", _("This day is still to come."))
    return ConsentFact.objects.create(
        customer=customer,
        purpose=about.purpose,
        channel=about.channel,
        topic=about.topic,
        step=step,
        way=proof.way,
        said_at=said_at,
        noted_at=at,
        by=None if isinstance(by, House) else by,
        wording=agreed.wording,
        language=agreed.language,
        address=agreed.address,
        request=agreed.request,
        proof=several_lines(proof.words, LONGEST_PROOF),
        proof_file=keep(proof.file, at=at) if proof.file else None,
        proof_name=one_line(proof.file_name, 120),
        ip=proof.ip if about.purpose.keeps_ip else None,
    )


def _record(
    action: str, customer: Customer, told: dict[str, object], *, by: By, at: datetime
) -> LedgerEntry:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"{action} was noted outside a transaction")
    return record(action, by=by, at=at, subject=customer, details=told)
