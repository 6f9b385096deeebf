"""What the columns of a table mean, and how their cells become values. Free of any framework.

The way through: profile every chunk (`TableProfile.add`), `propose`, let a person `answer` and
`reassign`, keep the proposal as JSON under its fingerprint, `apply` it chunk by chunk.
"""

from .apply import Applied, apply
from .composing import line_amounts
from .faults import FAULTS
from .fields import Field, Need, TableKind, ValueType
from .headers import fingerprint
from .kinds import KINDS, field_of, table_kind
from .order_kinds import KindRule
from .preview import PreviewCell, preview
from .profiles import ColumnProfile
from .proposal import ColumnChoice, Proposal, Question, Why, answer, from_json, missing, to_json
from .proposals import TableView, agree, propose, reassign
from .slots import Slot, slots_of
from .tables import TableProfile

__all__ = [
    "FAULTS",
    "KINDS",
    "Applied",
    "ColumnChoice",
    "ColumnProfile",
    "Field",
    "KindRule",
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
    "missing",
    "preview",
    "propose",
    "reassign",
    "slots_of",
    "table_kind",
    "to_json",
]
