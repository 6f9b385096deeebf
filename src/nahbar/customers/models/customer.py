"""The customer, as the house sees them: one row for everything the sources say of them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Batch, StoredFile
from nahbar.core.plain_order import PlainOrderField


class Kind(models.TextChoices):
    """What a customer is."""

    PERSON = "person", _("Person")
    HOUSEHOLD = "household", _("Household")
    ORGANISATION = "organisation", _("Organisation")


class Stage(models.TextChoices):
    """Where a customer stands with the house."""

    PROSPECT = "prospect", _("Prospect")
    CUSTOMER = "customer", _("Customer")
    FORMER = "former", _("Former customer")


class Salutation(models.TextChoices):
    """How a letter begins."""

    MS = "ms", _("Ms")
    MR = "mr", _("Mr")
    FAMILY = "family", _("Family")
    COMPANY = "company", _("Company")
    NEUTRAL = "neutral", _("No form of address")


class Customer(models.Model):
    """One customer. Its names are a view of its source records, by the rules in `projection`."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    stage = models.CharField(_("Stage"), max_length=10, choices=Stage, default=Stage.CUSTOMER)
    name = models.CharField(_("Name"), max_length=300, blank=True)
    sort_key = PlainOrderField(max_length=120, blank=True)
    salutation = models.CharField(
        _("Form of address"), max_length=8, choices=Salutation, blank=True
    )
    title = models.CharField(_("Title"), max_length=80, blank=True)
    given_name = models.CharField(_("First name"), max_length=200, blank=True)
    family_name = models.CharField(_("Last name"), max_length=200, blank=True)
    title_behind = models.CharField(_("Title behind the name"), max_length=80, blank=True)
    organisation = models.CharField(_("Organisation"), max_length=200, blank=True)
    language = models.CharField(_("Language"), max_length=12, blank=True)
    found_us = models.CharField(_("How did you find us?"), max_length=200, blank=True)
    since = models.DateField(_("Customer since"), null=True)
    cared_for_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="cares_for"
    )
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, db_index=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sort_key", "id"], name="customer_by_name"),
            models.Index(fields=["stage", "sort_key", "id"], name="customer_by_stage"),
            models.Index(fields=["kind", "sort_key", "id"], name="customer_by_kind"),
        ]

    def __str__(self) -> str:
        return f"customer {self.pk}"


class Tag(models.Model):
    """A word the house hangs on customers; `key` is the same however it is written.

    A retired word hangs on, but is offered no more. One that was merged into another stands for it
    wherever somebody says it; `merge` knows who had it.
    """

    name = models.CharField(max_length=60)
    key = models.CharField(max_length=180, unique=True)
    retired_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="merged"
    )
    merge = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, db_index=False)
    customers = models.ManyToManyField(Customer, related_name="tags", db_table="customers_tagging")

    def __str__(self) -> str:
        return self.name


class Relation(models.Model):
    """How two customers belong together, read from `origin` to `target`."""

    class Kind(models.TextChoices):
        WORKS_AT = "works_at", _("works at")
        MARRIED_TO = "married_to", _("is married to")
        LIVES_WITH = "lives_with", _("lives with")
        PARENT_OF = "parent_of", _("is a parent of")
        SENT_BY = "sent_by", _("was sent by")
        DECIDES_FOR = "decides_for", _("decides for")
        INFLUENCES = "influences", _("influences")

    origin = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="relations")
    target = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="relations_back")
    kind = models.CharField(_("Relation"), max_length=12, choices=Kind)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "target", "kind"], name="relation_once"),
            models.CheckConstraint(
                condition=~models.Q(origin=models.F("target")), name="relation_of_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin_id} {self.kind} {self.target_id}"
