"""Every piece of the face in all its states, for those who set up or change the house."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nahbar.core.access import Ability
from nahbar.core.asking import person_in
from nahbar.core.door import door
from nahbar.core.palette import commands_for
from nahbar.desk import specimens
from nahbar.desk.chart_specimens import charts
from nahbar.desk.keys import keys_of
from nahbar.desk.links import Link


@require_http_methods(["GET", "HEAD", "POST"])
@door(Ability.SET_UP_HOUSE)
def design(request: HttpRequest) -> HttpResponse:
    """Show them; what is pressed here changes nothing."""
    if request.method == "POST":
        return redirect("design")
    shows = {
        "specimens": specimens,
        "forms": specimens.forms_shown(),
        "charts": charts(),
        "parts_shown": specimens.parts(),
        "chapters": [(name, label, f"desk/design/{name}.html") for name, label in _chapters()],
        "here": reverse("design"),
        "commands": commands_for(person_in(request))[:3],
        "keys": keys_of(commands_for(person_in(request)))[:5],
        "ways": [
            Link(_("All"), "#actions", is_current=True),
            Link(_("Waiting"), "#actions"),
            Link(_("Promised"), "#actions"),
        ],
    }
    return render(request, "desk/design.html", shows)


def _chapters() -> list[tuple[str, str]]:
    return [
        ("type", _("Type")),
        ("colour", _("Colour")),
        ("people", _("People and moods")),
        ("rows", _("Rows")),
        ("words", _("What is told")),
        ("actions", _("What can be done")),
        ("forms", _("What is asked")),
        ("figures", _("Figures")),
        ("tables", _("Tables")),
        ("timeline", _("Timeline")),
        ("charts", _("Charts")),
        ("intake", _("Taking over data")),
        ("quick", _("Quick to the hand")),
        ("icons", _("Drawings")),
    ]
