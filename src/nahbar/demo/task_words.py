"""What the people of the demo firm have taken on: whose it is, whose idea it was, until when, German and English.

Days are counted from the day the demo is opened; `{car}` stands for the customer's car.
"""

from dataclasses import dataclass
from datetime import time

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

Pair = tuple[str, str]


@dataclass(frozen=True)
class Taken:
    """`made` days ago by `author` for `owner`, due in so many days; `put_off` to later days since.

    `outcome`: settled yesterday, with these words.
    """

    owner: int
    author: int
    title: Pair
    due: int
    made: int
    at: time | None = None
    put_off: tuple[int, ...] = ()
    outcome: Pair | None = None
    is_of_the_house: bool = False


PROMISES = (
    Taken(OWNER, OWNER, ("Selbst zurückrufen wegen der Beschwerde", "Call back myself about the complaint"), 0, 1),
    Taken(OWNER, RECEPTION, ("Zusage zur Kulanz für den {car}", "Answer about the goodwill repair of the {car}"), 1, 3, time(16)),
    Taken(SELLER, SELLER, ("Angebot für den Nachfolger des {car} schicken", "Send the offer for what follows the {car}"), 0, 4),
    Taken(SECOND_SELLER, SECOND_SELLER, ("Liefertermin durchgeben", "Tell them when it will be delivered"), 0, 2),
    Taken(ADVISER, ADVISER, ("Kosten für die Bremsen nachrechnen", "Reckon the price of the brakes again"), 1, 2),
    Taken(MANAGER, MANAGER, ("Probefahrt am Wochenende ermöglichen", "Make a test drive at the weekend possible"), 3, 1),
    Taken(SECOND_ADVISER, SECOND_ADVISER, ("Anrufen, sobald das Teil da ist", "Call as soon as the part is here"), -1, 5),
    Taken(FOREMAN, FOREMAN, ("Das Klappern noch einmal selbst anhören", "Listen to the rattle once more myself"), -1, 4,
          outcome=("War die Hitzeblende, ist fest.", "It was the heat shield, it is tight now.")),
)  # fmt: skip
TASKS = (
    Taken(OWNER, OWNER, ("Mit der Hand einen Geburtstagsgruß schreiben", "Write a birthday card by hand"), 0, 2),
    Taken(OWNER, OWNER, ("Zum Essen einladen, wie besprochen", "Invite them to dinner as we said"), 0, 8, put_off=(-4, -2, 0)),
    Taken(OWNER, MANAGER, ("Preis der Winterräder freigeben", "Approve the price of the winter wheels"), -2, 5),
    Taken(OWNER, OWNER, ("Abschied von Peter vorbereiten", "Prepare Peter's farewell"), 9, 3, is_of_the_house=True),
    Taken(SELLER, OWNER, ("Erzählen, wer nachfolgt: {car}", "Tell them who will follow: {car}"), 6, 5),
    Taken(SECOND_SELLER, OWNER, ("Mit Peter anrufen und sich vorstellen", "Call together with Peter and introduce myself"), 5, 2),
    Taken(SECOND_SELLER, SECOND_SELLER, ("Nachfragen, ob die Probefahrt gefallen hat", "Ask whether they liked the test drive"), 0, 1),
    Taken(ADVISER, RECEPTION, ("Leihwagen für nächste Woche reservieren", "Reserve a courtesy car for next week"), 1, 1),
    Taken(RECEPTION, RECEPTION, ("Neue Telefonnummer erfragen", "Ask for the new telephone number"), 0, 3),
    Taken(MANAGER, OWNER, ("Dienstplan für den nächsten Monat", "Rota for next month"), 4, 4, is_of_the_house=True),
    Taken(SECOND_ADVISER, FOREMAN, ("Ersatzteil für den {car} bestellen", "Order the part for the {car}"), 1, 1),
    Taken(PARTS, SECOND_ADVISER, ("Dachbox aus dem Lager holen", "Fetch the roof box from the store"), 0, 1),
    Taken(RECEPTION, OWNER, ("Blumen für die Übergabe besorgen", "Get flowers for the handover"), -1, 3,
          outcome=("Sonnenblumen, haben sich sehr gefreut.", "Sunflowers; they were delighted.")),
)  # fmt: skip
PUT_OFF = ("Ging sich noch nicht aus.", "No time for it yet.")
IDEAS: tuple[tuple[int, Pair], ...] = (
    (OWNER, ("Zum Jubiläum ein Foto vom ersten Auto rahmen lassen.", "Have a photograph of their first car framed for the anniversary.")),
    (SECOND_SELLER, ("Zu einer Runde im neuen Volta einladen, ganz ohne Angebot.", "Invite them for a round in the new Volta, without any offer.")),
)  # fmt: skip
