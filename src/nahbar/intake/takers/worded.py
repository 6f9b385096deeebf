"""Our words for what tables call a channel or a kind of moment."""

import polars as pl

from nahbar.core.folded_columns import fold_column

CHANNELS = {
    "visit": ("visit", "besuch", "schalter", "counter", "desk", "filiale", "haus"),
    "phone": ("phone", "telefon", "anruf", "call", "tel"),
    "mail": ("mail", "e mail", "email"),
    "letter": ("letter", "brief", "post", "fax"),
    "web": ("web", "internet", "online", "chat", "portal", "webseite", "website"),
    "event": ("event", "veranstaltung", "messe"),
}
KINDS = {
    "complaint": ("complaint", "reklamation", "beschwerde"),
    "return": ("return", "retoure", "rucksendung", "ruecksendung"),
    "take_back": ("take back", "ruecknahme", "rueckgabe", "leihende"),
    "cancellation": ("cancellation", "storno", "kuendigung"),
    "delivery": ("delivery", "lieferung", "abholung", "uebergabe"),
    "service": ("service", "reparatur", "wartung", "repair"),
}


def worded(column: str, words: dict[str, tuple[str, ...]], otherwise: str) -> pl.Expr:
    """Our word for what a table calls a channel or a kind."""
    folded = pl.concat_str(pl.lit(" "), fold_column(pl.col(column).fill_null("")), pl.lit(" "))
    chosen = pl.lit(otherwise)
    for ours, theirs in reversed(words.items()):
        pattern = "|".join(f" {word}" for word in (*theirs, ours.replace("_", " ")))
        chosen = pl.when(folded.str.contains(pattern)).then(pl.lit(ours)).otherwise(chosen)
    return chosen.alias(column)
