"""Encounters and the touchpoints at which they happen."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import Source
from nahbar.customers.models import Customer
from nahbar.team.models import Branch


class Channel(models.TextChoices):
    """How customer and house met."""

    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Letter")
    WEB = "web", _("Web")
    SHOP = "shop", _("Purchase")
    EVENT = "event", _("Event")
    OTHER = "other", _("Other")


class EncounterKind(models.TextChoices):
    """What an encounter was. Four that look alike are kept apart: see `docs/words.md`."""

    CONTACT = "contact", _("Contact")
    ORDER = "order", _("Order")
    CANCELLATION = "cancellation", _("Cancellation")
    RETURN = "return", _("Return")
    COMPLAINT = "complaint", _("Complaint")
    TAKE_BACK = "take_back", _("Taking back")
    DELIVERY = "delivery", _("Delivery")
    SERVICE = "service", _("Service")


class Stage(models.TextChoices):
    """Where a touchpoint lies on the customer's way."""

    BEFORE = "before", _("Before buying")
    DURING = "during", _("Buying")
    AFTER = "after", _("Afterwards")


class Touchpoint(models.Model):
    """A place on the customer's way where they meet the house."""

    name = models.CharField(_("Touchpoint"), max_length=100, unique=True)
    stage = models.CharField(_("Stage"), max_length=6, choices=Stage)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Encounter(models.Model):
    """One moment: what, when, where, who of us, and how it felt.

    `by_name` is what a source calls who of us it was, where that is nobody of the house.
    `reference` names the order or document it is about as `kind:id`, for that lies in a room above.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="encounters", db_index=False
    )
    kind = models.CharField(_("What"), max_length=12, choices=EncounterKind)
    channel = models.CharField(_("Channel"), max_length=6, choices=Channel)
    occurred_at = models.DateTimeField(_("When"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, db_index=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False
    )
    by_name = models.CharField(max_length=100, blank=True, default="", db_default="")
    touchpoint = models.ForeignKey(Touchpoint, on_delete=models.PROTECT, null=True, db_index=False)
    mood = models.SmallIntegerField(
        _("How it felt"), null=True, validators=[MinValueValidator(-2), MaxValueValidator(2)]
    )
    mood_word = models.CharField(_("In a word"), max_length=40, blank=True)
    text = models.TextField(_("What happened"), blank=True, max_length=10_000)
    reference = models.CharField(max_length=60, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, db_index=False)
    row_key = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="encounter_timeline"),
            models.Index(
                fields=["customer", "-occurred_at"],
                condition=models.Q(mood__isnull=False),
                name="encounter_mood",
            ),
            models.Index(
                fields=["-occurred_at", "-id"],
                condition=models.Q(kind="complaint"),
                name="encounter_complaint",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["row_key"],
                condition=models.Q(row_key__isnull=False),
                name="encounter_row_once",
            ),
            models.CheckConstraint(
                condition=models.Q(mood=None) | models.Q(mood__gte=-2, mood__lte=2),
                name="encounter_mood_range",
            ),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"
