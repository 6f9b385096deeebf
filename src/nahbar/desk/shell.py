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
from nahbar.core.language import INFORMAL
from nahbar.core.models import User
from nahbar.core.models.people import Theme
from nahbar.core.palette import Command, commands_for
from nahbar.core.panels import Job, Panel
from nahbar.desk.composition import banners_for, jobs_for
from nahbar.desk.keys import EVERYWHERE, Key, uses_keys
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
        named = [("me", _("About me")), ("mfa_index", _("My sign-in")), ("keys", _("Keys"))]
        if may(self._user, Ability.SEE_AGENDA):
            named = [("calendar", _("Calendar")), ("team", _("Who is here")), *named]
        if may(self._user, Ability.TAKE_CALLS):
            named.append(("my_telephone", _("My telephone")))
        if may(self._user, Ability.SEE_IMPORTS):
            named.append(("imports", _("Import data")))
        if may(self._user, Ability.DEFINE_FIELDS):
            named.append(("fields", _("Fields and tags")))
        if may(self._user, Ability.SET_UP_HOUSE):
            named += [("people", _("Our team")), ("house", _("The house"))]
        return [self._link(label, reverse(name)) for name, label in named]

    @property
    def search_url(self) -> str:
        """Where a search goes, for those who may see customers."""
        may_search = self._user is not None and may(self._user, Ability.SEE_CUSTOMERS)
        return reverse("customers") if may_search else ""

    @property
    def found_url(self) -> str:
        """Where the palette asks for people as one types."""
        return reverse("search") if self.search_url else ""

    @cached_property
    def commands(self) -> list[Command]:
        """What the palette offers this person besides people."""
        return commands_for(self._user) if self._user else []

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of the shell itself."""
        return EVERYWHERE

    @property
    def keys_url(self) -> str:
        """Where all keys are told."""
        return reverse("keys")

    @property
    def has_no_keys(self) -> bool:
        """Whether the person has turned single keys off on this device."""
        return not uses_keys(self._request)

    @property
    def reader(self) -> str:
        """For whom this device keeps what is typed, and pages where that is allowed."""
        return self._user.public_id.hex if self._user else ""

    @property
    def sign_in_url(self) -> str:
        """Where one comes in again."""
        return reverse("account_login")

    @property
    def worker_url(self) -> str:
        """The script that stands beside the pages and reads them without a connection."""
        return reverse("worker") if self._user else ""

    @property
    def manifest_url(self) -> str:
        """What makes the house an app on the device, in the reader's language."""
        texts = speech_in(self._request).texts
        base = texts.split("-", maxsplit=1)[0]
        return reverse("manifest", args=[INFORMAL if texts.endswith("-informal") else base])

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
