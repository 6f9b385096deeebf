"""Propose what a table becomes: its kind, its columns, how to read them, what to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nahbar.intake.mapping.amounts import settle_amounts
from nahbar.intake.mapping.asking import questions_of
from nahbar.intake.mapping.assigning import assign_fields, weight_of
from nahbar.intake.mapping.headers import fingerprint
from nahbar.intake.mapping.kinds import KINDS, field_of, table_kind
from nahbar.intake.mapping.options import with_options, with_shared_style
from nahbar.intake.mapping.order_kinds import KindRule, rule_for_prefix
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import (
    ANSWERED_BY,
    ColumnChoice,
    Proposal,
    Why,
    answer,
    rule_id,
)
from nahbar.intake.mapping.tables import TableProfile


@dataclass(frozen=True)
class TableView:
    """A table of the import as far as proposing needs it: its name and raw headers."""

    name: str
    header: tuple[str | None, ...]


def propose(
    tables: Sequence[TableView],
    profile: TableProfile,
    *,
    kind: str | None = None,
    country: str = "AT",
    zone: str = "Europe/Vienna",
) -> Proposal:
    """The proposal for tables that share one header (by `fingerprint`), profiled together.

    `kind` may be a command-line word. `ValueError` if there is no table or headers differ.
    """
    prints = {fingerprint(table.header) for table in tables}
    if len(prints) != 1:
        raise ValueError("tables of one proposal share one header")
    header = tables[0].header
    chosen, sure, choices = _kind_and_choices(header, profile.columns, kind)
    if chosen == "orders":
        choices = tuple(settle_amounts(choices, profile))
    readings = [with_options(choice, chosen, profile, country, zone) for choice in choices]
    readings = with_shared_style(readings, chosen, profile)
    rules = _rules(readings, profile) if chosen == "orders" else ()
    proposal = Proposal(
        kind=chosen,
        kind_confidence=sure,
        fingerprint=prints.pop(),
        country=country,
        choices=tuple(readings),
        rules=rules,
        fill_down=chosen == "orders" and _repeats_heads(readings, profile.columns),
        zone=zone,
    )
    return replace(proposal, questions=questions_of(proposal, profile))


def _kind_and_choices(
    header: Sequence[str | None], profiles: Mapping[str, ColumnProfile], kind: str | None
) -> tuple[str, float, tuple[ColumnChoice, ...]]:
    if kind:
        name = table_kind(kind).name
        return name, 1.0, assign_fields(header, profiles, name)
    found = {name: assign_fields(header, profiles, name) for name in KINDS}
    weights = {name: weight_of(choices, name) for name, choices in found.items()}
    best, second = sorted(weights, key=lambda name: -weights[name])[:2]
    total = weights[best] + weights[second]
    return best, round(weights[best] / total, 2) if total else 0.0, found[best]


def reassign(proposal: Proposal, profile: TableProfile, column: str, field: str | None) -> Proposal:
    """The proposal after a person gave a column another field (None: nothing).

    A field that only one column may fill is taken from the column that had it.
    """
    old = proposal.choice(column)
    changed = ColumnChoice(column, old.header, field, {}, 1.0, Why("person"))
    if field is not None:
        target = field_of(proposal.kind, field)
        changed = with_options(changed, proposal.kind, profile, proposal.country, proposal.zone)
        for other in proposal.choices:
            if other.field == field and other.column != column and not target.repeats:
                proposal = proposal.with_choice(ColumnChoice(other.column, other.header))
    proposal = proposal.with_choice(changed)
    return _reconsidered(proposal, profile, about=column)


def _reconsidered(proposal: Proposal, profile: TableProfile, *, about: str) -> Proposal:
    """Rules and questions anew; what a person has answered is not asked again."""
    choices = tuple(with_shared_style(list(proposal.choices), proposal.kind, profile))
    decided = {rule_id(rule): rule for rule in proposal.rules}
    rules = _rules(choices, profile) if proposal.kind == "orders" else ()
    kept = tuple(decided.get(rule_id(rule), rule) for rule in rules)
    again = replace(
        proposal,
        choices=choices,
        rules=kept,
        fill_down=proposal.kind == "orders" and _repeats_heads(choices, profile.columns),
    )
    unanswered = {question.id for question in proposal.questions}
    new = {f"order_kind_rule:{name}" for name in map(rule_id, kept) if name not in decided}
    new |= {f"{code}:{about}" for code in ANSWERED_BY}
    asked = questions_of(again, profile)
    return replace(again, questions=tuple(q for q in asked if q.id in unanswered | new))


def agree(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Tables of one import with different headers settle each other's open questions.

    A date order or decimal sign that every other table which knows it agrees on is taken over.
    """
    return tuple(_settled(proposal, proposals) for proposal in proposals)


def _settled(proposal: Proposal, proposals: Sequence[Proposal]) -> Proposal:
    option_of = {"date_order": "order", "number_style": "style"}
    for question in proposal.open_questions:
        if (option := option_of.get(question.code)) is None:
            continue
        known = {
            choice.options.get(option)
            for other in proposals
            for choice in other.choices
            if not (other is proposal and choice.column == question.about)
        } - {None}
        if len(known) == 1:
            proposal = answer(proposal, question.id, str(known.pop()))
    return proposal


def _rules(choices: Sequence[ColumnChoice], profile: TableProfile) -> tuple[KindRule, ...]:
    column_of = {choice.field: choice.column for choice in choices if choice.field}
    subject = "quantity" if "quantity" in column_of else "line_amount"
    if subject not in column_of:
        subject = "order_amount"
    number, key = column_of.get(subject, ""), column_of.get("order_number", "")
    signs, others = profile.signs, profile.signs_else
    below = {p: n for (k, c, p), n in signs.items() if (k, c) == (key, number)}
    total = sum(below.values())
    rules = [
        rule_for_prefix(prefix, negative=n, other=others[key, number, prefix], outside=total - n)
        for prefix, n in below.items()
        if prefix
    ]
    found = [rule for rule in rules if rule]
    rest = total - sum(rule.negative for rule in found)
    if not total and number and (column := profile.columns.get(number)) and column.sampled:
        rest = round(column.present * column.share("negative"))
    if rest:
        marker = "negative_quantity" if subject == "quantity" else "negative_amount"
        found.append(KindRule("return", marker, "", rest, rest, 0))
    return tuple(found)


def _repeats_heads(choices: Sequence[ColumnChoice], profiles: Mapping[str, ColumnProfile]) -> bool:
    """Whether only the first line of an order carries what holds for the whole order."""
    column_of = {choice.field: choice.column for choice in choices if choice.field}
    key = profiles.get(column_of.get("order_number", ""))
    moment = profiles.get(column_of.get("ordered_at", ""))
    if key is None or moment is None:
        return False
    return key.nulls == 0 and moment.nulls > 0 and key.uniqueness < 1
