"""What the palette offers of this room."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.palette import Command

COMMANDS = (
    Command(
        "privacy",
        _("Privacy"),
        _("data protection requests erasure breach retention"),
        reverse_lazy("privacy"),
        "g p",
        Ability.LEAD_PRIVACY,
    ),
)
