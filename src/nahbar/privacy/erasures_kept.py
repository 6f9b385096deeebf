"""After an older backup was restored: who was erased since is erased again."""

from django.db import connection

from nahbar.core import clock
from nahbar.core.actors import THE_HOUSE
from nahbar.customers.models import Customer
from nahbar.privacy.erasure_list import all_erased


def replay_erasures() -> int:
    """Erase everybody of the list who is in the database; how many customers that were.

    For who restores, before anybody works in the restored house; may run twice. Must not run in a
    transaction.
    """
    from nahbar.privacy.operations.erase import erase_again  # noqa: PLC0415  # loads columns

    if connection.in_atomic_block:
        raise RuntimeError("erasures are replayed outside a transaction")
    count = 0
    for erased in all_erased():
        if erased.lifts:
            continue
        back = Customer.objects.filter(public_id__in=erased.customers)
        customers = list(back.values_list("pk", flat=True))
        if customers:
            erase_again(erased.id, customers, by=THE_HOUSE, at=clock.now())
            count += len(customers)
    return count
