"""What the firm has decided about itself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core import clock
from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.team.forms import FirmForm
from nahbar.team.operations import change_firm
from nahbar.team.queries import the_firm


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_UP_HOUSE)
def house(request: HttpRequest) -> HttpResponse:
    """Show and change it."""
    firm = the_firm()
    if firm is None:
        raise Http404
    form = FirmForm(request.POST or None, instance=firm)
    if request.method == "POST" and form.is_valid():
        change_firm(firm, by=person_in(request), at=clock.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("house")
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/house.html", {"form": form}, status=status)
