"""Two stories that happened to named customers: a parcel that never came, a reminder too early."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from nahbar.insight.synth.team import ADVISER, RECEPTION, SELLER

PARCEL, REMINDER = 0, 1  # the customers, by row
NAMES = {PARCEL: ("ms", "Katharina", "Moosbrugger"), REMINDER: ("mr", "Johannes", "Öller")}


@dataclass(frozen=True)
class Told:
    """One moment of a story."""

    customer: int
    occurred_at: datetime
    touchpoint: str
    channel: str
    employee: int | None
    mood: int | None
    word: str | None
    text: str


@dataclass(frozen=True)
class Stories:
    """When they began and what happened; `left_on` the day on which the parcel's customer was lost."""

    parcel_on: date
    promised_on: date
    left_on: date
    package_on: date
    moments: tuple[Told, ...]

    def frame(self) -> pl.DataFrame:
        """The moments as rows, in their order."""
        return pl.DataFrame([vars(one) for one in self.moments])


def tell(as_of: date) -> Stories:
    """Both stories, as dated before `as_of`."""
    year = as_of.year - (1 if as_of >= date(as_of.year, 2, 1) else 2)
    begun = as_of - timedelta(days=42 + as_of.weekday())  # a Monday
    return Stories(
        parcel_on=_working(date(year, 11, 14)),
        promised_on=_working(date(year, 12, 1)),
        left_on=date(year + 1, 1, 11),
        package_on=begun,
        moments=(*_parcel(year), *_reminder(begun)),
    )


def _parcel(year: int) -> tuple[Told, ...]:
    asked = _working(date(year, 12, 17))

    def told(
        day: date,
        hour: time,
        touchpoint: str,
        channel: str,
        employee: int | None,
        text: str,
        mood: int | None = None,
        word: str | None = None,
    ) -> Told:
        at = datetime.combine(day, hour)
        return Told(PARCEL, at, touchpoint, channel, employee, mood, word, text)

    return (
        told(asked, time(8, 40), "Frage zur Lieferung", "mail", None,
             "Der Kindersitz war für Anfang Dezember zugesagt. Kommt er noch vor Weihnachten?", -1, "unsicher"),
        told(asked, time(15, 5), "Antwort", "mail", RECEPTION,
             "Ist längst verschickt, kommt sicher an."),
        told(_working(asked + timedelta(days=2)), time(10, 20), "Frage zur Lieferung", "phone", ADVISER,
             "Fragt noch einmal nach dem Paket. Gesagt: Das kommt sicher noch.", -1, "ungeduldig"),
        told(date(year + 1, 1, 11), time(19, 30), "Storno per Mail", "mail", None,
             "Der Kindersitz ist nie angekommen. Ich storniere die Bestellung.", -2, "enttäuscht"),
    )  # fmt: skip


def _reminder(begun: date) -> tuple[Told, ...]:
    def told(
        days: int,
        hour: time,
        touchpoint: str,
        channel: str,
        employee: int | None,
        text: str,
        mood: int | None = None,
        word: str | None = None,
    ) -> Told:
        at = datetime.combine(_working(begun + timedelta(days=days)), hour)
        return Told(REMINDER, at, touchpoint, channel, employee, mood, word, text)

    return (
        told(0, time(16, 30), "Vertragsabschluss", "visit", SELLER,
             "Nimmt das Wartungspaket für den neuen Wagen.", 1, "freut sich"),
        told(8, time(9, 0), "Zahlungserinnerung", "letter", None,
             "Erste Zahlungserinnerung zum Wartungspaket."),
        told(9, time(11, 15), "Frage zur Rechnung", "mail", None,
             "Ich habe noch gar keine Rechnung bekommen. Bitte um eine Kopie.", -1, "unsicher"),
        told(9, time(14, 0), "Rechnung", "mail", None, "Rechnung zum Wartungspaket verschickt."),
        told(10, time(8, 10), "Frage zur Rechnung", "mail", None,
             "Heute kam die Rechnung, die Mahnung war schneller. Das ist ein schwacher Beginn.", -2, "verärgert"),
        told(24, time(9, 0), "Zahlungserinnerung", "letter", None,
             "Zweite Zahlungserinnerung zum Wartungspaket."),
    )  # fmt: skip


def _working(day: date) -> date:
    """The day itself, or the Monday after its Sunday."""
    return day + timedelta(days=1) if day.weekday() == 6 else day
