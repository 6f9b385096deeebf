"""Encounters, the touchpoints at which they happen, and what is attached to them."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import LedgerEntry, Source, StoredFile
from nahbar.customers.models import Customer
from nahbar.team.models import Branch


class Channel(models.TextChoices):
    """How customer and house met."""

    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    MAIL = "mail", _("Mail")
    LETTER = "letter", _("Letter")
    CHAT = "chat", _("Chat")
    WEB = "web", _("Web")
    SHOP = "shop", _("Purchase")
    EVENT = "event", _("Event")
    OTHER = "other", _("Other")


class EncounterKind(models.TextChoices):
    """What an encounter was. Four that look alike are kept apart: see `docs/words.md`.

    An attempt is no meeting: one of us tried, and did not reach them.
    """

    CONTACT = "contact", _("Contact")
    ORDER = "order", _("Order")
    CANCELLATION = "cancellation", _("Cancellation")
    RETURN = "return", _("Return")
    COMPLAINT = "complaint", _("Complaint")
    TAKE_BACK = "take_back", _("Taking back")
    DELIVERY = "delivery", _("Delivery")
    SERVICE = "service", _("Service")
    ATTEMPT = "attempt", _("Nobody reached")


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

    `colleagues` were there beside `by`; `companions` are who came with the customer, in words.
    `by_name` is what a source calls who of us it was, where that is nobody of the house.
    `once` is the key of the form that it came with: sent twice, it is one moment.
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
    colleagues = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    companions = models.CharField(
        _("Who came along"), max_length=200, blank=True, default="", db_default=""
    )
    reference = models.CharField(max_length=60, blank=True)
    once = models.UUIDField(null=True, editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, db_index=False)
    row_key = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            # What a timeline is narrowed by lies in it, so that rows left out are never read.
            models.Index(
                fields=["customer", "-occurred_at", "-id", "kind", "channel", "by"],
                name="encounter_line",
            ),
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
            models.UniqueConstraint(
                fields=["by", "once"],
                condition=models.Q(once__isnull=False),
                name="encounter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(mood=None) | models.Q(mood__gte=-2, mood__lte=2),
                name="encounter_mood_range",
            ),
        ]

    def __str__(self) -> str:
        return f"encounter {self.pk}"


class Attachment(models.Model):
    """A picture or a PDF of an encounter. A picture is kept as we drew it anew, never as it came.

    Taken away, it lies without an encounter under the `removal` that can bring it back, until
    `nahbar.moments.jobs` lets its files go.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        PDF = "pdf", _("PDF")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    encounter = models.ForeignKey(
        Encounter, on_delete=models.SET_NULL, related_name="attachments", null=True
    )
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=120)
    stored = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    preview = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    removal = models.ForeignKey(
        LedgerEntry, on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    removed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer", "encounter"], name="attachment_of_customer"),
            models.Index(
                fields=["removed_at"],
                condition=models.Q(encounter=None),
                name="attachment_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"attachment {self.pk}"
