"""What a customer looks like."""

from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.files import release, store_bytes
from nahbar.core.ledger import record
from nahbar.core.models import StoredFile
from nahbar.core.pictures import shrink
from nahbar.core.refusals import Refused
from nahbar.customers.models import Customer

LONGEST = 512  # pixels: a face of 88 is drawn sharply on any screen, and printed
LARGEST = 40 << 20  # bytes; telephones send five to fifteen megabytes


def give_picture(customer: Customer, content: BinaryIO, *, by: By, at: datetime) -> Customer:
    """Show the customer with this picture from now on, made small and without what else it told.

    Raises Refused (`no_picture`, `picture_too_large`).
    """
    demand(by, Ability.EDIT_CUSTOMERS)
    small = shrink(content, longest=LONGEST)  # may take long, so before the transaction
    with transaction.atomic():
        return _show(customer, store_bytes(small, at=at), by=by, at=at)


@transaction.atomic
def remove_picture(customer: Customer, *, by: By, at: datetime) -> Customer:
    """Show initials again. The file goes with the next sweep; until then it can be taken back."""
    demand(by, Ability.EDIT_CUSTOMERS)
    return _show(customer, None, by=by, at=at)


@transaction.atomic
def return_picture(customer: Customer, key: int | None, *, by: By, at: datetime) -> Customer:
    """Show the picture of before again. Raises Refused (`picture_gone`)."""
    demand(by, Ability.EDIT_CUSTOMERS)
    before = None
    if key is not None:
        counted = StoredFile.objects.filter(pk=key).update(uses=F("uses") + 1)
        before = StoredFile.objects.filter(pk=key).first() if counted else None
        if before is None:
            raise Refused("picture_gone", _("The picture is gone for good. Please take it again."))
    return _show(customer, before, by=by, at=at)


def _show(customer: Customer, picture: StoredFile | None, *, by: By, at: datetime) -> Customer:
    """Put `picture`, of which one use is counted already, in the place of the one before."""
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    before = customer.picture
    if before is not None:
        release(before)
    if before == picture:
        return customer
    customer.picture = picture
    customer.save(update_fields=["picture"])
    action = "customers.picture_given" if picture else "customers.picture_removed"
    details = {"before": before.pk if before else None, "after": picture.pk if picture else None}
    record(action, by=by, at=at, subject=customer, details=details)
    return customer
