"""Products, orders and order lines."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Source
from nahbar.core.money import MicrosField
from nahbar.core.plain_order import PlainOrderField
from nahbar.customers.models import Customer
from nahbar.team.models import Branch


class OrderKind(models.TextChoices):
    """What an order is. Only an order is a purchase; taking back is a good visit, not a loss."""

    ORDER = "order", _("Order")
    CANCELLATION = "cancellation", _("Cancellation")
    RETURN = "return", _("Return")
    COMPLAINT = "complaint", _("Complaint")
    TAKE_BACK = "take_back", _("Taking back")


class Product(models.Model):
    """Something the house sells."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    key = models.BigIntegerField()
    sku = models.CharField(_("Article number"), max_length=100, blank=True)
    name = models.CharField(_("Product"), max_length=300, blank=True)
    group = models.CharField(_("Product group"), max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="product_once")
        ]

    def __str__(self) -> str:
        return self.sku or self.name


class Order(models.Model):
    """An order, or its counterpart: what a customer did on one document.

    `amount` and `cost` are the sums of its lines; `cost` covers only lines whose cost is known.
    `by` is who of us took it; `by_name` what the source calls them, where that is nobody of the house.
    `key` is a digest of source and number, or of customer and time where orders have no number.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    key = models.BigIntegerField()
    number = PlainOrderField(_("Order number"), max_length=60, blank=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, related_name="orders"
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=OrderKind)
    ordered_at = models.DateTimeField(_("Ordered"))
    promised_on = models.DateField(_("Promised for"), null=True)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False
    )
    by_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    currency = models.CharField(_("Currency"), max_length=3)
    amount = MicrosField(_("Amount"), default=0)
    cost = MicrosField(_("Cost"), default=0)
    line_count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "key"], name="order_once")
        ]
        indexes: ClassVar = [models.Index(fields=["number"], name="order_by_number")]

    def __str__(self) -> str:
        return self.number or f"order {self.pk}"


class OrderLine(models.Model):
    """One line of an order. `amount` is quantity × price, exact to the millionth.

    A line is known by what it says and by which of several equal lines it is: `row_key` is a
    digest of both.
    """

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, db_index=False)
    kind = models.CharField(max_length=12, choices=OrderKind)
    quantity = MicrosField(_("Quantity"))
    unit_price = MicrosField(_("Price"))
    amount = MicrosField(_("Amount"))
    cost = MicrosField(_("Cost"), null=True)
    row_key = models.BigIntegerField(unique=True)

    def __str__(self) -> str:
        return f"line {self.pk}"
