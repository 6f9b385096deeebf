"""The kinds of tables there are, by name."""

from nahbar.intake.mapping.customer_fields import CUSTOMERS
from nahbar.intake.mapping.encounter_fields import ENCOUNTERS
from nahbar.intake.mapping.fields import Field, TableKind
from nahbar.intake.mapping.order_fields import ORDERS
from nahbar.intake.mapping.own import OWN, own_field

KINDS: dict[str, TableKind] = {kind.name: kind for kind in (CUSTOMERS, ORDERS, ENCOUNTERS)}

# Names of fields that mappings kept from before still use.
RENAMED = {("customers", "employee"): "carer"}

# The command line's words (`--as`) that are no kind of their own.
ALIASES = {"contacts": "customers", "events": "encounters"}


def table_kind(name: str) -> TableKind:
    """The kind by its name or its command-line word; `KeyError` for anything else."""
    return KINDS[ALIASES.get(name, name)]


def field_of(kind: str, name: str) -> Field:
    """The field `name` of `kind`, for customers the house's own as well; `KeyError` for others."""
    table = table_kind(kind)
    if name.startswith(OWN) and table is CUSTOMERS:
        return own_field(name)
    return table.field(RENAMED.get((table.name, name), name))
