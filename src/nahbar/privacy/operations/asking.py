"""Asking by mail whether somebody agrees (double opt-in), and the answer that comes by the link.

The link is made when the mail goes (`consent_links.py`); the house keeps its digest alone. Opening it
changes nothing, for programs open links as well: only the button on its page does.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nahbar.core import formats
from nahbar.core.actors import THE_HOUSE, By, House
from nahbar.core.language import speaking
from nahbar.core.refusals import Refused
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.typed import on_one_line
from nahbar.dispatch.operations.send import send_mail
from nahbar.privacy.consent_speech import firm_name, speech_to
from nahbar.privacy.consent_words import about_words
from nahbar.privacy.models import ConsentFact, ConsentLink, ConsentRequest
from nahbar.privacy.models.consents import Channel, Step, Way
from nahbar.privacy.operations.catalogue import wording_of
from nahbar.privacy.operations.noting import (
    About,
    Agreed,
    Proof,
    hold_customer,
    note_fact,
    state_of,
)

ANSWER_WITHIN = timedelta(days=7)
NOT_AGAIN_WITHIN = timedelta(days=1)
LINK_MARK = "[[consent-link]]"
ABOUT = "consent"  # what such a mail is about: `consent:` and the request's key


def ask_by_mail(
    customer: Customer, about: About, proof: Proof, *, by: By, at: datetime
) -> ConsentRequest:
    """Ask a customer that is held; asked just now already, that question comes back.

    Raises Refused: `no_public_url`, `no_mail`, `asked_already`.
    """
    if not settings.PUBLIC_URL:
        raise Refused(
            "no_public_url",
            gettext_lazy(
                "A link in a mail needs the public address of the house (NAHBAR_PUBLIC_URL)."
                " Until it is set, a signed form counts."
            ),
        )
    address = mail_of(customer)
    if not address:
        raise Refused("no_mail", gettext_lazy("No mail address is known to which we could write."))
    asked = _last_open(customer, about, address, at)
    if asked and asked.asked_at > at - timedelta(minutes=1):
        return asked
    if asked and asked.asked_at > at - NOT_AGAIN_WITHIN:
        raise Refused("asked_already", gettext_lazy("They were asked today already."))
    close_requests(customer, about, at=at)
    speech = speech_to(customer)
    made = ConsentRequest.objects.create(
        customer=customer,
        purpose=about.purpose,
        channel=about.channel,
        topic=about.topic,
        wording=wording_of(about.purpose),
        language=speech.texts,
        address=address,
        asked_at=at,
        expires_at=at + ANSWER_WITHIN,
    )
    agreed = Agreed(made.wording, made.language, address, made)
    note_fact(customer, about, Step.ASKED, proof, agreed, by=by, at=at)
    with speaking(speech):
        _write(made, by=by, at=at)
    return made


@transaction.atomic
def confirm_consent(link: ConsentLink, *, ip: str | None, at: datetime) -> ConsentFact | None:
    """The customer pressed the button behind the link. Pressed twice it is done once: then None.

    Raises Refused (`link_over`) where it ran out, was answered otherwise, or is for something that
    is asked no more.
    """
    hold_customer(link.customer)
    asked = ConsentRequest.objects.select_for_update(of=("self",)).get(links=link)
    about = About(asked.purpose, asked.channel, asked.topic)
    standing = state_of(asked.customer, about)
    if standing and standing.allows and standing.fact.request_id == asked.pk:
        return None
    if not is_open(asked, at):
        raise Refused("link_over", gettext_lazy("This link is no longer valid."))
    asked.closed_at = at
    asked.save(update_fields=["closed_at"])
    proof = Proof(Way.LINK, ip=ip)
    agreed = Agreed(asked.wording, asked.language, asked.address, asked)
    return note_fact(asked.customer, about, Step.CONFIRMED, proof, agreed, by=THE_HOUSE, at=at)


def is_open(asked: ConsentRequest, at: datetime) -> bool:
    """Whether it can still be answered."""
    return asked.closed_at is None and asked.expires_at > at and asked.purpose.retired_at is None


def close_requests(customer: Customer, about: About, *, at: datetime) -> None:
    """Questions about the same are answered; where all topics are meant, those about each as well."""
    waiting = ConsentRequest.objects.filter(
        customer=customer, purpose=about.purpose, channel=about.channel, closed_at=None
    )
    if about.topic is not None:
        waiting = waiting.filter(topic=about.topic)
    waiting.update(closed_at=at)


def mail_of(customer: Customer) -> str:
    """The address to which we would write: the one known longest; empty where there is none."""
    points = customer.contact_points.filter(kind=ContactPoint.Kind.EMAIL, valid_until=None)
    return points.order_by("id").values_list("value", flat=True).first() or ""


def _last_open(
    customer: Customer, about: About, address: str, at: datetime
) -> ConsentRequest | None:
    waiting = ConsentRequest.objects.filter(
        customer=customer,
        purpose=about.purpose,
        channel=about.channel,
        topic=about.topic,
        address=address,
        closed_at=None,
        expires_at__gt=at,
    )
    return waiting.order_by("-pk").first()


def _write(asked: ConsentRequest, *, by: By, at: datetime) -> None:
    topic = asked.topic.called if asked.topic else ""
    name = on_one_line(asked.customer.name)
    what = about_words(asked.purpose.called, Channel.MAIL, topic)
    told = {"what": what, "firm": firm_name(), "until": formats.date(asked.expires_at)}
    lines = [
        (_("Good day %(name)s,") if name else _("Good day,")) % {"name": name},
        "",
        _("you told us that we may write to you about this: %(what)s. We noted this sentence:")
        % told,
        "",
        f"“{asked.wording.in_language(asked.language)}”",
        "",
        _("Is that right? Please confirm it on this page:"),
        LINK_MARK,
        "",
        _("If it is not right, do nothing: the link ends on %(until)s, and we send you nothing.")
        % told,
    ]
    sender = None if isinstance(by, House) else by
    send_mail(
        asked.address,
        subject=_("Please confirm: %(what)s") % told,
        text="\n".join([*lines, "", str(sender) if sender else "", firm_name()]).strip(),
        by=THE_HOUSE,
        at=at,
        sender=sender,
        about=f"{ABOUT}:{asked.pk}",
        customer=asked.customer,
    )
