"""The telephone systems that tell of calls, and the desks at which calls are shown."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from nahbar.core.ids import new_public_id


class PhoneSystem(models.Model):
    """A telephone system that may tell of calls. Of its secret only the digest is kept."""

    public_id = models.UUIDField(unique=True, default=new_public_id, editable=False)
    name = models.CharField(_("Telephone system"), max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class CallDesk(models.Model):
    """One person's telephone: under which extension it rings, whether calls show, how it dials."""

    class Dialling(models.TextChoices):
        TEL = "tel", _("as the device does (tel:)")
        SIP = "sip", _("with a telephone program (sip:)")
        CALLTO = "callto", _("with a telephone program (callto:)")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="call_desk"
    )
    extension = models.CharField(_("My extension"), max_length=20, blank=True, db_index=True)
    shows_calls = models.BooleanField(_("Show calls at my desk"), default=False)
    dials_by = models.CharField(
        _("How I dial"), max_length=6, choices=Dialling, default=Dialling.TEL
    )

    def __str__(self) -> str:
        return f"desk {self.pk}"
