"""What of a timeline is wanted: read from an address, put into words for the database."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from nahbar.core.folding import fold
from nahbar.core.models import User
from nahbar.customers.models import Customer
from nahbar.customers.typed import on_one_line
from nahbar.moments.known_by import known_by
from nahbar.moments.models import Attachment, Channel, Encounter, EncounterKind

LONGEST_SEARCH = 100
MOST_WORDS = 5
HAVING = ("mood", "files")
AT_A_TIME = 2_000


@dataclass(frozen=True)
class Wanted:
    """What the address of a timeline asks for; what makes no sense there is left out.

    `find` are words that must all occur, `who` is the public id of one of us, `having` is "mood"
    or "files". Whatever is empty narrows nothing.
    """

    find: str = ""
    channel: str = ""
    kind: str = ""
    who: str = ""
    having: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        """From the parameters of a request."""
        return cls(
            find=on_one_line(query.get("find", ""))[:LONGEST_SEARCH],
            channel=_one_of(query.get("channel", ""), Channel.values),
            kind=_one_of(query.get("kind", ""), EncounterKind.values),
            who=_uuid(query.get("who", "")),
            having=_one_of(query.get("having", ""), HAVING),
        )

    @property
    def is_plain(self) -> bool:
        """Whether everything is wanted."""
        return not any(asdict(self).values())

    def query(self, **more: str) -> str:
        """The address's part behind the question mark, with it; empty where nothing is asked."""
        asked = {name: value for name, value in {**asdict(self), **more}.items() if value}
        return f"?{urlencode(asked)}" if asked else ""


def narrow(customer: Customer, wanted: Wanted) -> QuerySet[Encounter]:
    """The customer's encounters that are wanted, but for `find`, which `search` looks for."""
    encounters = Encounter.objects.filter(customer=customer)
    if wanted.channel:
        encounters = encounters.filter(channel=wanted.channel)
    if wanted.kind:
        encounters = encounters.filter(kind=wanted.kind)
    if wanted.having == "mood":
        encounters = encounters.filter(mood__isnull=False)
    if wanted.having == "files":
        attached = Attachment.objects.filter(customer=customer, encounter__isnull=False)
        encounters = encounters.filter(pk__in=attached.values("encounter"))
    if wanted.who:
        who = User.objects.filter(public_id=wanted.who).values_list("pk", flat=True)
        person = who.first() or 0
        beside = Encounter.colleagues.through.objects.filter(
            user_id=person, encounter__customer=customer
        )
        encounters = encounters.filter(Q(by_id=person) | Q(pk__in=beside.values("encounter")))
    return encounters


def search(encounters: QuerySet[Encounter], find: str, most: int) -> list[int]:
    """The first `most` (primary keys) of the ordered encounters in which all words of `find` occur.

    Texts are folded as names are, so that both databases find the same; read until there are
    enough, in one query.
    """
    from nahbar.moments.frames import holding  # noqa: PLC0415  # columns, for who searches alone

    words = fold(find).split()[:MOST_WORDS]
    if not words:
        return []
    texts = encounters.values_list("pk", "text", "mood_word", "companions", "by_name")
    rows, found = texts.iterator(chunk_size=AT_A_TIME), list[int]()
    while len(found) < most and (chunk := list(islice(rows, AT_A_TIME))):
        found += holding(words, chunk)
    return found[:most]


def people_met(customer: Customer) -> Sequence[User]:
    """Who of us noted something of the customer, by name."""
    people = (one.person for one in known_by(customer))
    return sorted(people, key=lambda person: (person.name, person.email))


def _one_of(value: str, known: Sequence[str]) -> str:
    return value if value in known else ""


def _uuid(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return ""
