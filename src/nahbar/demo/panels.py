"""What this room lays over every page: that the people here are invented, and the way to one's own."""

from django.http import HttpRequest
from django.urls import reverse

from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.panels import Panel
from nahbar.demo.queries import is_being_made, percent_of, the_demo
from nahbar.insight.synth.team import FIRM


def banner(request: HttpRequest) -> Panel | None:
    """The strip, as long as the house shows the demo firm."""
    demo = the_demo()
    if demo is None:
        return None
    is_owner = may(person_in(request), Ability.SET_UP_HOUSE)
    shows = {
        "demo_firm": FIRM,
        "demo_percent": percent_of(demo) if is_being_made(demo) else None,
        "demo_progress_url": reverse("demo_progress"),
        "start_afresh_url": reverse("start_afresh") if is_owner else "",
    }
    return Panel("demo/banner.html", shows)
