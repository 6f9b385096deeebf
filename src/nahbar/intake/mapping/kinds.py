"""The kinds of tables there are, by name."""

from nahbar.intake.mapping.customer_fields import CUSTOMERS
from nahbar.intake.mapping.encounter_fields import ENCOUNTERS
from nahbar.intake.mapping.fields import Field, TableKind
from nahbar.intake.mapping.order_fields import ORDERS

KINDS: dict[str, TableKind] = {kind.name: kind for kind in (CUSTOMERS, ORDERS, ENCOUNTERS)}

# The command line's words (`--as`) that are no kind of their own.
ALIASES = {"contacts": "customers", "events": "encounters"}


def table_kind(name: str) -> TableKind:
    """The kind by its name or its command-line word; `KeyError` for anything else."""
    return KINDS[ALIASES.get(name, name)]


def field_of(kind: str, name: str) -> Field:
    """The field `name` of `kind`; `KeyError` if there is none."""
    return table_kind(kind).field(name)
