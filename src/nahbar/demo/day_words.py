"""What the people of the demo firm put into their calendars and on their lists: German, and English.

`{car}` stands for the customer's car.
"""

from nahbar.agenda.models import Appointment
from nahbar.insight.synth.team import (
    ADVISER,
    FOREMAN,
    MANAGER,
    OWNER,
    PARTS,
    RECEPTION,
    SECOND_ADVISER,
    SECOND_SELLER,
    SELLER,
)

Kind = Appointment.Kind
Pair = tuple[str, str]
What = tuple[Kind, int, Pair]  # the kind, minutes, about what

SELLING: tuple[What, ...] = (
    (Kind.VISIT, 60, ("Beratung: der Nächste nach dem {car}", "Advice: what follows the {car}")),
    (Kind.VISIT, 60, ("Probefahrt", "Test drive")),
    (Kind.CALL, 30, ("Anruf: Angebot durchgehen", "Call: go through the offer")),
    (Kind.VISIT, 30, ("{car} schätzen lassen", "Have the {car} valued")),
    (Kind.DELIVERY, 60, ("Schlüssel und Papiere übergeben", "Hand over keys and papers")),
    (Kind.CALL, 30, ("Anruf: noch zufrieden mit dem {car}?", "Call: still happy with the {car}?")),
)
ADVISING: tuple[What, ...] = (
    (Kind.SERVICE, 30, ("Jahresservice {car}", "Yearly service {car}")),
    (Kind.SERVICE, 60, ("Reifen wechseln, {car}", "Change the tyres, {car}")),
    (Kind.PICK_UP, 30, ("{car} ist fertig", "{car} is ready")),
    (Kind.SERVICE, 60, ("Bremsen ansehen, {car}", "Look at the brakes, {car}")),
    (Kind.CALL, 30, ("Anruf: Kosten der Reparatur", "Call: what the repair will cost")),
    (Kind.SERVICE, 30, ("Überprüfung (Pickerl) {car}", "Yearly inspection {car}")),
)
MEETING: tuple[What, ...] = (
    (Kind.PICK_UP, 30, ("Leihwagen zurück, {car} ist fertig", "Courtesy car back, {car} is ready")),
    (Kind.DELIVERY, 30, ("Leihwagen übergeben", "Hand over the courtesy car")),
    (Kind.CALL, 30, ("Anruf: nach der Reparatur nachfragen", "Call: ask how the repair went")),
)
FETCHING: tuple[What, ...] = (
    (Kind.PICK_UP, 30, ("Holt die Dachbox ab", "Fetches the roof box")),
    (Kind.DELIVERY, 60, ("Winterräder liefern, {car}", "Deliver the winter wheels, {car}")),
    (Kind.PICK_UP, 30, ("Zweitschlüssel liegt bereit", "The second key is here")),
)
LEADING: tuple[What, ...] = (
    (Kind.VISIT, 60, ("Kaffee als Dank für die Treue", "Coffee, as a thank-you for their loyalty")),
    (Kind.VISIT, 30, ("Firmenwagen: wie es weitergeht", "Company cars: how to go on")),
    (Kind.CALL, 30, ("Anruf: persönlich entschuldigen", "Call: say sorry in person")),
)  # fmt: skip
WORK = {
    OWNER: LEADING,
    SELLER: SELLING,
    SECOND_SELLER: SELLING,
    MANAGER: SELLING,
    ADVISER: ADVISING,
    SECOND_ADVISER: ADVISING,
    FOREMAN: ADVISING,
    RECEPTION: MEETING,
    PARTS: FETCHING,
}
# On a day on which the house is shut.
SHUT: tuple[tuple[int, What], ...] = (
    (OWNER, (Kind.VISIT, 60, ("Probefahrt mit der ganzen Familie", "Test drive with all the family"))),
    (RECEPTION, (Kind.PICK_UP, 30, ("{car} ist fertig, Schlüssel am Empfang", "{car} is ready, key at the desk"))),
    (FOREMAN, (Kind.PICK_UP, 30, ("{car} ist fertig", "{car} is ready"))),
)  # fmt: skip
BY_ARRANGEMENT = (
    "Wir haben zu, das ist ausnahmsweise so ausgemacht.",
    "We are shut; this was arranged as an exception.",
)
# Used cars are sold by their size; the list of makes names the drive as well.
SIZES = {
    "Kleinwagen": ("Kleinwagen", "small car"),
    "Kombi": ("Kombi", "estate car"),
    "Mittelklasse": ("Mittelklassewagen", "saloon"),
}
SOME_CAR = ("Auto", "car")


def car_in_words(product: str, language: int) -> str:
    """How one would say it: "Gebrauchtwagen, Kombi" → "Kombi"; nothing known → "Auto"."""
    first, _comma, rest = product.partition(", ")
    if rest in SIZES:
        return SIZES[rest][language]
    return first or SOME_CAR[language]
