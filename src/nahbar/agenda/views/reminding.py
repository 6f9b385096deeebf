"""Whether one is reminded by mail as well."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.agenda.operations.reminders import set_reminding
from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door


@require_POST
@door(Ability.SEE_AGENDA)
def reminding(request: HttpRequest) -> HttpResponse:
    """One's own choice."""
    person = person_in(request)
    by_mail = request.POST.get("by_mail") == "yes"
    set_reminding(person, by_mail=by_mail, by=person, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("me")
