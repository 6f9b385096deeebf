"""What the ledger says of customers' value: for those who may see value."""

from collections.abc import Sequence

from nahbar.core.actors import By
from nahbar.core.models import LedgerEntry
from nahbar.core.redacting import Hidden, Texts
from nahbar.core.single_fields import SingleField, may_read


def hide_value(by: By | None, entries: Sequence[LedgerEntry], texts: Texts) -> Hidden:
    """Amounts and reasons of whoever said what somebody is worth."""
    if may_read(by, SingleField.VALUE):
        return {}
    return {entry.pk: entry.fields for entry in entries if entry.action.startswith("value.")}
