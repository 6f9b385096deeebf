"""Real-looking people in any number: German names as unevenly spread as in a real town.

The common names are written down, the many rare ones are put together from syllables; how often each
occurs follows Zipf's law. The same seed makes the same people.
"""

import numpy as np
import polars as pl

SEED = 20_261_122
FAMILIES = (
    "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer"
    " Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger Hofmann Hartmann Lange"
    " Schmitt Werner Schmitz Krause Meier Lehmann Schmid Schulze Maier Köhler Herrmann König Walter"
    " Mayer Huber Kaiser Fuchs Peters Lang Scholz Möller Weiß Jung Hahn Schubert Vogel Friedrich"
    " Keller Günther Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster Simon"
    " Ludwig Böhm Winter Kraus Martin Schumacher Krämer Vogt Stein Jäger Otto Sommer Groß Seidel"
    " Heinrich Brandt Haas Schreiber Graf Schulte Dietrich Ziegler Kuhn Kühn Pohl Engel Horn Busch"
    " Bergmann Thomas Voigt Sauer Arnold Wolff Pfeiffer Gruber Pichler Steiner Moser Eder Leitner"
    " Wimmer Egger Brunner Lechner Reiter Auer Aigner Wallner Haider Hofer Holzer Ebner Strasser"
    " Riegler Schwaiger Kofler Lackner Posch Unger Zach Novak Horvath Öztürk Yılmaz Petrović Novák"
    " Kovács Nagy Dvořák Svoboda Kowalski Jovanović Marković Popescu Rossi García Nguyen"
)
STEMS = (
    "Acker Adler Ahorn Alt Amsel Bach Bären Berg Birken Blum Brenn Brunn Buch Burg Dachs Deck Dorn"
    " Ecken Eich Eisen Erlen Falken Feld Fichten Forst Frei Fuchs Gold Gras Grün Haber Hain Hart"
    " Hasel Heid Hirsch Hoch Hof Hollen Holz Kalten Kern Kirch Kirsch Klee Korn Kron Kupfer Lach"
    " Lauter Lehn Leit Lerchen Linden Loh Löwen Mitter Moos Mühl Neu Nieder Nuss Ober Otter Pfaffen"
    " Pichl Quell Rain Reb Reit Rieden Ring Rosen Roth Sand Schach Schön Schwan Schwarz See Silber"
    " Sonn Spitz Stall Stein Stern Stock Strass Tal Tann Teich Unter Vorder Wach Wald Wasser Weid"
    " Weiden Wein Weiss Wiesen Wild Winkel Wolfs Zell Ziegel"
)
ENDINGS = (
    "auer bach bacher bauer baum beck berg berger bichler brink brunner burger dorfer eder egger"
    " feld felder garten gruber haus hauser heim heimer hof hofer holzer huber kamp kofler lechner"
    " leitner lehner maier mann meister mayr moser mühl müller ner ninger reich reiter rieder ritter"
    " schmied stätter stein steiner thal thaler wald weber weger wieser wimmer wirth zeller"
)
GIVEN = (
    "Anna Maria Peter Michael Thomas Andreas Elisabeth Johann Franz Josef Christine Wolfgang Martin"
    " Karl Monika Stefan Christian Daniel Markus Sabine Petra Julia Sandra Andrea Alexander Claudia"
    " Barbara Eva Susanne Manfred Robert Gerhard Walter Helmut Ursula Brigitte Karin Renate Ingrid"
    " Hans Günter Heinz Jürgen Klaus Dieter Werner Horst Uwe Frank Bernd Jörg Ralf Sven Jens Torsten"
    " Katharina Lisa Laura Sarah Lena Sophie Marie Emma Hannah Mia Lea Johanna Theresa Magdalena"
    " Valentina Viktoria Elena Nina Melanie Nicole Stefanie Silvia Doris Gabriele Margit Gertrude"
    " Hermine Leopold Alois Ferdinand Rudolf Ernst Erwin Kurt Otto Hubert Herbert Norbert Roland"
    " Harald Gerald Günther Siegfried Gottfried Matthias Sebastian Florian Lukas Jakob David Simon"
    " Paul Felix Maximilian Moritz Jonas Tobias Fabian Philipp Dominik Patrick Kevin Marcel Oliver"
    " René Björn Jérôme Mehmet Ayşe Fatma Ali Zoran Dragan Milica Jelena Ivana Marek Agnieszka"
    " Adalbert Kunigunde Notburga Korbinian Severin Vinzenz Apollonia Walburga Xaver Zita"
)
PLACES = (
    "1010 Wien,1070 Wien,1100 Wien,1220 Wien,3100 St. Pölten,4020 Linz,4600 Wels,5020 Salzburg,"
    "6020 Innsbruck,6900 Bregenz,7000 Eisenstadt,8010 Graz,8700 Leoben,9020 Klagenfurt,9500 Villach,"
    "2340 Mödling,2700 Wiener Neustadt,3500 Krems,4400 Steyr,4840 Vöcklabruck,5280 Braunau,"
    "6330 Kufstein,6850 Dornbirn,8600 Bruck an der Mur,9900 Lienz,10115 Berlin,20095 Hamburg,"
    "80331 München,50667 Köln,60311 Frankfurt am Main,70173 Stuttgart,40213 Düsseldorf,"
    "04109 Leipzig,01067 Dresden,90402 Nürnberg,28195 Bremen,30159 Hannover,93047 Regensburg,"
    "94032 Passau,83022 Rosenheim,87435 Kempten,8001 Zürich,3011 Bern,4051 Basel,9000 St. Gallen"
)
STREETS = ("straße", "gasse", "weg", "platz", "ring", "allee", "ufer", "steig")
FIRMS = ("Installationen GmbH", "Bau GmbH & Co KG", "Handels AG", "Möbel", "Elektro e.U.", "Reisen")


def people(count: int, *, seed: int = SEED) -> pl.DataFrame:
    """`given, family, firm, street, postcode, city, phone, mail, number`, one row for each.

    One in twenty-five is a firm; two of three have a mail address.
    """
    dice = np.random.default_rng(seed)
    rare = [f"{stem}{ending}" for stem in STEMS.split() for ending in ENDINGS.split()]
    dice.shuffle(rare)
    family = _pick(dice, [*FAMILIES.split(), *rare], count, 0.85)
    given = _pick(dice, GIVEN.split(), count, 0.7)
    lanes = [f"{stem}{kind}" for stem in STEMS.split() for kind in STREETS]
    dice.shuffle(lanes)
    places = _pick(dice, PLACES.split(","), count, 0.6)
    is_firm = dice.random(count) < 0.04
    kinds = dice.integers(0, len(FIRMS), count)
    numbers = np.arange(100_000, 100_000 + count)
    dial = dice.integers(1_000_000, 9_999_999, count)
    rows = pl.DataFrame(
        {
            "given": given,
            "family": family,
            "firm": [f"{n} {FIRMS[k]}" if f else "" for n, k, f in zip(family, kinds, is_firm)],  # noqa: B905  # three of one length
            "street": _pick(dice, lanes, count, 0.6),
            "house": dice.integers(1, 150, count),
            "place": places,
            "phone": [f"43664{each}" for each in dial.tolist()],
            "number": [f"K{each}" for each in numbers.tolist()],
            "has_mail": dice.random(count) < 0.66,
        }
    )
    plain = pl.concat_str(pl.col("given"), pl.lit("."), pl.col("family")).str.to_lowercase()
    ascii_ = plain.str.normalize("NFD").str.replace_all(r"[^a-z.]", "")
    return rows.with_columns(
        pl.concat_str("street", pl.lit(" "), pl.col("house")).alias("street"),
        pl.col("place").str.splitn(" ", 2).struct.field("field_0").alias("postcode"),
        pl.col("place").str.splitn(" ", 2).struct.field("field_1").alias("city"),
        pl.when("has_mail")
        .then(pl.concat_str(ascii_, pl.col("number").str.slice(1), pl.lit("@post.example")))
        .otherwise(pl.lit(""))
        .alias("mail"),
    ).drop("house", "place", "has_mail")


def misspell(name: str, errors: int, dice: np.random.Generator) -> str:
    """The name with so many letters put in, left out, changed or swapped; never the same."""
    wrong = name
    while wrong == name:
        wrong = name
        for _ in range(errors):
            wrong = _one_error(wrong, dice)
    return wrong


def _one_error(text: str, dice: np.random.Generator) -> str:
    at = int(dice.choice([place for place, letter in enumerate(text) if letter.isalpha()]))
    letter = chr(ord("a") + int(dice.integers(26)))
    kind = int(dice.integers(4))
    if kind == 0:
        return text[:at] + letter + text[at:]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + letter + text[at + 1 :]
    other = at + 1 if at + 1 < len(text) and text[at + 1].isalpha() else at - 1
    if other < 0 or not text[other].isalpha():
        return text[:at] + letter + text[at + 1 :]
    first, second = sorted((at, other))
    return f"{text[:first]}{text[second]}{text[first]}{text[second + 1 :]}"


def _pick(dice: np.random.Generator, names: list[str], count: int, skew: float) -> list[str]:
    weights = 1 / np.arange(1, len(names) + 1) ** skew
    return np.array(names)[dice.choice(len(names), count, p=weights / weights.sum())].tolist()
