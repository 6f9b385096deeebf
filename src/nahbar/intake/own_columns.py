"""Columns that go into fields which the house made for itself: what is offered, proposed, and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from nahbar.core.money import to_micros
from nahbar.customers.models import Choice, OwnField
from nahbar.customers.models.own_fields import LISTED, TEXTS, OwnKind
from nahbar.customers.own_fields.definitions import definitions
from nahbar.customers.own_fields.kinds import LONGEST
from nahbar.customers.own_fields.patterns import PATTERNS
from nahbar.customers.typed import word_key
from nahbar.intake.mapping import ColumnChoice, ColumnProfile, Proposal, TableProfile, Why, reassign
from nahbar.intake.mapping.headers import is_generic, key_of, tokens
from nahbar.intake.mapping.own import NO, OWN, YES, target
from nahbar.intake.mapping.own import key_of as field_key

CUSTOMERS = "customers"
NEW = "own:new"  # what a form sends for "make a new field of this column"
SURE = 0.9
MOST_WORDS = 30  # a column with more different cells is no list of values
OFTEN = 2  # how many times each word must stand there on average
LONGEST_WORD = 60


def offered_fields() -> list[tuple[str, str]]:
    """The targets, each with the field's name."""
    return [(target(field.kind, field.key), field.called) for field in definitions().fields]


def with_own_fields(proposal: Proposal, profile: TableProfile) -> Proposal:
    """A fresh proposal in which columns headed like one of our fields become it."""
    if proposal.kind != CUSTOMERS or not (fields := definitions().fields):
        return proposal
    named = {key_of(tokens(name)): field for field in reversed(fields) for name in _names(field)}
    for choice in proposal.choices:
        field = named.get(key_of(tokens(choice.header or ""))) if choice.header else None
        is_free = choice.field is None or choice.why.code == "values_only"
        if field is None or not is_free or target(field.kind, field.key) in proposal.fields:
            continue
        proposal = reassign(proposal, profile, choice.column, target(field.kind, field.key))
        taken = proposal.choice(choice.column)
        proposal = proposal.with_choice(replace(taken, confidence=SURE, why=Why("header")))
    return as_defined(proposal, profile)


def as_defined(proposal: Proposal, profile: TableProfile) -> Proposal:
    """The proposal with our fields as they are defined now: their kinds, words and bounds.

    A column whose field is out of use becomes nothing.
    """
    own = [choice for choice in proposal.choices if (choice.field or "").startswith(OWN)]
    if not own:
        return proposal
    fields = definitions().by_key
    words = _words_of({field.choice_list_id for field in fields.values() if field.choice_list_id})
    for choice in own:
        field = fields.get(field_key(choice.field or ""))
        if field is None:
            proposal = proposal.with_choice(ColumnChoice(choice.column, choice.header))
            continue
        if choice.field != target(field.kind, field.key):
            proposal = reassign(proposal, profile, choice.column, target(field.kind, field.key))
        current = proposal.choice(choice.column)
        options = {**current.options, "checks": _checks(field)}
        if field.kind in LISTED:
            options["words"] = words.get(field.choice_list_id or 0, {})
        proposal = proposal.with_choice(replace(current, options=options))
    return proposal


@dataclass(frozen=True)
class Proposed:
    """What a column would be as a field: its kind, and for a list its words, the most frequent first."""

    kind: OwnKind
    words: tuple[str, ...] = ()


def propose_kind(column: ColumnProfile) -> Proposed:
    """The kind of field that a column's cells suggest; a text where they suggest nothing."""
    share = column.share
    words = [word for word, _count in column.few.most_common()]
    if words and {word.casefold() for word in words} <= {*YES, *NO} and len(words) > 1:
        return Proposed(OwnKind.YES_NO)
    for shape, kind in (("email", OwnKind.MAIL), ("url", OwnKind.LINK)):
        if share(shape) > SURE:
            return Proposed(kind)
    if share("date") > SURE:
        return Proposed(OwnKind.DATE)
    if share("phone") > SURE and share("number") < SURE:
        return Proposed(OwnKind.PHONE)
    has_keys = any(
        cell.startswith("0") and cell.isdigit() and len(cell) > 1 for cell in column.examples
    )
    if share("digits") + share("number") > SURE and not has_keys:
        return Proposed(_kind_of_number(column))
    is_list = 0 < len(words) <= MOST_WORDS and column.present >= OFTEN * len(words)
    if is_list and column.longest <= LONGEST_WORD and not any(_parts(word) for word in words):
        return Proposed(OwnKind.CHOICE, tuple(words))
    return Proposed(OwnKind.LONG_TEXT if column.longest > LONGEST[OwnKind.TEXT] else OwnKind.TEXT)


def _kind_of_number(column: ColumnProfile) -> OwnKind:
    if column.share("money_sign") > 0.5:
        return OwnKind.MONEY
    is_whole = column.share("digits") > SURE and not column.share("number")
    return OwnKind.WHOLE if is_whole else OwnKind.DECIMAL


def _parts(word: str) -> bool:
    return any(mark in word for mark in ";|") or word.startswith("#")


def _names(field: OwnField) -> list[str]:
    names = (field.said_as, field.key, field.label, field.label_en)
    return [name for name in names if name and not is_generic(name)]


def _words_of(lists: set[int]) -> dict[int, dict[str, int]]:
    """The words of these lists (primary keys), folded, each with its choice; what was merged leads on."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in lists}
    rows = Choice.objects.filter(choice_list__in=lists, retired_at=None).order_by("-pk")
    for pk, held, key, english, merged in rows.values_list(
        "pk", "choice_list_id", "key", "label_en", "merged_into_id"
    ):
        if english:
            found[held].setdefault(word_key(english), merged or pk)
        found[held][key] = merged or pk
    return found


def _checks(field: OwnField) -> Mapping[str, Any]:
    """The bounds in the form in which a reader gives its values."""
    checks: dict[str, Any] = {}
    for name, bound in (("least", field.least), ("most", field.most)):
        if not bound:
            continue
        if field.kind == OwnKind.DATE:
            checks[name] = bound
        elif field.kind == OwnKind.WHOLE:
            checks[name] = int(Decimal(bound))
        else:
            checks[name] = to_micros(bound)
    if field.kind in TEXTS:
        longest = LONGEST[OwnKind(field.kind)]
        checks["longest"] = min(field.longest or longest, longest)
    if field.pattern in PATTERNS:
        checks["look"] = PATTERNS[field.pattern].look
    return checks
