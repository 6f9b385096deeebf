"""What goes out of the house: each mail as it was written, and how far it came."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id
from nahbar.core.models import StoredFile


class OutgoingMail(models.Model):
    """One mail to one address. `sender` is who of us writes; without one the house itself does.

    `why` is a code of what went wrong last. `about` names what it is about as `kind:id`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        UNCERTAIN = "uncertain", _("perhaps sent")
        FAILED = "failed", _("not sent")

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="outgoing_mails",
        db_index=False,
    )
    to = models.EmailField(_("To whom"))
    subject = models.CharField(_("Subject"), max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    about = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    why = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["try_at", "id"],
                condition=models.Q(state__in=["waiting", "sending"]),
                name="mail_on_its_way",
            ),
            models.Index(
                fields=["-id"],
                condition=~models.Q(state="sent"),
                name="mail_not_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk}"


class MailAttachment(models.Model):
    """A kept file that goes with a mail."""

    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="attachments")
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"attachment {self.pk}"
