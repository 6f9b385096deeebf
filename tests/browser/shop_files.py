"""What a bookshop's till and address list give out: small files, the same every time."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

FIRST_DAY, LAST_DAY = date(2024, 1, 8), date(2026, 2, 20)
WARES = [("A1", "Roman", "24,90"), ("A2", "Kochbuch", "32,00"), ("A3", "Kalender", "14,50")]
FIRST_NAMES = ("Anna", "Bernd", "Clara", "David", "Eva", "Franz", "Greta", "Hans")
LAST_NAMES = ("Berger", "Moser", "Novak", "Gruber", "Steiner")
NUMBERS = range(500, 500 + len(FIRST_NAMES) * len(LAST_NAMES))

CUSTOMER_COLUMNS = ["Kundennummer", "Vorname", "Nachname", "E-Mail", "Straße", "PLZ", "Ort", "Mag"]
ORDER_COLUMNS = ["Belegnummer", "Artikelnummer", "Artikel", "Menge", "Datum", "Preis"]
ORDER_COLUMNS += ["Kundennummer", "Kassa"]
WRONG_ORDER = (
    "9999;A1;Roman;zwei;31.02.2025;24,90;500;K1"  # two is no number, the day does not exist
)


def customers_csv() -> str:
    """Forty people: Anna Berger is number 500, Greta Novak 522."""
    names = [(first, last) for last in LAST_NAMES for first in FIRST_NAMES]
    rows = [
        f"{number};{first};{last};{first}.{last}@kunden.example;Ring {number};8010;Graz;Tee"
        for number, (first, last) in zip(NUMBERS, names, strict=True)
    ]
    return "\n".join([";".join(CUSTOMER_COLUMNS), *rows, ""])


def orders_csv(*further: str) -> str:
    """Two years in which the same forty come again and again, then the rows given."""
    chance = random.Random(7)
    bought = [row for number in NUMBERS for row in _purchases(number, chance)]
    rows = [f"{receipt};{row}" for receipt, row in enumerate(bought, start=1000)]
    return "\n".join([";".join(ORDER_COLUMNS), *rows, *further, ""])


def _purchases(customer: int, chance: random.Random) -> Iterator[str]:
    pause = chance.gammavariate(2, 40)
    day = FIRST_DAY + timedelta(days=chance.randrange(200))
    while day < LAST_DAY:
        sku, name, price = chance.choice(WARES)
        amount, till = chance.randint(1, 3), f"K{customer % 2 + 1}"
        yield f"{sku};{name};{amount};{day:%d.%m.%Y};{price};{customer};{till}"
        if chance.random() < 0.05:
            return
        day += timedelta(days=1 + int(chance.expovariate(1 / pause)))


def write_many_orders(path: Path, lines: int) -> Path:
    """So many that taking them over can be watched, of customers numbered from a million on."""
    with path.open("w") as file:
        print(*ORDER_COLUMNS, sep=";", file=file)
        for n in range(lines):
            day = FIRST_DAY + timedelta(days=n % 700)
            who = 1_000_000 + n % 20_000
            print(f"{n};A{n % 500};Ware;1;{day:%d.%m.%Y};9,90;{who};K1", file=file)
    return path


def upload(name: str, text: str) -> Any:
    """A file as Playwright gives it to a page."""
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def both_files() -> list[Any]:
    """What a first day begins with."""
    return [upload("orders.csv", orders_csv()), upload("customers.csv", customers_csv())]
