"""What the room offers in the palette."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.palette import Command

COMMANDS = (
    Command(
        "visitors",
        _("Who comes today"),
        _("visitors expected counter deliveries"),
        reverse_lazy("visitors"),
        "g b",
        Ability.SEE_AGENDA,
    ),
    Command(
        "my_telephone",
        _("My telephone"),
        _("calls extension dial"),
        reverse_lazy("my_telephone"),
        "",
        Ability.TAKE_CALLS,
    ),
    Command(
        "phone_systems",
        _("Telephone systems"),
        _("calls settings"),
        reverse_lazy("phone_systems"),
        "",
        Ability.SET_UP_HOUSE,
    ),
)
