"""The links in our mails: what confirms a consent, and what leads back out of every advertising mail.

A link is made as the mail goes out, for each attempt a new one, and only its digest is stored: who
reads the database cannot speak for a customer. It opens nothing but that one customer's choices.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core import clock
from nahbar.core.language import speaking
from nahbar.core.tokens import digest_of, is_token, new_token
from nahbar.customers.models import Customer
from nahbar.dispatch.enclosing import Enclosure
from nahbar.dispatch.models import SERVICE, OutgoingMail
from nahbar.privacy.consent_speech import speech_to
from nahbar.privacy.models import ConsentLink, ConsentRequest, Purpose
from nahbar.privacy.operations.asking import ABOUT, LINK_MARK

ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058


def enclose_consent(mail: OutgoingMail) -> Enclosure | None:
    """For `site/wiring.py`: the link that confirms, or the way out."""
    if mail.about.startswith(f"{ABOUT}:"):
        return _with_question(mail)
    if mail.purpose != SERVICE and mail.customer is not None:
        return _with_way_out(mail, mail.customer)
    return None


def find_link(token: str) -> ConsentLink | None:
    """The link that this secret opens; None alike for what never was and what is gone."""
    if not is_token(token):
        return None
    beside = ("customer", "purpose", "request__purpose", "request__topic", "request__wording")
    return ConsentLink.objects.select_related(*beside).filter(digest=digest_of(token)).first()


def _with_question(mail: OutgoingMail) -> Enclosure | None:
    key = mail.about.removeprefix(f"{ABOUT}:")
    asked = ConsentRequest.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    if asked is None:
        return None
    token = new_token()
    ConsentLink.objects.create(
        customer_id=asked.customer_id,
        request=asked,
        purpose_id=asked.purpose_id,
        mail=mail,
        digest=digest_of(token),
        created_at=clock.now(),
    )
    return Enclosure(texts={LINK_MARK: whole_url("consent_answer", token)})


def _with_way_out(mail: OutgoingMail, customer: Customer) -> Enclosure:
    token = new_token()
    ConsentLink.objects.create(
        customer=customer,
        purpose=Purpose.objects.filter(key=mail.purpose).first(),
        mail=mail,
        digest=digest_of(token),
        created_at=clock.now(),
    )
    end, page = whole_url("consent_end", token), whole_url("consent_choices", token)
    headers = {"List-Unsubscribe": f"<{end}>"}
    if end.startswith("https://"):  # the one click is defined for https alone
        headers["List-Unsubscribe-Post"] = ONE_CLICK
    with speaking(speech_to(customer)):
        foot = _("No more of this, or something else: %(page)s") % {"page": page}
    return Enclosure(foot=foot, headers=headers)


def whole_url(name: str, token: str) -> str:
    """The whole address, by the house's public one: never by what a request claims to have asked."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=[token])}"
