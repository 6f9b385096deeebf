"""The things that customers have in use."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Source
from nahbar.core.plain_order import PlainOrderField
from nahbar.customers.models import Customer
from nahbar.sales.models import Product


class Holding(models.TextChoices):
    """How a customer has a thing."""

    OWNED = "owned", _("their own")
    LENT = "lent", _("lent by us")
    RENTED = "rented", _("rented")


class Thing(models.Model):
    """One thing a customer has: a car, a kitchen, a bicycle, a tool we lent.

    `mark` tells it from all others: licence plate, serial or chassis number; `mark_key` is the form
    in which it is looked for. `until` is the day for which its return is agreed; `ended_on` the day
    since when they no longer have it. `source` is where it was taken over from; null: noted by hand.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="things")
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, db_index=False)
    name = models.CharField(_("What it is"), max_length=200)
    kind = models.CharField(_("Kind"), max_length=40, blank=True)
    mark = models.CharField(_("Plate or serial number"), max_length=60, blank=True)
    mark_key = PlainOrderField(max_length=60, blank=True)
    holding = models.CharField(
        _("How they have it"), max_length=6, choices=Holding, default=Holding.OWNED
    )
    since = models.DateField(_("Since"), null=True)
    until = models.DateField(_("Agreed until"), null=True)
    ended_on = models.DateField(_("No longer theirs since"), null=True)
    note = models.TextField(_("Note"), max_length=2_000, blank=True)
    recorded_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["mark_key"], condition=~models.Q(mark_key=""), name="thing_by_mark"
            )
        ]

    def __str__(self) -> str:
        return f"thing {self.pk}"
