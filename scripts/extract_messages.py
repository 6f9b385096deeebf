"""Brings the German catalogues up to date with the texts in the code; --check only says what is wrong.

Translations are kept; texts that are gone go; new ones stand empty, to be filled in by a person.
"""

import sys
from collections.abc import Iterator

from babel.messages.catalog import Catalog
from catalogues import BASE, OVERRIDES, empty_catalogue, po_path, read, write
from message_checks import base_faults, override_faults
from message_sources import all_messages


def faults() -> Iterator[str]:
    """Every fault of every catalogue, with the locale it is in."""
    wanted = all_messages()
    base = read(BASE)
    yield from (f"{BASE}: {fault}" for fault in base_faults(wanted, base))
    for locale in OVERRIDES:
        if po_path(locale).is_file():
            informal = locale == "de_Informal"
            found = override_faults(base, read(locale), informal=informal)
            yield from (f"{locale}: {fault}" for fault in found)


def update() -> None:
    wanted = all_messages()
    base = read(BASE)
    base.update(wanted, no_fuzzy_matching=True)
    write(BASE, base)
    for locale in OVERRIDES:
        if po_path(locale).is_file():
            write(locale, kept(wanted_by=base, locale=locale))


def kept(*, wanted_by: Catalog, locale: str) -> Catalog:
    """An override holds only what it says, in the order of the base."""
    old, new = read(locale), empty_catalogue()
    for message in wanted_by:
        said = old.get(message.id, message.context) if message.id else None
        if said is not None and said.string:
            new.add(message.id, said.string, message.locations, said.flags, context=message.context)
    return new


def main(arguments: list[str]) -> None:
    if arguments == ["--check"]:
        found = list(faults())
        if found:
            sys.exit("\n".join([*found, f"{len(found)} faults in translations"]))
    elif arguments:
        sys.exit("usage: extract_messages.py [--check]")
    else:
        update()


if __name__ == "__main__":
    main(sys.argv[1:])
