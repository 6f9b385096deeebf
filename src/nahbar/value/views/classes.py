"""One's own choice to see class letters beside customers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.value.operations.show_classes import show_classes


@require_POST
@door(Ability.SEE_VALUE)
def classes(request: HttpRequest) -> HttpResponse:
    """Take the choice, and lead back to one's own page."""
    shown = request.POST.get("classes") == "shown"
    show_classes(person_in(request), shown=shown, at=clock.now())
    messages.success(request, _("Saved."))
    return redirect("me")
