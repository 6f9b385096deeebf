"""What people of the house wrote down about a moment: short, warm, and invented."""

import numpy as np
import polars as pl

WORDS: dict[int, tuple[str, ...]] = {
    -2: ("verärgert", "enttäuscht", "wütend"),
    -1: ("unsicher", "ungeduldig", "enttäuscht"),
    0: ("ruhig", "sachlich", "in Eile"),
    1: ("zufrieden", "freundlich", "freut sich"),
    2: ("begeistert", "stolz", "dankbar"),
}
SAID: dict[str, tuple[str, ...]] = {
    "Terminvereinbarung": (
        "Möchte einen Termin in der Früh, wartet im Haus.",
        "Fragt, ob es einen Leihwagen gibt.",
        "Termin verschoben, die Kinder sind krank.",
        "Das Licht am Armaturenbrett leuchtet seit gestern.",
        "Bringt das Auto am Vorabend, Schlüssel in den Kasten.",
    ),
    "Fahrzeugübergabe": (
        "Alles erklärt, Altteile gezeigt.",
        "Rechnung durchgegangen, war günstiger als gedacht.",
        "Auto innen gesaugt, das fiel gleich auf.",
        "Auf die Bremsen beim nächsten Mal hingewiesen.",
        "Hat nach den Winterreifen gefragt.",
    ),
    "Gespräch im Haus": (
        "Beim Kaffee über den Urlaub in Kärnten geredet.",
        "Die Tochter hat den Führerschein, das Auto wird bald zu klein.",
        "Bedankt sich, dass wir am Samstag geholfen haben.",
        "Schaut sich den neuen Volta an, nur so.",
        "Hat Kuchen mitgebracht.",
    ),
    "Beschwerde": (
        "Das Klappern ist nach der Reparatur noch da.",
        "Die Rechnung war höher als am Telefon gesagt.",
        "Kratzer an der Stoßstange, der vorher nicht da war.",
        "Niemand hat angerufen, dass das Auto fertig ist.",
        "Musste zum dritten Mal wegen derselben Lampe kommen.",
        "Der Leihwagen war nicht da, obwohl zugesagt.",
    ),
    "Nachfassen": (
        "Angerufen, ob jetzt alles passt. Passt.",
        "Entschuldigt und einen Gutschein für eine Autowäsche geschickt.",
        "Der Meister hat selbst angerufen und erklärt, woran es lag.",
    ),
    "Teil verspätet": (
        "Das Teil kommt erst nächste Woche, Leihwagen angeboten.",
        "Lieferant vertröstet uns, das weitergesagt.",
        "Wollte wissen, warum niemand vorher angerufen hat.",
    ),
    "Beratung": (
        "Sucht etwas für vier Leute und einen Hund.",
        "Vergleicht mit einem Haus in Bruck, der Preis ist nicht das Wichtigste.",
        "Fragt nach Reichweite im Winter und nach der Förderung.",
        "Will das alte Auto eintauschen.",
        "Die Frau entscheidet mit, kommt am Samstag wieder.",
    ),
    "Probefahrt": (
        "Über den Schöckl gefahren, wollte nicht mehr aussteigen.",
        "Sitzt hoch, das taugt dem Rücken.",
        "Die Kinder sind mitgefahren.",
        "Der Kofferraum ist ihr zu klein.",
    ),
    "Auslieferung": (
        "Schleife drauf, Foto gemacht.",
        "Telefon gekoppelt, Sitze eingestellt, in Ruhe alles gezeigt.",
        "Kam mit der ganzen Familie.",
    ),
    "Anruf nach dem Kauf": (
        "Fährt gern damit. Eine Frage zum Tempomat.",
        "Alles bestens, kommt im Herbst wegen der Reifen.",
    ),
    "Anfrage": (
        "Fragt nach einem Kombi bis 20.000.",
        "Möchte wissen, ob wir auch andere Marken servicieren.",
        "Hat das Inserat gesehen, ist der Wagen noch da?",
        "Ist neu in der Gegend und sucht eine Werkstatt.",
    ),
    "Angebot": ("Angebot geschickt, gilt drei Wochen.", "Angebot mitgegeben, überlegt es sich."),
    "Abschied": (
        "Zieht weg und bringt das Auto nicht mehr zu uns.",
        "Geht zu einer Werkstatt, die näher liegt.",
        "War zu teuer, sagt er freundlich.",
        "Fährt jetzt einen Firmenwagen einer anderen Marke.",
        "Seit der Beschwerde nicht mehr zufrieden.",
    ),
}


def said_at(moments: pl.DataFrame, random: np.random.Generator) -> pl.DataFrame:
    """Adds `mood_word` (for some of the moods that were noted) and `text` (for most moments)."""
    n = moments.height
    touchpoints, moods = moments["touchpoint"].to_numpy(), moments["mood"].to_list()
    text, word = np.full(n, "", dtype=object), np.full(n, "", dtype=object)
    for name, lines in SAID.items():
        mine = touchpoints == name
        text[mine] = random.choice(lines, int(mine.sum()))
    noted = np.array([9 if mood is None else mood for mood in moods])
    for mood, words in WORDS.items():
        mine = noted == mood
        word[mine] = random.choice(words, int(mine.sum()))
    text[random.random(n) > 0.72] = ""
    word[random.random(n) > 0.4] = ""
    return moments.with_columns(
        pl.Series("mood_word", word, dtype=pl.String).replace("", None),
        pl.Series("text", text, dtype=pl.String).replace("", None),
    )
