"""What this room holds on people: what they agreed to, what they asked, what they object to."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from nahbar.core.files import release
from nahbar.core.holdings import HeldFile, Holding, Shown, Subject
from nahbar.core.ledger import blank_texts
from nahbar.core.showing import Column, laid_out, rows_of
from nahbar.privacy.models import ConsentFact, ConsentLink, ConsentRequest, ConsentState
from nahbar.privacy.models.requests import PersonRequest, Restriction, StandingObjection

DUTY = _("a duty by law, Art. 6 (1) c GDPR")
FACTS: tuple[Column, ...] = (
    ("said_at", _("When")), ("purpose", _("For what")), ("channel", _("Channel")),
    ("topic", _("Topic")), ("step", _("What was said")), ("way", _("How")),
    ("wording", _("In which words")), ("address", _("Mail address")), ("proof", _("Proof")),
    ("ip", _("Internet address")), ("by", _("Who of us")),
)  # fmt: skip
REQUESTS: tuple[Column, ...] = (
    ("received_on", _("Came in on")), ("kind", _("What they ask")), ("identity", _("How we know them")),
    ("owner", _("Who answers")), ("due_on", _("To be answered by")), ("state", _("How far")),
    ("answered_on", _("Answered")), ("note", _("In their words")), ("reason", _("Reason")),
)  # fmt: skip
RESTRICTED: tuple[Column, ...] = (
    ("since", _("Since")),
    ("reason", _("Why")),
    ("ended_at", _("Until")),
)
AGAINST: tuple[Column, ...] = (
    ("since", _("Since")),
    ("against", _("Against what")),
    ("ended_at", _("Until")),
)
ASKED: tuple[Column, ...] = (
    ("asked_at", _("Asked")),
    ("purpose", _("For what")),
    ("address", _("Mail address")),
)


def _shower(model: Any, columns: tuple[Column, ...], *related: str, **paths: str) -> Any:
    def show(subject: Subject) -> Shown:
        found = model.objects.filter(customer__in=subject.customers).select_related(*related)
        return laid_out(
            columns, rows_of(found.order_by("pk"), [n for n, _head in columns], **paths)
        )

    return show


def _eraser(*models: Any) -> Any:
    def erase(subject: Subject, at: datetime) -> int:
        found = (model.objects.filter(customer__in=subject.customers) for model in models)
        return sum(rows.delete()[0] for rows in found)

    return erase


def _erase_facts(subject: Subject, at: datetime) -> int:
    facts = ConsentFact.objects.filter(customer__in=subject.customers)
    for fact in facts.exclude(proof_file=None).select_related("proof_file"):
        if fact.proof_file:
            release(fact.proof_file)
    blank_texts(ConsentFact, list(facts.values_list("pk", flat=True)))
    ConsentState.objects.filter(customer__in=subject.customers).delete()
    return facts.delete()[0]


def _proofs(subject: Subject) -> list[HeldFile]:
    found = ConsentFact.objects.filter(customer__in=subject.customers).exclude(proof_file=None)
    return [
        HeldFile(f"{pk}-{name or 'proof'}", stored)
        for pk, name, stored in found.values_list("pk", "proof_name", "proof_file_id")
        if stored
    ]


def _erase_requests(subject: Subject, at: datetime) -> int:
    """That, when and how it was answered stays, for the house has to prove it; the words go."""
    found = PersonRequest.objects.filter(customer__in=subject.customers)
    blank_texts(PersonRequest, list(found.values_list("pk", flat=True)))
    return found.update(note="", reason="", customer=None)


HOLDINGS = (
    Holding("privacy.consent_requests", _("Questions whether they agree"),
            _("To ask before anything is sent."), DUTY,
            ("privacy.ConsentRequest", "privacy.ConsentLink"),
            _shower(ConsentRequest, ASKED, "purpose"), _eraser(ConsentLink, ConsentRequest)),
    Holding("privacy.consents", _("What they agreed to"), _("To prove what they agreed to."), DUTY,
            ("privacy.ConsentFact", "privacy.ConsentState"),
            _shower(ConsentFact, FACTS, "purpose", "topic", "wording", "by", wording="wording__text"),
            _erase_facts, folders=("files",), files=_proofs),
    Holding("privacy.objections", _("What they object to"), _("To keep to what they object to."), DUTY,
            ("privacy.StandingObjection",), _shower(StandingObjection, AGAINST),
            _eraser(StandingObjection)),
    Holding("privacy.restrictions", _("Restrictions"), _("To keep to a restriction."), DUTY,
            ("privacy.Restriction",), _shower(Restriction, RESTRICTED), _eraser(Restriction)),
    Holding("privacy.requests", _("What they asked about their data"),
            _("To answer in time, and to prove it."), DUTY,
            ("privacy.PersonRequest",), _shower(PersonRequest, REQUESTS, "owner"), _erase_requests),
)  # fmt: skip
