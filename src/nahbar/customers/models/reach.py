"""How a customer is reached and numbered: each entry knows who said so, since when and until when."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import Source
from nahbar.core.plain_order import PlainOrderField
from nahbar.customers.models.customer import Customer
from nahbar.customers.models.record import SourceRecord


class Use(models.TextChoices):
    """What an address or a number is for."""

    PRIVATE = "private", _("private")
    BUSINESS = "business", _("business")
    BILLING = "billing", _("for invoices")
    DELIVERY = "delivery", _("for deliveries")


class Reach(models.Model):
    """What all ways to a customer have in common."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, null=True, db_index=False)
    use = models.CharField(_("Use"), max_length=8, choices=Use, blank=True)
    recorded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class ContactPoint(Reach):
    """A mail address, a telephone number, a page: something that can be written or called."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("Mail")
        PHONE = "phone", _("Phone")
        MOBILE = "mobile", _("Mobile")
        FAX = "fax", _("Fax")
        WEB = "web", _("Website")

    kind = models.CharField(_("Kind"), max_length=6, choices=Kind)
    value = models.CharField(_("Value"), max_length=254)
    normal = PlainOrderField(max_length=254)

    class Meta:
        default_related_name = "contact_points"
        indexes: ClassVar = [models.Index(fields=["normal"], name="contact_by_value")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PostalAddress(Reach):
    """Where letters and parcels go."""

    street = models.CharField(_("Street"), max_length=200, blank=True)
    extra = models.CharField(_("Addition"), max_length=200, blank=True)
    postcode = models.CharField(_("Postcode"), max_length=20, blank=True)
    city = models.CharField(_("Place"), max_length=120, blank=True)
    region = models.CharField(_("Region"), max_length=120, blank=True)
    country = models.CharField(_("Country"), max_length=2, blank=True)

    class Meta:
        default_related_name = "addresses"

    def __str__(self) -> str:
        return f"address {self.pk}"


class CustomerNumber(models.Model):
    """What a source calls the customer."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="numbers")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, db_index=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, db_index=False)
    number = PlainOrderField(_("Customer number"), max_length=60)
    recorded_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["number"], name="customer_by_number")]

    def __str__(self) -> str:
        return f"number {self.pk}"
