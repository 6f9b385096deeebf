"""Who read a customer's page. Rows are only added; the database lets none go before its time."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a whole customer was read."""

    PAGE = "page", _("On the screen")
    PRINT = "print", _("To print")
    FILE = "file", _("As a file")
    SHOW = "show", _("At the command line")
    OFFLINE = "offline", _("Kept on the device")
    API = "api", _("By another program")


class AccessLogEntry(models.Model):
    """Somebody read all that is known of one customer; nobody: the house's own command line.

    The customer is named by primary key alone, for customers live in a room above.
    """

    Way = Way

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    customer_id = models.BigIntegerField()
    read_at = models.DateTimeField()
    way = models.CharField(max_length=8, choices=Way)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["customer_id", "reader", "read_at"], name="access_to_customer"),
            models.Index(fields=["reader", "id"], name="access_by_reader"),
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"
