"""Nothing goes to whom nothing may be sent: they are restricted, or object to advertising."""

from django.utils.translation import gettext_lazy as _

from nahbar.dispatch.models import SERVICE, OutgoingMail
from nahbar.dispatch.objections import Objection
from nahbar.privacy.models.requests import Restriction, StandingObjection

RESTRICTED, OBJECTED = "restricted", "objected"
WORDS = {
    RESTRICTED: _("What is done with their data is restricted: nothing is sent."),
    OBJECTED: _("They object to advertising."),
}


def forbidden(mail: OutgoingMail) -> Objection | None:
    """For `site/wiring.py`; asked in the transaction that marks the mail as being sent."""
    if mail.customer_id is None:
        return None
    if Restriction.objects.filter(customer=mail.customer_id, ended_at=None).exists():
        return Objection(RESTRICTED)
    if mail.purpose == SERVICE:
        return None
    against = StandingObjection.objects.filter(
        customer=mail.customer_id, against=StandingObjection.Against.ADVERTISING, ended_at=None
    )
    return Objection(OBJECTED) if against.exists() else None
