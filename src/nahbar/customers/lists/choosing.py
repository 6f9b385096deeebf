"""Who is meant by a filter, among those whom somebody may see at all.

What may not be seen narrows first, and nothing is asked of a fact that is not for whoever asks: so
neither a count nor an order tells of what one may not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, may
from nahbar.core.actors import By
from nahbar.core.bulk import Ids
from nahbar.core.facts import Fact, facts_for
from nahbar.core.refusals import Refused
from nahbar.customers.facts import BRANCH, CARER
from nahbar.customers.lists.conditions import Meant, meant
from nahbar.customers.lists.filters import (
    EVERYBODY,
    Branch,
    Condition,
    Held,
    Node,
    conditions_in,
)
from nahbar.customers.lists.house import House, Mask
from nahbar.customers.lists.query import Query
from nahbar.customers.models import HandPick, SavedList
from nahbar.customers.restricted import hidden_from
from nahbar.team.scopes import reach_of


@dataclass(frozen=True)
class Chosen:
    """Those who are meant, and the house in which they were looked for."""

    house: House
    mask: Mask

    @cached_property
    def ids(self) -> Ids:
        """Their primary keys, ascending."""
        return np.flatnonzero(self.mask).astype(np.int64)

    @cached_property
    def count(self) -> int:
        """How many they are: counted, never guessed."""
        return int(np.count_nonzero(self.mask))


def choose(
    by: By,
    wanted: Branch = EVERYBODY,
    *,
    group: SavedList | None = None,
    facts: Mapping[str, Fact] | None = None,
) -> Chosen:
    """Whom of those that `by` may see the filter means; with a group, those of its members.

    `facts` are those that `by` may know of, where they are at hand.

    Raises Refused: `fact_not_for_you`, `value_not_understood`.
    """
    house = House()
    facts = facts_for(by) if facts is None else facts
    mask = seen_by(by, house)
    if group is not None:
        mask &= _members(group, house, facts)
    return Chosen(house, mask & _met(wanted, house, facts))


def seen_by(by: By, house: House) -> Mask:
    """All whom somebody may see."""
    mask = _within_reach(by, house)
    for customer in hidden_from(by):
        if customer <= house.largest:
            mask[customer] = False
    return mask


def _within_reach(by: By, house: House) -> Mask:
    if not may(by, Ability.SEE_CUSTOMERS):
        return house.nobody()
    reach = reach_of(by)
    if reach.is_whole:
        return house.everyone.copy()
    carers = np.array(sorted(reach.carers), dtype=np.int64)
    branches = np.array(sorted(reach.branches), dtype=np.int64)
    cared_for = house.where(CARER, lambda part: np.isin(part.values, carers))
    theirs: Mask = cared_for | house.where(BRANCH, lambda part: np.isin(part.values, branches))
    return theirs & house.everyone


def understood(condition: Condition, facts: Mapping[str, Fact]) -> Meant:
    """A condition on one of these facts. Raises Refused as `choose`."""
    fact = facts.get(condition.fact)
    if fact is None:
        sentence = _("This list is cut by something that is not there, or not for you to know.")
        raise Refused("fact_not_for_you", sentence)
    return meant(condition, fact)


def _members(group: SavedList, house: House, facts: Mapping[str, Fact]) -> Mask:
    """Those of the group's filter, with who was put in and without who was taken out by hand."""
    mask = _met(Query.from_data(group.query).filter, house, facts)
    picks = HandPick.objects.filter(group=group).values_list("customer_id", "is_in")
    for customer, is_in in picks.iterator():
        if customer <= house.largest:
            mask[customer] = is_in
    return mask & house.everyone


def _met(node: Node, house: House, facts: Mapping[str, Fact]) -> Mask:
    if isinstance(node, Condition):
        return understood(node, facts).of(house)
    masks = [_met(one, house, facts) for one in node.nodes if conditions_in(one)]
    if not masks:
        return house.everyone.copy()
    all_of: Mask = np.logical_and.reduce(masks)
    if node.held == Held.ALL:
        return all_of
    any_of: Mask = np.logical_or.reduce(masks)
    return any_of if node.held == Held.ANY else house.everyone & ~any_of
