"""A column for which there is no field yet becomes one."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.refusals import Refused
from nahbar.customers.models import ChoiceList, OwnField
from nahbar.customers.models.own_fields import LISTED, LONGEST_LABEL
from nahbar.customers.operations.choice_lists import add_choices, make_list
from nahbar.customers.operations.own_fields import define_field
from nahbar.customers.typed import on_one_line, word_key
from nahbar.intake.mapping import ColumnProfile, from_json
from nahbar.intake.mapping.own import target
from nahbar.intake.models import ImportTable
from nahbar.intake.operations.confirm import reassign_column
from nahbar.intake.own_columns import CUSTOMERS, propose_kind
from nahbar.intake.profiles import profile_from_json


@transaction.atomic
def make_field_of_column(table: ImportTable, column: str, *, by: By, at: datetime) -> OwnField:
    """Make a field of the kind that the column's cells suggest, called as its heading, and fill it.

    Raises Refused (`field_unknown` where the rows are no customers, and what `define_field` says).
    """
    demand(by, Ability.RUN_IMPORTS)
    demand(by, Ability.DEFINE_FIELDS)
    table.refresh_from_db(fields=["proposal", "kind"])
    choice = next((one for one in from_json(table.proposal).choices if one.column == column), None)
    if choice is None or table.kind != CUSTOMERS:
        raise Refused("field_unknown", _("There is no such field for this table."))
    profile = profile_from_json(table.profile).columns.get(column, ColumnProfile())
    proposed = propose_kind(profile)
    label = on_one_line(choice.header)[:LONGEST_LABEL] or str(_("Column %(number)s") % {"number": int(column[1:]) + 1})  # fmt: skip
    more: dict[str, Any] = {}
    if proposed.kind in LISTED:
        more["choice_list"] = _list(label, proposed.words, by, at)
    made = define_field(label, proposed.kind, on_form=False, by=by, at=at, **more)
    reassign_column(table, column, target(made.kind, made.key), by=by, at=at)
    return made


def _list(label: str, words: tuple[str, ...], by: By, at: datetime) -> ChoiceList:
    """The list of this name with these words; made where there is none."""
    found = ChoiceList.objects.filter(key=word_key(label)).first()
    if found is None:
        return make_list(label, words, by=by, at=at)
    add_choices(found, words, by=by, at=at)
    return found
