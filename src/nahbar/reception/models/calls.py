"""Calls, as telephone systems tell of them. Kept for days, then swept."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.reception.models.telephones import PhoneSystem


class Direction(models.TextChoices):
    """Who called whom."""

    INCOMING = "in", _("incoming call")
    OUTGOING = "out", _("outgoing call")


class CallState(models.TextChoices):
    """How far a call is; it only ever goes forward."""

    RINGING = "ringing", _("ringing")
    ANSWERED = "answered", _("being spoken")
    ENDED = "ended", _("ended")
    MISSED = "missed", _("missed")


OVER = (CallState.ENDED, CallState.MISSED)
RINGS = timedelta(minutes=2)  # after that a system has forgotten to say that it stopped
LONGEST_CALL = timedelta(hours=4)


class IncomingCall(models.Model):
    """One call. `number` is E.164 or the digits that were sent; empty: it was suppressed.

    `call_key` is what its system calls it. `handled_by` has taken it on: for the others it is done.
    Who calls is not stored: customers are found by the number whenever the call is shown.
    """

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    system = models.ForeignKey(PhoneSystem, on_delete=models.CASCADE, db_index=False)
    call_key = models.CharField(max_length=100, blank=True)
    number = models.CharField(max_length=21, blank=True)
    caller_name = models.CharField(max_length=80, blank=True)
    extension = models.CharField(max_length=20, blank=True)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.INCOMING)
    state = models.CharField(max_length=8, choices=CallState, default=CallState.RINGING)
    began_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    put_away_by = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["changed_at"], name="call_by_time"),
            models.Index(fields=["system", "began_at"], name="call_of_system"),
            models.Index(fields=["system", "number", "-id"], name="call_by_number"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "call_key"],
                condition=~models.Q(call_key=""),
                name="call_once",
            )
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"

    @property
    def is_over(self) -> bool:
        """Whether nobody is on the line any more."""
        return self.state in OVER
