"""What somebody recognised in a figure, the goal they set, the measures that are to reach it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.figures import Reading, Unit
from nahbar.core.ids import new_public_id
from nahbar.core.money import MicrosField
from nahbar.customers.models import Customer


class KeptReading(models.Model):
    """A figure as it was at one moment, kept with what was said of it; see `core.figures.Reading`."""

    figure = models.CharField(_("Figure"), max_length=60)
    unit = models.CharField(max_length=10, choices=Unit)
    value = MicrosField()
    low = MicrosField(null=True)
    high = MicrosField(null=True)
    count = models.BigIntegerField()
    as_of = models.DateField()
    currency = models.CharField(max_length=3, blank=True)
    basis = models.CharField(max_length=40, blank=True)

    class Meta:
        abstract = True

    @property
    def was(self) -> Reading:
        """The figure as it was then."""
        return Reading(
            self.value, self.low, self.high, self.count, self.as_of, self.currency, "", self.basis
        )

    @staticmethod
    def fields_of(reading: Reading) -> dict[str, Any]:
        """The columns that keep a reading."""
        names = ("value", "low", "high", "count", "as_of", "currency", "basis")
        return {name: getattr(reading, name) for name in names}


class Finding(KeptReading):
    """A named person's sentence about a figure, with the figure as it was.

    `sentence` is what the chart said when it was written, `outcome` what came of it or why it was
    withdrawn.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    subject = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="findings", null=True
    )
    sentence = models.TextField(blank=True)
    said = models.TextField(_("Finding"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="findings"
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    outcome = models.TextField(blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-id"], name="finding_by_state")]

    def __str__(self) -> str:
        return f"finding {self.pk}"


class Goal(KeptReading):
    """To what value a figure is to move, until when. The figure as it was is the baseline."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="goals")
    target = MicrosField(_("Target"))
    until = models.DateField(_("Until"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="goals"
    )
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    version = models.IntegerField(default=1)

    def __str__(self) -> str:
        return f"goal {self.pk}"


class Measure(models.Model):
    """Something a person of the house does about a finding, until a day. `result` says what it
    brought, or why it was dropped."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        RUNNING = "running", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="measures")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="measures", null=True)
    title = models.CharField(_("What is to be done"), max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="measures", db_index=False
    )
    due_on = models.DateField(_("Until"))
    cost = MicrosField(_("What it costs"), null=True)
    currency = models.CharField(max_length=3, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    result = models.TextField(blank=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="planned_measures"
    )
    planned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "due_on", "id"], name="measure_of_owner")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(cost=None) | ~models.Q(currency=""),
                name="measure_cost_has_currency",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in {Measure.State.PLANNED, Measure.State.RUNNING}
