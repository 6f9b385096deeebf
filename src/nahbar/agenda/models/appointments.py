"""Appointments: who meets whom of us, when, where, and what became of it; and the links to a calendar."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.customers.models import Customer
from nahbar.team.models import Branch


class Appointment(models.Model):
    """A time that somebody of us keeps for a customer, or for the house.

    Whoever booked it by a link is `guest_name`, reached by `guest_contact`; `customer` is who that
    is, where it is certain. `ticket` is the digest of what lets the guest change it; a form sent
    twice has the same one. `booked_by` is who of us made it; nobody: the customer did.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", _("Visit")
        DELIVERY = "delivery", _("Delivery")
        PICK_UP = "pick_up", _("Pick-up")
        SERVICE = "service", _("Service")
        CALL = "call", _("Call")
        INTERNAL = "internal", _("Internal")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        CAME = "came", _("came")
        MISSED = "missed", _("did not come")
        CANCELLED = "cancelled", _("called off")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="appointments",
        db_index=False,
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, related_name="appointments", null=True, db_index=False
    )
    guest_name = models.CharField(max_length=200, blank=True)
    guest_contact = models.CharField(max_length=254, blank=True)
    kind = models.CharField(_("What it is"), max_length=8, choices=Kind, default=Kind.VISIT)
    title = models.CharField(_("About"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, db_index=False)
    place = models.CharField(_("Place"), max_length=200, blank=True)
    note = models.TextField(_("Note"), blank=True, max_length=2_000)
    status = models.CharField(max_length=9, choices=Status, default=Status.PLANNED)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )
    ticket = models.CharField(max_length=64, unique=True, null=True, editable=False)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "starts_at"], name="appointment_of_person"),
            models.Index(fields=["customer", "starts_at"], name="appointment_of_customer"),
            models.Index(fields=["starts_at"], name="appointment_by_time"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="appointment_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"

    @property
    def is_planned(self) -> bool:
        """Whether it is still to take place, or nobody said yet whether it did."""
        return self.status == Appointment.Status.PLANNED


class CalendarLink(models.Model):
    """An address that opens a part of somebody's calendar to whoever knows it; only its digest is kept.

    A feed shows one's own appointments to a calendar program. A booking link lets others book:
    anybody, or one `customer`. The figures say how long such an appointment is, how many hours
    ahead it must be booked, and how many days ahead it may be.
    """

    class Purpose(models.TextChoices):
        FEED = "feed"
        BOOKING = "booking"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links"
    )
    purpose = models.CharField(max_length=7, choices=Purpose)
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, related_name="calendar_links", null=True
    )
    digest = models.CharField(max_length=64, unique=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=30)
    lead_hours = models.PositiveSmallIntegerField(_("Hours ahead, at least"), default=24)
    days_ahead = models.PositiveSmallIntegerField(_("Days ahead, at most"), default=28)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(closed_at=None, customer=None),
                name="one_open_link_of_person",
            ),
            models.UniqueConstraint(
                fields=["person", "purpose", "customer"],
                condition=models.Q(closed_at=None),
                name="one_open_link_for_customer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} link {self.pk}"
