"""Propose what a table becomes: its kind, its columns, how to read them, what to ask."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .assigning import assign_fields, weight_of
from .credit_notes import ask_about_credits
from .fields import ValueType as T
from .headers import fingerprint
from .kinds import KINDS, field_of, table_kind
from .order_kinds import KindRule, rule_for_prefix
from .profiles import ColumnProfile
from .proposal import ColumnChoice, Proposal, Question, Why, answer, rule_id
from .tables import TableProfile

SURE_OF_KIND = 0.6  # below this a person is asked what the table is
_KIND_CHOICES = ("cancellation", "return", "take_back", "complaint", "order")


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
    readings = [_with_options(choice, chosen, profile, country, zone) for choice in choices]
    readings = _with_shared_style(readings, chosen, profile)
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
    return replace(proposal, questions=_questions(proposal, profile))


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
        changed = _with_options(changed, proposal.kind, profile, proposal.country, proposal.zone)
        for other in proposal.choices:
            if other.field == field and other.column != column and not target.repeats:
                proposal = proposal.with_choice(ColumnChoice(other.column, other.header))
    proposal = proposal.with_choice(changed)
    return _reconsidered(proposal, profile, about=column)


def _reconsidered(proposal: Proposal, profile: TableProfile, *, about: str) -> Proposal:
    """Rules and questions anew; what a person has answered is not asked again."""
    choices = tuple(_with_shared_style(list(proposal.choices), proposal.kind, profile))
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
    new |= {f"date_order:{about}", f"number_style:{about}", f"credit_sign:{about}"}
    asked = _questions(again, profile)
    return replace(again, questions=tuple(q for q in asked if q.id in unanswered | new))


def agree(proposals: Sequence[Proposal]) -> tuple[Proposal, ...]:
    """Tables of one import with different headers settle each other's open questions.

    A date order or decimal sign that every other table which knows it agrees on is taken over.
    """
    return tuple(_settled(proposal, proposals) for proposal in proposals)


def _settled(proposal: Proposal, proposals: Sequence[Proposal]) -> Proposal:
    option_of = {"date_order": "order", "number_style": "style"}
    for question in proposal.open_questions:
        option = option_of[question.code]
        known = {
            choice.options.get(option)
            for other in proposals
            for choice in other.choices
            if not (other is proposal and choice.column == question.about)
        } - {None}
        if len(known) == 1:
            proposal = answer(proposal, question.id, str(known.pop()))
    return proposal


def _with_options(
    choice: ColumnChoice, kind: str, profile: TableProfile, country: str, zone: str
) -> ColumnChoice:
    if choice.field is None:
        return choice
    column = profile.columns.get(choice.column, ColumnProfile())
    options: dict[str, Any] = dict(choice.options)
    match field_of(kind, choice.field).type:
        case T.DATE | T.DATETIME:
            options |= {"order": decided_order(column), "zone": zone}
        case T.DECIMAL | T.MONEY | T.INTEGER:
            options["style"] = decided_style(column)
        case T.PHONE:
            options["country"] = country
        case T.KEY:
            options["integral_floats"] = column.has_integral_floats
        case T.FULL_NAME:
            options["family_first"] = column.shapes["last_given"] > 2 * column.shapes["first_given"]
    return replace(choice, options=options)


def decided_order(column: ColumnProfile) -> str | None:
    """Day or month first, where the column's own cells leave no doubt."""
    day, month = column.order["day_first"], column.order["month_first"]
    if day and month:
        return None
    return "day_first" if day else "month_first" if month else None


def decided_style(column: ColumnProfile) -> str | None:
    """Decimal comma or point, where the column's own cells leave no doubt."""
    comma, point = column.style["comma"], column.style["point"]
    if comma and point:
        return None
    return "comma" if comma else "point" if point else None


_NUMERIC = (T.DECIMAL, T.MONEY, T.INTEGER)


def _with_shared_style(
    choices: list[ColumnChoice], kind: str, profile: TableProfile
) -> list[ColumnChoice]:
    """A column that cannot tell its decimal sign takes the one all other columns agree on."""
    numeric = [c for c in choices if c.field and field_of(kind, c.field).type in _NUMERIC]
    styles = {c.options["style"] for c in numeric if c.options.get("style")}
    if len(styles) != 1:
        return choices
    shared = next(iter(styles))
    undecided = {
        c.column
        for c in numeric
        if not c.options.get("style") and not _is_mixed(profile.columns.get(c.column))
    }
    return [
        replace(c, options={**c.options, "style": shared}) if c.column in undecided else c
        for c in choices
    ]


def _is_mixed(column: ColumnProfile | None) -> bool:
    return column is not None and bool(column.style["comma"] and column.style["point"])


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


def _questions(proposal: Proposal, profile: TableProfile) -> tuple[Question, ...]:
    asked: list[Question] = []
    if proposal.kind_confidence < SURE_OF_KIND:
        evidence = {"confidence": proposal.kind_confidence}
        asked.append(
            Question("table_kind", "table_kind", "", tuple(KINDS), evidence, proposal.kind)
        )
    for choice in proposal.choices:
        if choice.field is None:
            continue
        column = profile.columns.get(choice.column, ColumnProfile())
        kind_of_value = field_of(proposal.kind, choice.field).type
        undecided_date = not choice.options.get("order") and column.order["either"]
        if kind_of_value in (T.DATE, T.DATETIME) and undecided_date:
            asked.append(_about("date_order", choice, ("day_first", "month_first"), column))
        undecided_number = not choice.options.get("style") and column.style["ambiguous"]
        if kind_of_value in _NUMERIC and undecided_number:
            asked.append(_about("number_style", choice, ("comma", "point"), column))
    asked += (_about_rule(rule) for rule in proposal.rules)
    if proposal.kind == "orders":
        asked += ask_about_credits(proposal.choices, profile)
    return tuple(asked)


def _about(
    code: str, choice: ColumnChoice, choices: tuple[str, ...], column: ColumnProfile
) -> Question:
    counted = column.order if code == "date_order" else column.style
    evidence = {"header": choice.header, "examples": column.examples[:3], **counted}
    return Question(f"{code}:{choice.column}", code, choice.column, choices, evidence)


def _about_rule(rule: KindRule) -> Question:
    evidence = {
        "value": rule.value,
        "lines": rule.lines,
        "negative": rule.negative,
        "outside": rule.outside,
    }
    name = rule_id(rule)
    return Question(
        f"order_kind_rule:{name}", "order_kind_rule", name, _KIND_CHOICES, evidence, rule.kind
    )
