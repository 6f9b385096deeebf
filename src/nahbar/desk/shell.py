"""What surrounds every page: the entries, who is signed in, what is under way."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.messages import constants, get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.access import Ability, Role, may
from nahbar.core.faces import Face, face_of_person
from nahbar.core.models import User
from nahbar.core.models.people import Theme
from nahbar.core.panels import Job, Panel
from nahbar.desk.composition import banners_for, jobs_for
from nahbar.desk.language import speech_in
from nahbar.desk.links import Link
from nahbar.team.queries import is_place_free

THEME_COOKIE = "theme"


@dataclass(frozen=True)
class Told:
    """Something that was just done, told once."""

    text: str
    tone: str


class Shell:
    """Read by the shell templates; each part is found only when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        user = getattr(request, "user", None)
        self._user = user if isinstance(user, User) else None
        self.language = speech_in(request).tag
        self.theme = _theme(request, self._user)
        self.search_text = request.GET.get("q", "")

    @property
    def awaits_its_owner(self) -> bool:
        """Whether nobody has set the house up yet."""
        return is_place_free()

    @cached_property
    def entries(self) -> list[Link]:
        """The five words of navigation."""
        if self._user is None:
            return []
        named = [
            ("today", _("Today")),
            ("customers", _("Customers")),
            ("experience", _("Experience")),
            ("actions", _("Actions")),
            ("overview", _("Overview")),
        ]
        return [self._link(label, reverse(name)) for name, label in named]

    @property
    def may_note(self) -> bool:
        """Whether who is signed in may write a finding about a figure."""
        return self._user is not None and may(self._user, Ability.WRITE_FINDINGS)

    @cached_property
    def person(self) -> Face | None:
        """Who is signed in."""
        if self._user is None:
            return None
        role = Role(self._user.role).label
        return face_of_person(self._user, subtitle=str(role))

    @cached_property
    def person_links(self) -> list[Link]:
        """The pages behind one's own name."""
        if self._user is None:
            return []
        named = [("me", _("About me")), ("mfa_index", _("My sign-in"))]
        if may(self._user, Ability.SEE_IMPORTS):
            named.append(("imports", _("Import data")))
        if may(self._user, Ability.SET_UP_HOUSE):
            named += [("people", _("Our team")), ("house", _("The house"))]
        return [self._link(label, reverse(name)) for name, label in named]

    @property
    def search_url(self) -> str:
        """Where a search goes, for those who may see customers."""
        may_search = self._user is not None and may(self._user, Ability.SEE_CUSTOMERS)
        return reverse("customers") if may_search else ""

    @property
    def theme_url(self) -> str:
        """Where the choice of light and dark goes."""
        return reverse("theme") if self._user else ""

    @property
    def sign_out_url(self) -> str:
        """Where the way out is."""
        return reverse("account_logout") if self._user else ""

    @cached_property
    def jobs(self) -> list[Job]:
        """What is under way."""
        return jobs_for(self._user) if self._user else []

    @cached_property
    def banners(self) -> list[Panel]:
        """What every page says of the house above all else."""
        return banners_for(self._request) if self._user else []

    @property
    def jobs_url(self) -> str:
        """Asked again and again while something is under way."""
        return reverse("jobs") if self.jobs else ""

    @property
    def notices(self) -> Iterator[Told]:
        """What was done on the page before."""
        for message in get_messages(self._request):
            tone = "warn" if message.level >= constants.WARNING else "green"
            yield Told(str(message), tone)

    def _link(self, label: str, url: str) -> Link:
        path = self._request.path
        return Link(label, url, path == url or (url != "/" and path.startswith(url)))


def _theme(request: HttpRequest, user: User | None) -> str:
    """As this device was told last, else as the person has it everywhere."""
    told = request.COOKIES.get(THEME_COOKIE, "")
    return told if told in Theme.values else (user.theme if user else Theme.AUTO)


def shell(request: HttpRequest) -> dict[str, Any]:
    """For every template."""
    return {"shell": Shell(request)}
