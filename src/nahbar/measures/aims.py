"""What somebody wishes: a goal for a figure, a measure with its owner."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.models import User


class How(models.TextChoices):
    """In which words a target was named."""

    TO = "to", _("to the value")
    BY = "by", _("by the amount")
    PERCENT = "percent", _("by percent")


@dataclass(frozen=True)
class GoalWish:
    """`figure` (its key) is to move until a day: to `amount`, or by it. Shares are of one."""

    figure: str
    how: How
    amount: Decimal
    until: date | None

    def target(self, baseline: Decimal) -> Decimal:
        """The value that is aimed at."""
        if self.how == How.BY:
            return baseline + self.amount
        if self.how == How.PERCENT:
            return baseline + abs(baseline) * self.amount / 100
        return self.amount


@dataclass(frozen=True)
class MeasureWish:
    """What is to be done, by whom, until when, and what it costs (in the firm's currency)."""

    title: str
    owner: User | None
    due_on: date | None
    cost: Decimal | None = None
