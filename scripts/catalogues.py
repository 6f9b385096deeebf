"""Where the German of nahbar lies, how it is read, and how it is written so that diffs stay small."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/nahbar"
LOCALES = SOURCES / "locale"
BASE = "de"
# Each says only what it says otherwise than the base; Django falls back to the base for the rest.
OVERRIDES = {
    "de_Informal": "The German of nahbar where people say Du.",
    "de_AT": "What is said otherwise in Austria.",
    "de_CH": "What is said otherwise in Switzerland, beyond ss for ß.",
}
TITLES = {BASE: "The German of nahbar, formally (Sie).", **OVERRIDES}
HEADER = """\
# {title}
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # the same texts make the same bytes


def po_path(locale: str) -> Path:
    return LOCALES / locale / "LC_MESSAGES/django.po"


def empty_catalogue() -> Catalog:
    return Catalog(locale=BASE, creation_date=NO_DATE, revision_date=NO_DATE)


def read(locale: str) -> Catalog:
    """The catalogue of a locale; an empty one where there is no file."""
    path = po_path(locale)
    if not path.is_file():
        return empty_catalogue()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=BASE, ignore_obsolete=True, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    return catalogue


def write(locale: str, catalogue: Catalog) -> None:
    """Sorted by file, then line, but naming files only; without dates."""
    text = BytesIO()
    write_po(
        text,
        catalogue,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = HEADER.format(title=TITLES[locale], language=locale)
    path = po_path(locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(header.encode() + text.getvalue())
