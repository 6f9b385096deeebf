"""Where customers meet the house, and how it felt there: the first picture of their experience."""

from dataclasses import dataclass

from django.db.models import Avg, Count

from nahbar.moments.models import Channel, Encounter, EncounterKind

FEWEST = 5  # a figure from fewer answers is not shown


@dataclass(frozen=True)
class Meeting:
    """Encounters of one kind on one channel: how many, and their mean mood with its count."""

    kind: str
    channel: str
    count: int
    mood: float | None
    moods: int


def meetings() -> list[Meeting]:
    """All kinds of encounters, the most frequent first."""
    counted = (
        Encounter.objects.values("kind", "channel")
        .annotate(count=Count("pk"), moods=Count("mood"), felt=Avg("mood"))
        .order_by("-count", "kind", "channel")
    )
    return [
        Meeting(
            str(EncounterKind(row["kind"]).label),
            str(Channel(row["channel"]).label),
            row["count"],
            row["felt"] if row["moods"] >= FEWEST else None,
            row["moods"],
        )
        for row in counted
    ]
