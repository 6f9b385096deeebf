"""Whether somebody is reminded by mail as well, and of what they were."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminding(models.Model):
    """How somebody wants to be reminded. On Today everybody is; no row: there alone."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminding"
    )
    by_mail = models.BooleanField(_("Remind me by mail as well"), default=False)

    def __str__(self) -> str:
        return f"reminding {self.pk}"


class Reminder(models.Model):
    """A reminder that was sent: of `what` (`task:id`, `appointment:id`), due at this moment."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    what = models.CharField(max_length=40)
    due_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "what", "due_at"], name="reminded_once")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"
