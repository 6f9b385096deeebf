"""What the firm says of itself, and the reports that were made."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id

LONGEST = 1_000
SCALE: tuple[MinValueValidator, MaxValueValidator] = (MinValueValidator(1), MaxValueValidator(5))


class Trade(models.TextChoices):
    """What the firm lives from."""

    DEALERSHIP = "dealership", _("Dealership")
    RETAIL = "retail", _("Retail")
    SERVICE = "service", _("Craft or service")
    PUBLISHER = "publisher", _("Publisher")
    MANUFACTURER = "manufacturer", _("Manufacturer")
    OTHER = "other", _("Something else")


class Known(models.TextChoices):
    """How far something is known."""

    YES = "yes", _("Yes, for each article")
    PARTLY = "partly", _("For some, or roughly")
    NO = "no", _("No")


class FirmAnswers(models.Model):
    """What the firm says of itself: one row, every answer may be missing.

    Each of the three states has a short text and a mark from 1 (poor) to 5 (very good). What counts
    as a visit and what is kept for years are rules of value and stand there.
    """

    trade = models.CharField(max_length=12, choices=Trade, blank=True)
    branches = models.PositiveSmallIntegerField(null=True, blank=True)
    margin_known = models.CharField(max_length=6, choices=Known, blank=True)
    relations = models.CharField(max_length=LONGEST, blank=True)
    relations_mark = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    processes = models.CharField(max_length=LONGEST, blank=True)
    processes_mark = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    hierarchy = models.CharField(max_length=LONGEST, blank=True)
    hierarchy_mark = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    wishes = models.CharField(max_length=LONGEST, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_firm_answers")
        ]

    def __str__(self) -> str:
        return "what the firm says of itself"


class Competitor(models.Model):
    """Somebody our customers could go to instead, as the firm sees them."""

    name = models.CharField(_("Competitor"), max_length=200)
    acts = models.CharField(max_length=LONGEST, blank=True)
    succeeds = models.CharField(max_length=LONGEST, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"competitor {self.pk}"


class ReportRun(models.Model):
    """One report. `content` holds numbers and codes alone, so that it can be told in any language.

    See `nahbar.steering.analysis` for what is in it. Money in it is a decimal written out.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    state = models.CharField(max_length=7, choices=State, default=State.RUNNING)
    step = models.CharField(max_length=10, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    as_of = models.DateField(null=True)
    since = models.DateField(null=True)
    currency = models.CharField(max_length=3, blank=True)
    customers = models.IntegerField(default=0)
    orders = models.BigIntegerField(default=0)
    seconds = models.FloatField(null=True)
    content = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-id"], name="report_by_state")]

    def __str__(self) -> str:
        return f"report {self.pk}"
