"""Whom a typed text may mean, best first; the same on both databases.

Exact comes before begun, begun before what sounds alike, that before what is typed wrongly; who
answers to all of what was typed before who answers to a part.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from nahbar.core.search.fields import NAME_OF_CODE, finders
from nahbar.core.search.fresh import Fresh, fresh_customers
from nahbar.core.search.hits import Hit
from nahbar.core.search.likeness import SURE
from nahbar.core.search.lists import Keys, read_entries
from nahbar.core.search.narrowing import narrow
from nahbar.core.search.numbers import checked
from nahbar.core.search.reasons import reasons
from nahbar.core.search.scoring import Scored, ask, score
from nahbar.core.search.telling import Match, Told
from nahbar.core.search.typed import Kind, Token, clean, readings
from nahbar.core.search.vocabulary import Vocabulary, known_words

LOOKED_AT = 16  # of the best, beside those that are asked for
MOST_BY_MAIL = 500
PLENTY = 8  # with so many good guesses no worse ones are made
PARTLY = 0.5  # what a match counts that leaves a part of what was typed out
ALIKE = 2  # so many who are guessed by the same words stand in a row
STEP_BACK = 0.01


def search_customers(text: str, limit: int) -> list[Hit]:
    """Whom the text may mean, best first. Who may be seen, the caller knows."""
    text = clean(text)
    if not text:
        return []
    hits = {hit.customer_id: hit for hit in _pointed_to(text, limit)}
    fresh, layers = fresh_customers(), known_words()
    for tokens in readings(text):
        if tokens and len(hits) < limit:
            for hit in _matching(tokens, layers, fresh, limit):
                if hit.customer_id not in hits or hits[hit.customer_id].score < hit.score:
                    hits[hit.customer_id] = hit
    return sorted(hits.values(), key=lambda hit: (-hit.score, hit.customer_id))[:limit]


def _pointed_to(text: str, limit: int) -> list[Hit]:
    """Whom the whole text leads to as a number or an address; words alone are neither."""
    if " " in text and not any(letter.isdigit() or letter == "@" for letter in text):
        return []
    hits: dict[int, Hit] = {}
    for finder in finders():
        for customer in finder.find(text, limit):
            hit = Hit(customer, finder.score, finder.field, str(finder.why))
            if customer not in hits or hits[customer].score < hit.score:
                hits[customer] = hit
    return list(hits.values())


def _matching(
    tokens: Sequence[Token], layers: Sequence[Vocabulary], fresh: Fresh, limit: int
) -> list[Hit]:
    mails = {token.text: _who_has_mail(token) for token in tokens if token.kind == Kind.MAIL}
    found = [
        *_in_index(tokens, layers, fresh.customers, mails, limit + LOOKED_AT),
        *_in_fresh(tokens, fresh, mails, limit + LOOKED_AT),
    ]
    most = max((len(match.told) for match in found), default=0)
    chosen = [match for match in found if len(match.told) == most]
    if most < len(tokens):
        chosen = [replace(match, score=PARTLY * match.score) for match in chosen]
    ranked = checked(_ranked(chosen)[: limit + LOOKED_AT])
    ranked = _spread(_ranked(ranked))[:limit]
    whys = reasons(ranked)
    return [
        Hit(
            match.customer,
            round(match.score, 4),
            NAME_OF_CODE[match.best.field],
            why,
            not match.is_sure,
        )
        for match, why in zip(ranked, whys, strict=True)
    ]


def _in_index(
    tokens: Sequence[Token],
    layers: Sequence[Vocabulary],
    known: Keys,
    mails: dict[str, Keys],
    limit: int,
) -> list[Match]:
    """Who matches of those that are indexed; the `known` ones are looked at elsewhere."""
    asked = ask(tokens, layers, mails)
    counts = _counts(layers)

    def look_at(customers: Keys) -> list[Match]:
        others = np.setdiff1d(customers, known, assume_unique=True)
        scored = score(read_entries(others.tolist()), asked, counts)
        return list(_matches(scored, tokens, layers, limit))

    found = look_at(narrow(asked, counts))
    is_plenty = sum(match.is_whole for match in found) >= PLENTY
    if len(tokens) > 1 and not is_plenty and not any(match.is_sure for match in found):
        found += look_at(narrow(asked, counts, is_loose=True))
    if len(tokens) > 1 and not any(match.is_whole for match in found):
        for each in asked:
            found += look_at(narrow([each], counts))
    return list({match.customer: match for match in sorted(found, key=lambda m: m.score)}.values())


def _in_fresh(
    tokens: Sequence[Token], fresh: Fresh, mails: dict[str, Keys], limit: int
) -> Iterable[Match]:
    layers = [fresh.words]
    scored = score(fresh.entries, ask(tokens, layers, mails), _counts(layers))
    return _matches(scored, tokens, layers, limit)


def _matches(
    scored: Scored, tokens: Sequence[Token], layers: Sequence[Vocabulary], limit: int
) -> Iterable[Match]:
    """The best of those that answer to the most parts, one of them by more than a bad guess."""
    answered = (scored.worth > 0).sum(axis=0)
    most = int(answered.max()) if answered.size else 0
    if not most:
        return
    total = scored.worth.sum(axis=0) / len(tokens) / 100
    places = np.flatnonzero(answered == most)
    order = np.lexsort((scored.customers[places], -np.round(total[places], 6)))
    for place in places[order][:limit].tolist():
        told = tuple(
            Told(
                token=token,
                field=int(scored.fields[at, place]),
                word=_word(int(scored.words[at, place]), layers),
                worth=float(scored.worth[at, place]),
            )
            for at, token in enumerate(tokens)
            if scored.worth[at, place] > 0
        )
        if max(each.quality for each in told) >= SURE:
            yield Match(
                int(scored.customers[place]), float(total[place]), told, most == len(tokens)
            )


def _ranked(matches: Iterable[Match]) -> list[Match]:
    return sorted(matches, key=lambda match: (-round(match.score, 6), match.customer))


def _spread(matches: Sequence[Match]) -> list[Match]:
    """Let not all who share the likeliest guess stand before the next guess."""
    seen: dict[tuple[str, ...], int] = {}
    spread = []
    for match in matches:
        if match.is_sure:
            spread.append(match)
            continue
        words = tuple(told.word for told in match.told)
        seen[words] = seen.get(words, -1) + 1
        spread.append(replace(match, score=match.score - STEP_BACK * (seen[words] // ALIKE)))
    return _ranked(spread)


def _counts(layers: Sequence[Vocabulary]) -> Keys:
    size = 1 + max((int(layer.ids.max()) for layer in layers if layer.ids.size), default=0)
    counts = np.zeros(size, dtype=np.int64)
    for layer in layers:
        counts[layer.ids] = layer.counts
    return counts


def _word(key: int, layers: Sequence[Vocabulary]) -> str:
    return next((word for layer in layers if (word := layer.word_of(key))), "")


def _who_has_mail(token: Token) -> Keys:
    found = [
        customer
        for finder in finders()
        if finder.field == "mail"
        for customer in finder.find(token.text, MOST_BY_MAIL)
    ]
    return np.unique(np.array(found, dtype=np.int64))
