"""What a person says about a mapping: the form of the page, carried out."""

from dataclasses import dataclass, field
from datetime import datetime

from django.http import QueryDict

from nahbar.core.models import User
from nahbar.intake.mapping import ColumnChoice, Proposal, from_json
from nahbar.intake.models import Import, ImportTable
from nahbar.intake.operations.confirm import answer_question, choose_kind, reassign_column
from nahbar.intake.operations.new_field import make_field_of_column
from nahbar.intake.own_columns import NEW


@dataclass
class Changed:
    """What a form changed that a person has not seen yet.

    `emptied`: columns that lost their field to another; `is_proposed_anew`: a table is of another
    kind now, and all its columns with it.
    """

    emptied: list[str] = field(default_factory=list)
    is_proposed_anew: bool = False

    @property
    def must_be_seen(self) -> bool:
        """Whether a yes in the same form cannot mean this."""
        return self.is_proposed_anew or bool(self.emptied)


def apply_form(import_run: Import, form: QueryDict, *, by: User, at: datetime) -> Changed:
    """Carry out what the form says and the proposal does not say yet.

    Refused for a kind, a field or an answer that the page does not offer.
    """
    changed = Changed()
    seen = set()
    for table in import_run.tables.select_related("import_run", "file"):
        if table.header_digest in seen:
            continue
        seen.add(table.header_digest)
        prefix = f"t{table.position}"
        kind = form.get(f"{prefix}_kind", "" if table.skipped else table.kind)
        if kind != ("" if table.skipped else table.kind):
            choose_kind(table, kind, by=by, at=at)
            changed.is_proposed_anew |= bool(kind)
            continue
        changed.emptied += _reassign(table, prefix, form, by, at)
        changed.is_proposed_anew |= _answer(table, prefix, form, by, at)
    return changed


def _reassign(
    table: ImportTable, prefix: str, form: QueryDict, by: User, at: datetime
) -> list[str]:
    before = from_json(table.proposal)
    for choice in before.choices:
        wanted = form.get(f"{prefix}_{choice.column}", choice.field or "")
        current = from_json(table.proposal).choice(choice.column).field or ""
        if wanted == NEW:
            make_field_of_column(table, choice.column, by=by, at=at)
        elif wanted not in {current, choice.field or ""}:
            reassign_column(table, choice.column, wanted or None, by=by, at=at)
    after = from_json(table.proposal)
    return [
        choice.header
        for choice in before.choices
        if choice.field and _has_lost_it(choice, after, form.get(f"{prefix}_{choice.column}", ""))
    ]


def _has_lost_it(choice: ColumnChoice, after: Proposal, wanted: str) -> bool:
    """Whether the field went to another column though nobody said so of this one."""
    return wanted == choice.field and after.choice(choice.column).field is None


def _answer(table: ImportTable, prefix: str, form: QueryDict, by: User, at: datetime) -> bool:
    """Whether an answer made the table one of another kind."""
    for question in from_json(table.proposal).questions:
        said = form.get(f"{prefix}_q_{question.id}", "")
        if said and said != question.default:
            if question.code == "table_kind" and said != table.kind:
                choose_kind(table, said, by=by, at=at)
                return True
            answer_question(table, question.id, said, by=by, at=at)
    return False
