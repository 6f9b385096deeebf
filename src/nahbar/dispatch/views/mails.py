"""What has not gone out, and what a person decides about it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.dispatch.models import OutgoingMail
from nahbar.dispatch.operations.decide import OPEN, send_again, settle_mail
from nahbar.dispatch.queries import outbox
from nahbar.dispatch.server import mail_server

WHY: dict[str, str | Promise] = {
    "cut_off": gettext_lazy("The line broke while it was being sent."),
    "not_reached": gettext_lazy("The mail server did not answer."),
    "not_let_in": gettext_lazy("The mail server did not accept user and password."),
    "not_made": gettext_lazy("The address cannot stand in a mail."),
}


@require_safe
@door(Ability.LEAD_TEAM)
def mails(request: HttpRequest) -> HttpResponse:
    """List what has not gone out."""
    found = outbox()
    listed = [{"mail": one, "why": _why(one), "is_open": one.state in OPEN} for one in found.mails]
    shows = {"outbox": found, "mails": listed, "has_server": mail_server() is not None}
    return render(request, "dispatch/mails.html", shows)


@require_POST
@door(Ability.LEAD_TEAM)
def again(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Try it once more."""
    mail = get_object_or_404(OutgoingMail, public_id=public_id)
    send_again(mail, by=person_in(request), at=clock.now())
    messages.success(request, _("It is on its way again."))
    return redirect("mails")


@require_POST
@door(Ability.LEAD_TEAM)
def settled(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """It arrived, or was told in another way."""
    mail = get_object_or_404(OutgoingMail, public_id=public_id)
    settle_mail(mail, by=person_in(request), at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("mails")


def _why(mail: OutgoingMail) -> str:
    if mail.why.startswith("smtp_"):
        return _("The mail server refused it (%(code)s).") % {
            "code": mail.why.removeprefix("smtp_")
        }
    return str(WHY.get(mail.why, ""))
