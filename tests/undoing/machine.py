"""People do all that can be done, in any order, and take any of it back: nothing is left of that.

After each taking back the house is as if that deed alone had never been done, or the taking back was
refused and nothing moved. When all is taken back, the newest first, the house is as it was.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule
from tests.undoing.deeds import DEEDS, Acting, Deed
from tests.undoing.snapshot import Diff, House, house, orders, without_places, without_what_follows

from nahbar.core.change_log import taken_back_by
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import Refused
from nahbar.core.reversals import reversal_of, room_of_action
from nahbar.core.search import fresh, vocabulary
from nahbar.core.taking_back import take_back


@dataclass(frozen=True)
class Kept:
    """One deed: the row of the ledger that stands for it, what it changed, how often it was turned."""

    entry: int
    diff: Diff
    turns: int  # odd: it took something back


class Undoing(RuleBasedStateMachine):
    """One house, one life; what it does is rolled back at the end."""

    people: tuple[User, ...] = ()
    start: datetime

    def __init__(self) -> None:
        super().__init__()
        vocabulary.forget_words()
        fresh.forget_fresh()
        self._life = transaction.atomic()
        self._life.__enter__()
        self.at = self.start
        self.kept: list[Kept] = []
        self.first, self.first_orders = house(), orders()

    @rule(deed=st.sampled_from(DEEDS), data=st.data())
    def do(self, deed: Deed, data: Any) -> None:
        """Somebody does something, or is refused."""
        self.at += timedelta(minutes=1)
        acting = Acting(data.draw, self._olga(), self.at)
        before, last = house(), _last()
        try:
            with transaction.atomic():
                action = deed(acting)
        except (Refused, StopIteration):
            assert house() == before
            return
        rows = LedgerEntry.objects.filter(pk__gt=last).order_by("-pk")
        assert all(row.action in room_of_action() for row in rows)
        if entry := next((row for row in rows if row.action == action), None):
            self.kept.append(Kept(entry.pk, Diff.between(before, house()), 0))
        else:
            assert house() == before

    @precondition(lambda self: self.kept)
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        """Anybody takes anything back, what took something back among it."""
        kept = data.draw(st.sampled_from(self.kept))
        self._take_back(kept, must=kept is self.kept[-1])

    def teardown(self) -> None:
        """Take back all that is left, the newest first."""
        try:
            for kept in reversed(list(self.kept)):
                if kept.turns % 2 == 0 and kept.entry not in self._undone():
                    self._take_back(kept, must=True)
            left = Diff.between(without_places(self.first), without_places(house())).rows
            assert not left, f"{left} {self._story()}"
            assert orders() == self.first_orders
        finally:
            transaction.set_rollback(True)
            self._life.__exit__(None, None, None)

    def _olga(self) -> User:
        """As she is now, with nothing remembered of before."""
        return User.objects.get(pk=self.people[0].pk)

    def _undone(self) -> set[int]:
        entries = LedgerEntry.objects.in_bulk([kept.entry for kept in self.kept])
        return {*taken_back_by(list(entries.values()))} if entries else set()

    def _take_back(self, kept: Kept, *, must: bool) -> None:
        self.at += timedelta(minutes=1)
        entry = LedgerEntry.objects.select_related("actor").get(pk=kept.entry)
        before, last = house(), _last()
        try:
            with transaction.atomic():
                taken = take_back(entry.pk, by=self._olga(), at=self.at)
        except Refused as refusal:
            refused = refusal.code
        else:
            self._compare(kept, entry, taken, before, last)
            return
        assert house() == before
        may_refuse = kept.entry in self._undone() or refused in DEPENDS
        assert may_refuse or not must, f"{entry.action} #{entry.pk}: {refused} {self._story()}"

    def _compare(
        self, kept: Kept, entry: LedgerEntry, taken: LedgerEntry, before: House, last: int
    ) -> None:
        now = house()
        meant = taken.details["undoes"]  # what brought it back, where it was taken back before
        kept = next(one for one in self.kept if one.entry == meant)
        try:
            expected = kept.diff.turned(before)
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"{entry.action} #{entry.pk}: {error} {self._story()}") from error
        there, then = without_what_follows(now), without_what_follows(expected)
        differ = {key: (there.get(key), then.get(key)) for key in {*there, *then} if there.get(key) != then.get(key)}  # fmt: skip
        assert not differ, f"{entry.action} #{entry.pk}: {differ} {self._story()}"
        written = LedgerEntry.objects.filter(pk__gt=last)
        assert all(row.details.get("undoes") == meant for row in written)
        assert reversal_of(taken) is not None, taken.action
        self.kept.append(Kept(taken.pk, Diff.between(before, now), kept.turns + 1))

    def _story(self) -> list[str]:
        rows = LedgerEntry.objects.filter(pk__in=[kept.entry for kept in self.kept]).order_by("pk")
        return [f"{row.pk} {row.action} {row.details}" for row in rows]


# Refusals that speak of people and of the day rather than of what stands there.
DEPENDS = {"last_owner", "own_scope", "owner_cannot", "nobody_here"}


def _last() -> int:
    return LedgerEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
