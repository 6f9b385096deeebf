"""Erasing somebody: out of the files, out of the database, out of what is left in its corners.

The steps stand in the erasure's state, each can be begun again: killed at any instant, the next run
goes on. Everything in the database goes in one transaction. Before anything goes, random ids and
keyed digests are noted outside the database, so that neither a backup nor a file brings them back.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core import files
from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.events import announce
from nahbar.core.holdings import Holding, Kept, Noted, Subject, holdings
from nahbar.core.jobs import leave_if_stopping
from nahbar.core.ledger import record
from nahbar.core.models import LedgerText, User
from nahbar.core.refusals import Refused
from nahbar.core.turns import turn
from nahbar.core.wiping import is_large, overwrite_free_space
from nahbar.customers.models import Customer
from nahbar.customers.names import name_of
from nahbar.customers.subjects import subject_of
from nahbar.privacy import erasure_list
from nahbar.privacy.events import ErasureAsked
from nahbar.privacy.models.requests import Erasure, KeptByLaw
from nahbar.privacy.retention import years_of_accounts

State = Erasure.State
Tell = Callable[[str], None]
GONE = "…"


def under_way() -> list[Erasure]:
    """Erasures that are not at their end, the oldest first."""
    return list(Erasure.objects.exclude(state=State.DONE).order_by("asked_at", "pk"))


@transaction.atomic
def ask_erasure(
    customer: Customer, *, typed: str, spots: Iterable[str] = (), by: By, at: datetime
) -> Erasure:
    """Let somebody be erased; the worker does it. `spots`: words on others that are to go as well.

    Raises Refused (`not_confirmed`) unless `typed` is the customer's name, `erased_already`.
    """
    demand(by, Ability.LEAD_PRIVACY)
    if typed.split() != name_of(customer).split():
        raise Refused("not_confirmed", _("Please type the name exactly as it stands above."))
    held = Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
    if any(held.pk in one.customers for one in under_way()):
        raise Refused("erased_already", _("They are being erased already."))
    erasure = Erasure.objects.create(
        asked_by=by if isinstance(by, User) else None,
        asked_at=at,
        customers=[held.pk],
        spots=sorted(set(spots)),
    )
    record("privacy.erasure_asked", by=by, at=at, subject=erasure)
    announce(ErasureAsked(erasure.pk))
    return erasure


def erase(
    erasure: Erasure, *, by: By, at: datetime, wait: bool = True, tell: Tell = lambda _: None
) -> Erasure:
    """Do it, or go on where it was cut off. One at a time; no import and no reckoning runs meanwhile.

    `tell` hears the state that begins. Raises NotOurTurn where somebody else is at it and we do not
    `wait`. Must not run in a transaction.
    """
    demand(by, Ability.LEAD_PRIVACY)
    steps = {State.FILES: _out_of_files, State.ROWS: _out_of_rows, State.TRACES: _out_of_traces}
    with turn("erasure", wait=wait), turn("intake", wait=wait), turn("value", wait=wait):
        erasure.refresh_from_db()
        if erasure.state == State.ASKED:
            _enter(erasure, State.FILES)
        for state, step in steps.items():
            if erasure.state == state:
                tell(state)
                step(erasure, by, at)
                leave_if_stopping()
    return erasure


def erase_again(key: str, customers: Collection[int], *, by: By, at: datetime) -> Erasure:
    """After an older backup came back: erase them as before; the list has them already.

    `key` is the id of the erasure that the list knows.
    """
    demand(by, Ability.LEAD_PRIVACY)
    known, _is_new = Erasure.objects.get_or_create(
        public_id=key, defaults={"asked_at": at, "customers": sorted(customers)}
    )
    known.state, known.customers, known.done_at = State.ASKED, sorted(customers), None
    known.save(update_fields=["state", "customers", "done_at"])
    return erase(known, by=by, at=at)


def _enter(erasure: Erasure, state: str) -> None:
    erasure.state = state
    erasure.save(update_fields=["state"])


def _out_of_files(erasure: Erasure, by: By, at: datetime) -> None:
    subject = subject_of(erasure.customers)
    _note_outside(erasure, subject, at)
    for holding in holdings():
        if holding.prepare:
            holding.prepare(subject, at)
            leave_if_stopping()
    _enter(erasure, State.ROWS)


def _note_outside(erasure: Erasure, subject: Subject, at: datetime) -> None:
    """Once: cut off, the second run no longer finds all by which they could come in again."""
    if any(line.id == str(erasure.public_id) for line in erasure_list.all_erased()):
        return
    notes = [holding.notes(subject) for holding in holdings() if holding.notes]
    noted = Noted(
        [key for one in notes for key in one.keys], [row for one in notes for row in one.rows]
    )
    erasure_list.note(
        erasure_list.Erased(
            id=str(erasure.public_id),
            at=at.isoformat(),
            customers=list(subject.public_ids),
            keys=sorted({erasure_list.digest_key(source, key) for source, key in noted.keys}),
            rows=noted.rows,
        )
    )


@transaction.atomic
def _out_of_rows(erasure: Erasure, by: By, at: datetime) -> None:
    subject, all_holdings = subject_of(erasure.customers), holdings()
    years, today = years_of_accounts(), at.astimezone(house_zone()).date()
    kept = [(h, one) for h in all_holdings if h.keeps for one in h.keeps(subject, years)]
    _blank_mentions(erasure.spots, subject, all_holdings, at)
    counts = {holding.key: holding.erase(subject, at) for holding in all_holdings}
    for holding, one in kept:
        _keep_or_let_go(erasure, holding, one, today)
    erasure.counts = {key: count for key, count in counts.items() if count}
    erasure.spots = []
    erasure.save(update_fields=["counts", "spots"])
    record("privacy.erased", by=by, at=at, subject=erasure, details={"rows": sum(counts.values())})
    _enter(erasure, State.TRACES)


def _keep_or_let_go(erasure: Erasure, holding: Holding, kept: Kept, today: date) -> None:
    if kept.until >= today:
        KeptByLaw.objects.get_or_create(
            erasure=erasure,
            model=kept.model,
            until=kept.until,
            defaults={"ids": list(kept.ids), "count": len(kept.ids)},
        )
    elif holding.let_go:
        holding.let_go(kept.model, list(kept.ids))


def _blank_mentions(
    spots: Iterable[str], subject: Subject, all_holdings: list[Holding], at: datetime
) -> None:
    """Only those that still tell of them: somebody may have written something else meanwhile."""
    wanted = set(spots)
    if not wanted:
        return
    others: set[int] = set()
    for holding in all_holdings:
        for mention in holding.mentions(subject) if holding.mentions else ():
            if mention.spot in wanted and holding.blank_mention:
                holding.blank_mention(int(mention.spot.rpartition(":")[2]), at)
                others |= {mention.customer} - {None}  # type: ignore[arg-type]  # None is taken out
    _blank_names(others, subject.names)


def _blank_names(customers: Collection[int], names: Collection[str]) -> None:
    """What the ledger remembers of words on these customers in which one of the names stands."""
    told = LedgerText.objects.filter(
        subject_kind=Customer._meta.label_lower, subject_id__in=customers
    )
    for text in told.iterator():
        before, after = _without(text.before, names), _without(text.after, names)
        if (before, after) != (text.before, text.after):
            LedgerText.objects.filter(pk=text.pk).update(before=before, after=after)


def _without(values: dict[str, object], names: Collection[str]) -> dict[str, object]:
    return {
        field: GONE if any(name.lower() in str(said).lower() for name in names) else said
        for field, said in values.items()
    }


def _out_of_traces(erasure: Erasure, by: By, at: datetime) -> None:
    """What others made of it, and the database's own corners; a large one is left to the night."""
    if not is_large():
        overwrite(erasures=[erasure], at=at)
    else:
        clear_traces()


def clear_traces() -> None:
    """Out of the index, out of the columns by which lists are cut, and files that nothing uses."""
    from nahbar.core.search.forgetting import forget_words_of_nobody  # noqa: PLC0415  # loads columns
    from nahbar.customers.lists.keeping import keep_due  # noqa: PLC0415  # the same

    forget_words_of_nobody()
    keep_due()
    files.sweep()


def overwrite(*, erasures: Collection[Erasure], at: datetime) -> None:
    """Clear the traces, write the database anew, and with that end these erasures."""
    clear_traces()
    overwrite_free_space()
    for erasure in erasures:
        erasure.state, erasure.done_at = State.DONE, at
        erasure.save(update_fields=["state", "done_at"])
