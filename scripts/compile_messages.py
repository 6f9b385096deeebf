"""Compiles the German catalogues for gettext; Swiss German is made from the base by ss for ß."""

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from catalogues import BASE, LOCALES, OVERRIDES, po_path, read

SWISS = "de_CH"


def whole(locale: str) -> Catalog:
    """The base under what the locale says otherwise: whole, or Django's own German, which gettext
    finds for every German locale, would go before ours where both know a message."""
    catalogue, override = read(BASE), read(locale)
    for message in catalogue:
        own = override.get(message.id, message.context) if message.id else None
        if own is not None and own.string:
            message.string = own.string
        elif locale == SWISS and isinstance(message.string, str):
            message.string = message.string.replace("ß", "ss")
        elif locale == SWISS and message.string:
            message.string = tuple((text or "").replace("ß", "ss") for text in message.string)
    return catalogue


def is_fresh() -> bool:
    sources = list(LOCALES.glob("*/LC_MESSAGES/django.po"))
    built = [po_path(locale).with_suffix(".mo") for locale in (BASE, *OVERRIDES)]
    if not all(path.is_file() for path in built):
        return False
    oldest = min(path.stat().st_mtime_ns for path in built)
    return all(path.stat().st_mtime_ns < oldest for path in sources)


def main() -> None:
    """Writes a .mo for every locale, one without texts of its own included."""
    if is_fresh():
        return
    for locale in (BASE, *OVERRIDES):
        path = po_path(locale).with_suffix(".mo")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_mo(file, whole(locale))


if __name__ == "__main__":
    main()
