"""Nothing goes out for which the customer's consent is needed and not there."""

from django.conf import settings

from nahbar.core import clock
from nahbar.customers.models import Customer
from nahbar.dispatch.models import SERVICE, OutgoingMail
from nahbar.dispatch.objections import Objection
from nahbar.privacy.consents import deciding
from nahbar.privacy.models import ConsentState, Purpose, Topic
from nahbar.privacy.models.consents import Channel, Step
from nahbar.privacy.standard import STANDARD

REASONS = {
    Step.ASKED: "consent_asked",
    Step.CLAIMED: "consent_claimed",
    Step.WITHDRAWN: "consent_withdrawn",
    Step.REFUSED: "consent_refused",
    Step.EXPIRED: "consent_expired",
}


def lacks_consent(mail: OutgoingMail) -> Objection | None:
    """For `site/wiring.py`. Holds the customer, so that who agrees or withdraws at this moment waits."""
    if mail.purpose == SERVICE:
        return None
    if mail.customer_id is None:
        return Objection("consent_no_customer")
    if not settings.PUBLIC_URL:
        return Objection("consent_no_way_out")
    purpose = Purpose.objects.filter(key=mail.purpose).first()
    if purpose is None and mail.purpose in {one.key for one in STANDARD}:
        return Objection("consent_missing")  # nobody was asked for anything in this house yet
    if purpose is None or purpose.retired_at is not None:
        return Objection("consent_purpose")
    topic = Topic.objects.filter(key=mail.topic).values_list("pk", flat=True).first()
    if mail.topic and topic is None:
        return Objection("consent_purpose")
    channel = Channel.MAIL if purpose.by_channel else ""
    Customer.objects.select_for_update(no_key=True).filter(pk=mail.customer_id).first()
    states = ConsentState.objects.filter(
        customer=mail.customer_id, purpose=purpose, channel=channel
    )
    state = deciding(states, topic)
    return Objection("consent_missing") if state is None else _against(state, mail)


def _against(state: ConsentState, mail: OutgoingMail) -> Objection | None:
    if not state.allows:
        return Objection(REASONS[Step(state.step)])
    if state.expires_at and state.expires_at <= clock.now():
        return Objection("consent_expired")
    if state.address and state.address.lower() != mail.to.lower():
        return Objection("consent_other_address")
    return None
