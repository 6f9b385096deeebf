"""Our strip on every page, for those who want to see who calls; our piece of Today."""

from typing import Any

from django.http import HttpRequest

from nahbar.core import clock
from nahbar.core.access import Ability, may
from nahbar.core.asking import person_in
from nahbar.core.models import User
from nahbar.core.panels import Panel
from nahbar.reception.cards import cards_for
from nahbar.reception.models import CallDesk
from nahbar.reception.queries import call_desk_of, calls_at, tag_of
from nahbar.reception.visitors import expected_on_day


def calls_banner(request: HttpRequest) -> Panel | None:
    """The place where calls show, with those of this moment; also without JavaScript."""
    person = person_in(request)
    desk = listening_desk(person)
    if desk is None:
        return None
    calls = calls_at(desk, at=clock.now())
    shows = {"calls_tag": tag_of(calls, desk), **shown_calls(calls, desk, person)}
    return Panel("reception/banner.html", shows)


def listening_desk(person: User) -> CallDesk | None:
    """The person's desk, if calls are shown there."""
    desk = call_desk_of(person) if may(person, Ability.TAKE_CALLS) else None
    return desk if desk and desk.shows_calls else None


def shown_calls(calls: Any, desk: CallDesk, person: User) -> dict[str, Any]:
    """What the cards' template needs."""
    return {"call_cards": cards_for(calls, desk, by=person)}


def today_panel(request: HttpRequest) -> Panel | None:
    """On Today: how many are expected, and the way to who they are."""
    now = clock.now()
    expected = expected_on_day(now, by=person_in(request))
    coming = [one for one in expected if one.is_planned]
    if not expected:
        return None
    shows = {
        "expected_count": len(coming),
        "expected_next": next((one for one in coming if one.ends_at > now), None),
    }
    return Panel("reception/today.html", shows, place="aside", rank=15)
