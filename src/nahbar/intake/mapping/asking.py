"""What only a person knows: the questions about a table, each with what was found in its cells."""

from nahbar.intake.mapping.amounts import ask_about_discount
from nahbar.intake.mapping.credit_notes import ask_about_credits
from nahbar.intake.mapping.fields import ValueType as T
from nahbar.intake.mapping.kinds import KINDS, field_of
from nahbar.intake.mapping.options import NUMERIC
from nahbar.intake.mapping.order_kinds import KindRule
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import ColumnChoice, Proposal, Question, rule_id
from nahbar.intake.mapping.scales import CHOICES as SCALES
from nahbar.intake.mapping.tables import TableProfile

SURE_OF_KIND = 0.6  # below this a person is asked what the table is
_KIND_CHOICES = ("cancellation", "return", "take_back", "complaint", "order")


def questions_of(proposal: Proposal, profile: TableProfile) -> tuple[Question, ...]:
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
        if kind_of_value in NUMERIC and undecided_number:
            asked.append(_about("number_style", choice, ("comma", "point"), column))
        if "low" in choice.options and not choice.options.get("best"):
            asked.append(_about_scale(choice))
    asked += (_about_rule(rule) for rule in proposal.rules)
    if proposal.kind == "orders":
        asked += ask_about_credits(proposal.choices, profile)
        asked += ask_about_discount(proposal, profile)
    return tuple(asked)


def _about(
    code: str, choice: ColumnChoice, choices: tuple[str, ...], column: ColumnProfile
) -> Question:
    counted = column.order if code == "date_order" else column.style
    evidence = {"header": choice.header, "examples": column.examples[:3], **counted}
    return Question(f"{code}:{choice.column}", code, choice.column, choices, evidence)


def _about_scale(choice: ColumnChoice) -> Question:
    evidence = {
        "header": choice.header,
        "low": choice.options["low"],
        "high": choice.options["high"],
    }
    return Question(f"mood_scale:{choice.column}", "mood_scale", choice.column, SCALES, evidence)


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
