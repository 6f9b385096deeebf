"""Invented people, firms and places that sound like Styria: lists to draw from, nobody's data."""


def _listed(text: str, mark: str = "|") -> list[str]:
    return text.split(mark)


# By the years in which they were given most: up to 1960, 1960 to 1985, since.
WOMEN = (
    _listed(
        "Helga Gertrude Ingrid Erika Hermine Christine Waltraud Edeltraud Brigitte Roswitha "
        "Rosa Theresia Elfriede Margarete Hannelore",
        " ",
    ),
    _listed(
        "Sabine Karin Claudia Petra Andrea Birgit Manuela Barbara Elisabeth Ulrike Martina "
        "Doris Gabriele Monika Silvia Sonja Daniela Michaela Bettina Eva Dragica Emine Snježana "
        "Katalin",
        " ",
    ),
    _listed(
        "Anna Lena Julia Katharina Lisa Magdalena Sarah Hannah Verena Theresa Jasmin Nina "
        "Melanie Laura Marlene Johanna Elena Selin Amina Ivana Aylin Zoë Sophie Valentina "
        "Kerstin Jelena",
        " ",
    ),
)
MEN = (
    _listed(
        "Gerhard Josef Franz Johann Alfred Erwin Herbert Walter Karl Helmut Rudolf Leopold "
        "Friedrich Siegfried Alois Engelbert Günther Kurt Manfred",
        " ",
    ),
    _listed(
        "Thomas Andreas Christian Martin Wolfgang Robert Peter Jürgen Harald Markus Günter "
        "Michael Gernot Bernhard Reinhard Klaus Hannes Mehmet Zoran Miroslav Dragan László",
        " ",
    ),
    _listed(
        "Lukas Florian David Stefan Daniel Matthias Philipp Sebastian Dominik Patrick Jakob "
        "Simon Tobias Paul Maximilian Emre Adnan Luka Marko Jonas Felix Fabian Benedikt Moritz "
        "Jörg",
        " ",
    ),
)
FAMILIES = _listed(
    "Gruber Huber Bauer Wagner Müller Pichler Steiner Moser Mayer Hofer Leitner Berger Fuchs Eder "
    "Fischer Schmid Winkler Weber Schwarz Maier Schneider Reiter Mayr Schmidt Wimmer Egger Brunner "
    "Lang Baumgartner Auer Binder Lechner Wolf Wallner Aigner Ebner Koller Lehner Haas Schuster "
    "Heilig Strasser Kaiser Maurer Kern Stadler Neubauer Holzer Schober Zach Krenn Kröll Trummer "
    "Fröhlich Grünwald Jäger König Köck Löffler Mörth Nöst Ötsch Pölzl Rössler Schönegger Stöckl "
    "Tödling Übelhör Wöhrer Zöhrer Absenger Dirnböck Feiertag Gollner Harrer Hödl Karner Kainz "
    "Lackner Monsberger Neuhold Ofner Pfeifer Purkarthofer Rath Sommer Strohmaier Tieber Ulz "
    "Unger Weinzerl Zirngast Kovačić Horvat Novak Petrović Jurić Babić Marić Nikolić Yılmaz Kaya "
    "Demir Şahin Özdemir Nagy Szabó Tóth Popescu Ionescu Kowalski Rossi Bianchi Okonkwo Rahimi",
    " ",
)
TITLES = ("Mag.", "Dr.", "Dipl.-Ing.", "Ing.", "Mag. Dr.")

STREETS = (
    "Lindengasse Hauptstraße Bahnhofstraße Schulgasse Kirchenweg Feldgasse Bergstraße Mühlgasse "
    "Gartengasse Rosenweg Ahornweg Birkengasse Sonnenhang Waldweg Am Anger|Am Mühlbach|Obere Zeile|"
    "Untere Zeile|Alte Poststraße|Grazer Straße|Wiener Straße|Dr.-Karl-Renner-Gasse|Peter-Rosegger-Weg|"
    "Kernstockgasse|Schießstattgasse|Färbergasse|Nussbaumallee|Weinbergweg|Südtiroler Platz|"
    "Steinfeldgasse|Murgasse|Erzherzog-Johann-Straße|Brückengasse|Hofackerweg|Fliedergasse|Römerweg"
)
# Postcode and place of the two branches' surroundings.
SOUTH = _listed(
    "8010 Graz|8020 Graz|8036 Graz|8041 Graz|8042 Graz|8044 Graz|8051 Graz|8052 Graz|8053 Graz|"
    "8054 Seiersberg-Pirka|8055 Graz|8061 St. Radegund|8071 Hausmannstätten|8073 Feldkirchen|"
    "8101 Gratkorn|8112 Gratwein-Straßengel|8141 Premstätten|8200 Gleisdorf|8401 Kalsdorf|8410 Wildon"
)
NORTH = _listed(
    "8600 Bruck an der Mur|8605 Kapfenberg|8700 Leoben|8704 Leoben|8707 Leoben|8712 Niklasdorf|"
    "8714 Kraubath|8720 Knittelfeld|8770 St. Michael|8784 Trieben|8790 Eisenerz|8793 Trofaiach"
)
# Numbers that reach nobody: behind an area code no subscriber's number begins with 0.
AREAS = {"Graz": "0316", "Leoben": "03842"}
MOBILES = ("0650", "0660", "0664", "0676", "0680", "0699")

TRADES = _listed(
    "Tischlerei|Installationen|Elektrotechnik|Malerei|Bäckerei|Gärtnerei|Fahrschule|Pflegedienst|"
    "Bau|Dachdeckerei|Steuerberatung|Reinigung|Transporte|Weinbau|Metallbau|Architektur|Catering"
)
FORMS = ("GmbH", "GmbH", "GmbH", "KG", "e.U.", "OG", "GmbH & Co KG")

FOUND_US = _listed(
    "Empfehlung|Im Vorbeifahren|Internetsuche|Kleinanzeige im Netz|Zeitungsinserat|"
    "Tag der offenen Tür|Schon die Eltern waren hier|Firmenwagen|Messe"
)
FOUND_US_SHARES = (0.16, 0.14, 0.26, 0.13, 0.07, 0.06, 0.1, 0.04, 0.04)

LIKES = _listed(
    "Fährt am liebsten Kombi.|Trinkt Tee statt Kaffee.|Kommt gern früh, vor der Arbeit.|"
    "Freut sich über einen Leihwagen.|Wandert viel, fragt nach Dachträgern.|Mag es, wenn der Meister "
    "selbst erklärt.|Hört gern, was am Auto noch gut ist.|Bringt oft Äpfel aus dem eigenen Garten mit.|"
    "Interessiert sich für Elektroautos.|Schätzt pünktliche Übergaben."
)
DISLIKES = _listed(
    "Mag keine Anrufe während der Arbeit.|Möchte keine Werbung per Post.|Wartet ungern ohne Auskunft.|"
    "Mag keine Überraschungen auf der Rechnung."
)
GOOD_TO_KNOW = _listed(
    "Hört schlecht, bitte deutlich sprechen.|Ist erst ab 16 Uhr erreichbar.|Schlüssel liegt beim Nachbarn.|"
    "Braucht eine Rechnung mit Kostenstelle.|Sohn holt das Auto ab.|Hat einen Hund im Auto.|"
    "Zwei Kindersitze bitte wieder einbauen.|Möchte Altteile sehen.|Spricht lieber Englisch."
)


def streets() -> list[str]:
    """All names of streets; those of one word and those of several."""
    single, *several = STREETS.split(" Am Anger|", 1)
    return [*single.split(), "Am Anger", *several[0].split("|")]
