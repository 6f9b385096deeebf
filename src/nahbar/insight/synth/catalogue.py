"""What the dealership sells, at which price and cost, and what goes onto the bill of which visit.

The make of the cars is invented. Prices in euros with tax, of the first simulated year; `margin` is
the share of the price that is left after buying in.
"""

import polars as pl

PRODUCTS = pl.DataFrame(
    [
        ("L100", "Jahresservice", "Arbeit", 189.0, 0.46),
        ("L110", "Überprüfung nach § 57a", "Arbeit", 69.0, 0.52),
        ("L120", "Räderwechsel", "Arbeit", 49.0, 0.5),
        ("L125", "Räderdepot, halbes Jahr", "Arbeit", 45.0, 0.7),
        ("L130", "Arbeitszeit Werkstatt, Stunde", "Arbeit", 128.0, 0.44),
        ("L140", "Fehlersuche", "Arbeit", 96.0, 0.45),
        ("L150", "Wartungspaket, Jahresbetrag", "Arbeit", 312.0, 0.3),
        ("T210", "Motoröl 5W-30, Liter", "Teile", 21.9, 0.42),
        ("T211", "Ölfilter", "Teile", 19.8, 0.38),
        ("T212", "Pollenfilter", "Teile", 34.5, 0.4),
        ("T213", "Luftfilter", "Teile", 31.0, 0.39),
        ("T220", "Bremsbeläge vorne", "Teile", 118.0, 0.34),
        ("T221", "Bremsscheiben vorne", "Teile", 186.0, 0.31),
        ("T230", "Batterie 70 Ah", "Teile", 179.0, 0.3),
        ("T240", "Stoßdämpfer", "Teile", 142.0, 0.32),
        ("T250", "Zahnriemensatz", "Teile", 268.0, 0.3),
        ("T260", "Klimakompressor", "Teile", 489.0, 0.26),
        ("T270", "Scheinwerfer", "Teile", 398.0, 0.28),
        ("R310", "Winterreifen 16 Zoll", "Reifen", 112.0, 0.19),
        ("R311", "Sommerreifen 16 Zoll", "Reifen", 104.0, 0.19),
        ("Z410", "Fußmattensatz", "Zubehör", 59.0, 0.43),
        ("Z411", "Dachträger", "Zubehör", 219.0, 0.37),
        ("Z412", "Dachbox 400 Liter", "Zubehör", 479.0, 0.33),
        ("Z413", "Kindersitz", "Zubehör", 289.0, 0.29),
        ("Z414", "Fahrradträger", "Zubehör", 369.0, 0.3),
        ("Z415", "Anhängerkupplung", "Zubehör", 649.0, 0.32),
        ("Z416", "Wischerblätter", "Zubehör", 36.9, 0.45),
        ("Z417", "Scheibenfrostschutz", "Zubehör", 9.9, 0.5),
        ("Z418", "Glühlampensatz", "Zubehör", 24.9, 0.48),
        ("Z419", "Autowäsche", "Zubehör", 16.9, 0.6),
        ("F510", "Tavaro Piccola", "Neuwagen", 18_900.0, 0.075),
        ("F511", "Tavaro Linea", "Neuwagen", 27_400.0, 0.08),
        ("F512", "Tavaro Linea Kombi", "Neuwagen", 30_900.0, 0.085),
        ("F513", "Tavaro Terra 4×4", "Neuwagen", 38_700.0, 0.09),
        ("F514", "Tavaro Volta, elektrisch", "Neuwagen", 36_200.0, 0.065),
        ("F610", "Gebrauchtwagen, Kleinwagen", "Gebrauchtwagen", 9_800.0, 0.1),
        ("F611", "Gebrauchtwagen, Mittelklasse", "Gebrauchtwagen", 15_700.0, 0.11),
        ("F612", "Gebrauchtwagen, Kombi", "Gebrauchtwagen", 18_300.0, 0.11),
        ("F700", "Inzahlungnahme", "Fahrzeugankauf", 5_600.0, 0.0),
    ],
    schema=["sku", "product", "group", "price", "margin"],
    orient="row",
)

# What a visit may be billed: article, how likely, how many at least and at most.
Bill = tuple[tuple[str, float, int, int], ...]
BILLS: dict[str, Bill] = {
    "service": (
        ("L100", 1, 1, 1),
        ("L110", 0.25, 1, 1),
        ("T210", 0.45, 4, 6),
        ("T211", 0.25, 1, 1),
        ("T212", 0.15, 1, 1),
        ("T220", 0.12, 1, 1),
    ),
    "tyres": (
        ("L120", 1, 1, 1),
        ("L125", 0.3, 1, 1),
        ("R310", 0.07, 4, 4),
        ("R311", 0.06, 4, 4),
        ("Z417", 0.12, 1, 3),
    ),
    "brakes": (("L130", 1, 1, 3), ("T220", 1, 1, 1), ("T221", 0.6, 2, 2)),
    "battery": (("L140", 0.6, 1, 1), ("T230", 1, 1, 1)),
    "chassis": (("L130", 1, 2, 4), ("T240", 1, 2, 4)),
    "belt": (("L130", 1, 3, 5), ("T250", 1, 1, 1)),
    "cooling": (("L140", 0.7, 1, 1), ("L130", 1, 2, 4), ("T260", 1, 1, 1)),
    "light": (("L130", 0.8, 1, 1), ("T270", 1, 1, 1)),
    "mats": (("Z410", 1, 1, 1), ("Z419", 0.3, 1, 1)),
    "roof": (("Z411", 1, 1, 1), ("Z412", 0.5, 1, 1)),
    "child": (("Z413", 1, 1, 2),),
    "bicycle": (("Z414", 1, 1, 1), ("Z415", 0.15, 1, 1)),
    "small": (("Z416", 1, 1, 1), ("Z417", 0.3, 1, 2), ("Z418", 0.2, 1, 1)),
    "wash": (("Z419", 1, 1, 1),),
    "new_piccola": (("F510", 1, 1, 1), ("F700", 0.4, -1, -1), ("Z410", 0.5, 1, 1)),
    "new_linea": (("F511", 1, 1, 1), ("F700", 0.5, -1, -1), ("Z410", 0.6, 1, 1)),
    "new_kombi": (("F512", 1, 1, 1), ("F700", 0.55, -1, -1), ("Z411", 0.3, 1, 1)),
    "new_terra": (("F513", 1, 1, 1), ("F700", 0.5, -1, -1), ("Z415", 0.4, 1, 1)),
    "new_volta": (("F514", 1, 1, 1), ("F700", 0.45, -1, -1)),
    "used_small": (("F610", 1, 1, 1), ("F700", 0.2, -1, -1)),
    "used_middle": (("F611", 1, 1, 1), ("F700", 0.3, -1, -1), ("L110", 0.4, 1, 1)),
    "used_kombi": (("F612", 1, 1, 1), ("F700", 0.3, -1, -1)),
    "parcel": (("Z413", 1, 1, 1),),
    "package": (("L150", 1, 1, 1),),
}
REPAIRS = ("brakes", "battery", "chassis", "belt", "cooling", "light")
REPAIR_SHARES = (0.34, 0.2, 0.12, 0.1, 0.08, 0.16)
ACCESSORIES = ("mats", "roof", "child", "bicycle", "small", "wash")
ACCESSORY_SHARES = (0.12, 0.12, 0.06, 0.08, 0.42, 0.2)
CARS = tuple(name for name in BILLS if name.startswith(("new_", "used_")))
TOLD = ("parcel", "package")  # the bills of the two stories
CAR_SHARES = (0.16, 0.14, 0.13, 0.08, 0.08, 0.16, 0.15, 0.1)


def bills() -> pl.DataFrame:
    """Frame `bill, sku, chance, least, most`."""
    rows = [(bill, *line) for bill, lines in BILLS.items() for line in lines]
    schema = {
        "bill": pl.String,
        "sku": pl.String,
        "chance": pl.Float64,
        "least": pl.Int64,
        "most": pl.Int64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
