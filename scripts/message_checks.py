"""What is wrong with a translation: missing, uncertain, or with other placeholders than its text."""

import re
from collections import Counter
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]|%[sdif]|(?<!\{)\{(\w*)[^{}]*\}")
FORMAL = re.compile(r"\b(Sie|Ihnen|Ihre?[mnrs]?)\b")


def texts(words: object) -> tuple[str, ...]:
    """One text, or singular and plural, always as a tuple."""
    if isinstance(words, str):
        return (words,)
    return tuple(str(word or "") for word in words) if isinstance(words, list | tuple) else ("",)


def placeholders(text: str) -> Counter[str]:
    return Counter(match.group(0) for match in PLACEHOLDER.finditer(text.replace("%%", "")))


def translation_faults(message: Message) -> Iterator[str]:
    """Faults of one translated text, each as the end of a sentence."""
    sources, translations = texts(message.id), texts(message.string)
    if len(sources) != len(translations) or not all(translations):
        yield "is missing"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    for source, translation in zip(sources, translations, strict=True):
        wanted, found = placeholders(source), placeholders(translation)
        # "one customer" and "ein Kunde" may both leave the number out, or only one of them.
        if len(sources) == 2 and source is sources[0]:
            fits = set(found) <= set(wanted) | set(placeholders(sources[1]))
        else:
            fits = set(found) == set(wanted) and named(found) == named(wanted)
        if not fits:
            yield f"has other placeholders: {translation!r}"


def named(found: Counter[str]) -> list[str]:
    """Placeholders without a name count; those with one may be repeated."""
    return sorted(place for place in found.elements() if not place.startswith(("%(", "{")))


def base_faults(wanted: Catalog, base: Catalog) -> Iterator[str]:
    for message in wanted:
        if message.id:
            translated = base.get(message.id, message.context)
            faults = ["is missing"] if translated is None else translation_faults(translated)
            yield from (sentence(message, fault) for fault in faults)


def override_faults(base: Catalog, override: Catalog, *, informal: bool) -> Iterator[str]:
    """An override must still say something otherwise; the informal one wherever the base says Sie."""
    for message in override:
        if message.id and any(texts(message.string)):
            if base.get(message.id, message.context) is None:
                yield sentence(message, "overrides a text that is gone")
            else:
                yield from (sentence(message, fault) for fault in translation_faults(message))
    if informal:
        for message in base:
            other = override.get(message.id, message.context)
            says_sie = any(FORMAL.search(text) for text in texts(message.string))
            if message.id and says_sie and (other is None or not all(texts(other.string))):
                yield sentence(message, f"says Sie and has no Du: {texts(message.string)[0]!r}")


def sentence(message: Message, fault: str) -> str:
    files = ", ".join(sorted({file for file, _ in message.locations}))
    return f"{texts(message.id)[0]!r} {fault}" + (f" ({files})" if files else "")
