"""Runs of the value figures and their latest result for each customer."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import StoredFile
from nahbar.core.money import MicrosField
from nahbar.customers.models import Customer

PERCENT: tuple[MinValueValidator, MaxValueValidator] = (
    MinValueValidator(0),
    MaxValueValidator(100),
)


class ValueClass(models.TextChoices):
    """The classes, by share of the total value."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"


class ValueSettings(models.Model):
    """How the firm reckons: one row, changed by leaders, kept in the ledger."""

    margin_percent = models.DecimalField(
        _("Margin where no cost is known, percent of the price"),
        max_digits=5,
        decimal_places=2,
        default=30,
        validators=PERCENT,
    )
    horizon_months = models.PositiveSmallIntegerField(
        _("Months to look ahead"),
        default=36,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    discount_percent = models.DecimalField(
        _("Discount rate, percent a year"),
        max_digits=5,
        decimal_places=2,
        default=8,
        validators=PERCENT,
    )
    class_a_percent = models.PositiveSmallIntegerField(
        _("Class A: the first percent of all value"), default=50, validators=PERCENT
    )
    class_b_percent = models.PositiveSmallIntegerField(
        _("Class B: the next percent"), default=30, validators=PERCENT
    )
    class_c_percent = models.PositiveSmallIntegerField(
        _("Class C: the next percent"), default=15, validators=PERCENT
    )
    counts_visits = models.BooleanField(
        _("A visit that was noted counts as a visit, even without a purchase"), default=False
    )
    version = models.IntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="one_way_to_reckon")
        ]

    def __str__(self) -> str:
        return "value settings"


class GroupMargin(models.Model):
    """The margin of one product group where lines carry no cost."""

    group = models.CharField(_("Product group"), max_length=100, unique=True)
    percent = models.DecimalField(
        _("Margin, percent of the price"),
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(-100), MaxValueValidator(100)],
    )

    def __str__(self) -> str:
        return self.group


class LongCycle(models.Model):
    """A product group of things that are kept for years: cars, kitchens."""

    group = models.CharField(_("Product group"), max_length=100, unique=True)

    def __str__(self) -> str:
        return self.group


class ValueOverride(models.Model):
    """What a person says a customer is worth, and why; it stands until it is withdrawn.

    The latest one that was not withdrawn holds. Reckoned figures stay beside it.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    value = MicrosField(_("Value"))
    currency = models.CharField(max_length=3)
    reason = models.CharField(_("Reason"), max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(withdrawn_at=None),
                name="one_override_a_customer",
            )
        ]

    def __str__(self) -> str:
        return f"value of customer {self.customer_id} as a person sees it"


class ValueRun(models.Model):
    """One reckoning: its rules, models and totals. Its parts keep every customer's figures of it.

    `totals` is what the pages show of the run as a whole, see `nahbar.value.spread`; amounts in it
    are decimals written out. A run that failed keeps its row, and no part.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        CURRENT = "current"
        PAST = "past"
        FAILED = "failed"

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    as_of = models.DateField(_("As of"), null=True)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    step = models.CharField(max_length=10, blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True)
    currency = models.CharField(max_length=3, blank=True)
    rules = models.JSONField(default=dict)
    fits = models.JSONField(default=list)
    totals = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="current"), name="one_current_run"
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class RunPart(models.Model):
    """The kept figures of the run's customers from `first_customer` on, up to the next part's."""

    run = models.ForeignKey(ValueRun, on_delete=models.CASCADE, related_name="parts")
    first_customer = models.BigIntegerField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)

    class Meta:
        ordering: ClassVar = ["first_customer"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "first_customer"], name="part_once_a_run")
        ]

    def __str__(self) -> str:
        return f"part of run {self.run_id}"


class CustomerValue(models.Model):
    """What one customer is worth, of the current run.

    `purchases` are days with a purchase that were not taken back, the first and the last of them
    `first_on` and `last_on`; `turnover` is the net amount they brought; `purchase_margin` the
    margin to be expected of one purchase. `expected_long` is the part of `expected` that replacing
    things kept for years brings, `replacements` how many. `reckoned` is the value without a
    person's override, where there is one; `value_before` that of a month before. The customer has
    been silent for `silent_days`; nearly all of their gaps stay under `limit_days`. `prior` numbers
    the group that a customer without history is taken to be like; they have no place among the
    others: no factor, and no class. Ranges hold with 95 %.
    """

    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="values", db_index=False
    )
    run = models.ForeignKey(ValueRun, on_delete=models.CASCADE, db_index=False)
    value = MicrosField()
    low = MicrosField()
    high = MicrosField()
    margin_so_far = MicrosField()
    expected = MicrosField()
    expected_low = MicrosField()
    expected_high = MicrosField()
    turnover = MicrosField()
    purchase_margin = MicrosField(null=True)
    factor = models.PositiveSmallIntegerField(null=True)
    value_class = models.CharField(max_length=1, choices=ValueClass, blank=True)
    probability_alive = models.FloatField(null=True)
    expected_purchases = models.FloatField(null=True)
    purchases = models.IntegerField()
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    has_history = models.BooleanField()
    expected_long = MicrosField(default=0)
    replacements = models.FloatField(null=True)
    reckoned = MicrosField(null=True)
    value_before = MicrosField(null=True)
    silent_days = models.IntegerField(null=True)
    limit_days = models.IntegerField(null=True)
    is_drifting = models.BooleanField(null=True)
    prior = models.SmallIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "run"], name="value_once_a_run")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["run", "-value", "-customer"],
                condition=models.Q(factor__isnull=False),
                name="value_order",
            ),
            models.Index(
                fields=["run", "-value", "-customer"],
                condition=models.Q(is_drifting=True),
                name="value_of_drifting",
            ),
        ]

    def __str__(self) -> str:
        return f"value of {self.customer_id}"


class ClassesShown(models.Model):
    """Somebody wants to see class letters beside customers; without such a row they see none."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", primary_key=True
    )

    def __str__(self) -> str:
        return f"classes shown to {self.pk}"
