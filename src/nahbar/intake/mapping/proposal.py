"""What a table is proposed to become: choices, rules, open questions; kept as JSON."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from nahbar.intake.mapping.kinds import table_kind
from nahbar.intake.mapping.order_kinds import KindRule

Options = Mapping[str, Any]
# The option of a column that the answer to a question about it becomes.
ANSWERED_BY = {
    "date_order": "order",
    "number_style": "style",
    "credit_sign": "credit",
    "mood_scale": "best",
    "discount_means": "means",
}
# Answers that say the column is nothing for us.
LEAVES_OUT = frozenset({"no_mood", "included"})


@dataclass(frozen=True)
class Why:
    """A reason: a stable code with its parameters; `field_words` says it."""

    code: str
    parameters: Options = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class ColumnChoice:
    """What one column becomes. `field` None: nothing (it stays in the raw row).

    `options` go to the reader of the field's type (`values`); `label` there names which address
    or number it is ("business", "home", "shipping", …).
    """

    column: str
    header: str
    field: str | None = None
    options: Options = dataclasses.field(default_factory=dict)
    confidence: float = 0.0
    why: Why = Why("nothing_fits")


@dataclass(frozen=True)
class Question:
    """Something only a person knows. Without a `default`, nothing is read until it is answered.

    `id` is stable for a table: its code and what it is about.
    """

    id: str
    code: str
    about: str
    choices: tuple[str, ...]
    evidence: Options = dataclasses.field(default_factory=dict)
    default: str | None = None


@dataclass(frozen=True)
class Proposal:
    """The mapping of a table; proposed, corrected by a person, saved under its `fingerprint`."""

    kind: str
    kind_confidence: float
    fingerprint: str
    country: str
    choices: tuple[ColumnChoice, ...]
    rules: tuple[KindRule, ...] = ()
    questions: tuple[Question, ...] = ()
    fill_down: bool = False
    zone: str = "Europe/Vienna"

    @property
    def fields(self) -> set[str]:
        """The fields some column fills."""
        return {choice.field for choice in self.choices if choice.field}

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions that must be answered before anything is read."""
        return tuple(question for question in self.questions if question.default is None)

    def choice(self, column: str) -> ColumnChoice:
        """The choice for a column; `KeyError` if the table has no such column."""
        for choice in self.choices:
            if choice.column == column:
                return choice
        raise KeyError(column)

    def with_choice(self, changed: ColumnChoice) -> "Proposal":
        """The same with one column's choice replaced."""
        choices = (changed if c.column == changed.column else c for c in self.choices)
        return replace(self, choices=tuple(choices))


def missing(proposal: Proposal) -> tuple[str, ...]:
    """The codes of the needs of this kind that no mapped column meets."""
    needs = table_kind(proposal.kind).needs
    return tuple(need.code for need in needs if not need.is_met_by(proposal.fields))


def answer(proposal: Proposal, question_id: str, choice: str) -> Proposal:
    """The proposal with one question answered and gone.

    Raises `KeyError` for an unknown question and `ValueError` for a choice it does not offer.
    The question `table_kind` can only be confirmed here: for another kind, propose anew.
    """
    question = next((q for q in proposal.questions if q.id == question_id), None)
    if question is None:
        raise KeyError(question_id)
    if choice not in question.choices:
        raise ValueError(f"{choice!r} is none of {question.choices}")
    if question.code == "table_kind" and choice != proposal.kind:
        raise ValueError("propose again with this kind")
    rest = tuple(q for q in proposal.questions if q.id != question_id)
    answered = replace(proposal, questions=rest)
    if question.code == "table_kind":
        return replace(answered, kind_confidence=1.0)
    if question.code == "order_kind_rule":
        return replace(
            answered, rules=tuple(_decided(r, question.about, choice) for r in answered.rules)
        )
    column = answered.choice(question.about)
    if choice in LEAVES_OUT:
        return answered.with_choice(ColumnChoice(column.column, column.header, why=Why("person")))
    option = ANSWERED_BY[question.code]
    return answered.with_choice(replace(column, options={**column.options, option: choice}))


def rule_id(rule: KindRule) -> str:
    """Names a rule inside its table."""
    return f"{rule.marker}:{rule.value}" if rule.value else rule.marker


def _decided(rule: KindRule, about: str, choice: str) -> KindRule:
    if rule_id(rule) != about:
        return rule
    return replace(rule, kind=choice, accepted=choice != "order")


def to_json(proposal: Proposal) -> str:
    """One JSON object; `from_json` gives an equal proposal back."""
    return json.dumps(asdict(proposal), ensure_ascii=False, sort_keys=True)


def from_json(text: str) -> Proposal:
    """The proposal a JSON text holds; `ValueError`, `KeyError` or `TypeError` if it is none."""
    data = json.loads(text)
    choices = tuple(
        ColumnChoice(**{**choice, "why": Why(**choice["why"])}) for choice in data.pop("choices")
    )
    questions = tuple(
        Question(**{**question, "choices": tuple(question["choices"])})
        for question in data.pop("questions")
    )
    rules = tuple(KindRule(**rule) for rule in data.pop("rules"))
    return Proposal(choices=choices, questions=questions, rules=rules, **data)
