"""Who has a customer's page open at this moment."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from nahbar.customers.models.customer import Customer


class Viewing(models.Model):
    """One person before one customer's page; `doing` is the code of what they are editing there.

    No record of the house: rows are swept as soon as nobody can be behind them any more.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    doing = models.CharField(max_length=30, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["customer", "user"], name="viewing_once")
        ]

    def __str__(self) -> str:
        return f"viewing {self.pk}"
