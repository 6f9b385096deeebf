"""What the columns of a table mean, and how their cells become values. Free of any framework.

The way through: profile every chunk (`TableProfile.add`), `propose`, let a person `answer` and
`reassign`, keep the proposal as JSON under its fingerprint, `apply` it chunk by chunk.
"""

from nahbar.intake.mapping.amounts import unused_discounts
from nahbar.intake.mapping.apply import Applied, apply
from nahbar.intake.mapping.composing import line_amounts
from nahbar.intake.mapping.faults import FAULTS
from nahbar.intake.mapping.fields import Field, Need, TableKind, ValueType
from nahbar.intake.mapping.headers import fingerprint
from nahbar.intake.mapping.kinds import KINDS, field_of, table_kind
from nahbar.intake.mapping.misfits import Misfit, misfits
from nahbar.intake.mapping.order_kinds import KindRule
from nahbar.intake.mapping.preview import PreviewCell, preview
from nahbar.intake.mapping.profiles import ColumnProfile
from nahbar.intake.mapping.proposal import (
    ColumnChoice,
    Proposal,
    Question,
    Why,
    answer,
    from_json,
    missing,
    to_json,
)
from nahbar.intake.mapping.proposing import TableView, agree, propose, reassign
from nahbar.intake.mapping.slots import Slot, slots_of
from nahbar.intake.mapping.tables import TableProfile

__all__ = [
    "FAULTS",
    "KINDS",
    "Applied",
    "ColumnChoice",
    "ColumnProfile",
    "Field",
    "KindRule",
    "Misfit",
    "Need",
    "PreviewCell",
    "Proposal",
    "Question",
    "Slot",
    "TableKind",
    "TableProfile",
    "TableView",
    "ValueType",
    "Why",
    "agree",
    "answer",
    "apply",
    "field_of",
    "fingerprint",
    "from_json",
    "line_amounts",
    "misfits",
    "missing",
    "preview",
    "propose",
    "reassign",
    "slots_of",
    "table_kind",
    "to_json",
    "unused_discounts",
]
