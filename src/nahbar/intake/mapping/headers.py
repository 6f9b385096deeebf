"""What a header means: normalised, stripped of its labels, looked up in the catalogue."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nahbar.intake.mapping.fields import Field, ValueType
from nahbar.intake.mapping.kinds import table_kind

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PLAIN = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_DROPPED = str.maketrans(dict.fromkeys("äöüß", ""))  # what a lossy export leaves of "Straße"
_CAMEL = re.compile(r"(?<=[a-zäöüß])(?=[A-ZÄÖÜ])|(?<=[A-Z])(?=[A-ZÄÖÜ][a-zäöüß])")
_NUMBER_WORDS = {"no", "num", "number", "nummer", "nr", "numero"}
_LABELS = {
    "business": "geschaeftlich geschaeft dienstlich dienst firma business work office buero company job",
    "home": "privat private privates home persoenlich personal",
    "billing": "billing rechnung rechnungs rechnungsadresse rechnungsanschrift bill",
    "shipping": "shipping liefer lieferung lieferadresse lieferanschrift delivery versand ship",
    "other": "weitere weiterer weiteres weiteren other andere sonstige sekundaere secondary "
    "zweite alternative",
    "primary": "primaere primary haupt main standard default",
}
_LABEL_OF = {word: label for label, line in _LABELS.items() for word in line.split()}
_COMPOUND = re.compile(r"^(rechnungs|liefer|versand|privat|dienst|firmen|billing|shipping)(.{3,})$")
_COMPOUND_LABEL = {
    "rechnungs": "billing", "billing": "billing", "liefer": "shipping", "shipping": "shipping",
    "versand": "shipping", "privat": "home", "dienst": "business", "firmen": "business",
}  # fmt: skip
_CONTAINER_WORDS = {"value", "wert", "customer", "kunde", "kunden", "kontakt", "contact", "address"}
_TYPE_WORDS = {"type", "typ", "label", "angezeigter", "display"}


@dataclass(frozen=True)
class HeaderMatch:
    """A field a header names, the label it carries ("business", …) and how sure that is (0–1)."""

    field: str
    label: str | None
    confidence: float


def _fold(text: str, umlauts: dict[int, str]) -> str:
    lowered = text.casefold() if umlauts is _GERMAN else text.lower()
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", lowered).translate(umlauts))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))


def tokens(header: str, umlauts: dict[int, str] = _GERMAN) -> list[str]:
    """The words of a header: folded, camelCase taken apart, all words for "number" alike."""
    neutral = re.sub(r"(?<=\w)/(?:r|e|s|es|in)\b", "", header)  # "Weiteres/r Bundesland"
    parted = _CAMEL.sub(" ", neutral.replace("#", " nr "))
    found = re.findall(r"[a-z]+|[0-9]+|[^\W0-9_]+", _fold(parted, umlauts))
    return ["nr" if word in _NUMBER_WORDS else word for word in found]


def key_of(words: Sequence[str]) -> str:
    """One string for all spellings: spaces and punctuation gone, "…nummer" written "…nr"."""
    joined = "".join(words)
    joined = re.sub(r"numm?er$|number$", "nr", joined)
    return joined.replace("strasse", "str").replace("telefon", "tel")


def is_generic(header: str | None) -> bool:
    """Whether a header says nothing: empty, or numbered like "Spalte 3" and "Unnamed: 0"."""
    return re.fullmatch(r"(?:c|col|column|spalte|feld|field|unnamed|x|v|var)?[\W_]*[0-9]*", (header or "").strip().lower()) is not None  # fmt: skip


def fingerprint(header: Sequence[str | None]) -> str:
    """The same for headers that differ in spelling only; a saved mapping is found by it."""
    line = "\x1f".join(key_of(tokens(cell or "")) for cell in header)
    return hashlib.sha256(line.encode()).hexdigest()[:32]


@cache
def dictionary(kind: str) -> dict[str, Field]:
    """Header key → field for one kind, with the spellings that lost their umlauts."""
    found: dict[str, Field] = {}
    fields = table_kind(kind).fields
    for umlauts in (_GERMAN, _PLAIN, _DROPPED):
        for field in fields:
            for word in (field.name, *field.words):
                found.setdefault(key_of(tokens(word, umlauts)), field)
    return found


def match_header(header: str | None, kind: str) -> HeaderMatch | None:
    """The field a header names in a table of `kind`, or None.

    Tried in turn: the whole header; without words that only say where a value belongs
    ("E-mail 2 - Value"); without labels ("Straße geschäftlich", "Billing City"); without number.
    """
    if not header or not (words := tokens(header)):
        return None
    known = dictionary(kind)
    whole = known.get(key_of(words))
    if whole:
        return HeaderMatch(whole.name, None, 0.95)
    if _TYPE_WORDS & set(words):
        return None
    bare, label = _without_labels(words)
    for candidate, confidence in _shorter(words, bare):
        field = known.get(key_of(candidate))
        if field and (label is None or _takes_label(field) or candidate == words):
            fits = label if _takes_label(field) else None
            return HeaderMatch(field.name, fits, confidence)
    return None


def _shorter(words: list[str], bare: list[str]) -> list[tuple[list[str], float]]:
    unboxed = [word for word in bare if word not in _CONTAINER_WORDS]
    without_number = [word for word in unboxed if not word.isdigit()]
    bare_without_number = [word for word in bare if not word.isdigit()]
    # "Billing Company": the firm is what is billed, not where.
    firm = [word for word in words if word not in _LABEL_OF or word in {"company", "firma"}]
    tries = [
        (bare, 0.9),
        (firm, 0.9),
        (unboxed, 0.85),
        (bare_without_number, 0.85),
        (without_number, 0.8),
    ]
    return [(candidate, sure) for candidate, sure in tries if candidate and candidate != words]


def _without_labels(words: list[str]) -> tuple[list[str], str | None]:
    label: str | None = None
    bare: list[str] = []
    for word in words:
        compound = _COMPOUND.match(word)
        if word in _LABEL_OF:
            label = label or _LABEL_OF[word]
        elif compound:
            label = label or _COMPOUND_LABEL[compound[1]]
            bare.append(compound[2])
        else:
            bare.append(word)
    return bare, label


def _takes_label(field: Field) -> bool:
    labelled = {ValueType.EMAIL, ValueType.PHONE}
    return field.in_address or field.type in labelled or field.name in {"organisation", "website"}
