"""What the calendar offers in the palette."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability
from nahbar.core.palette import Command

COMMANDS = (
    Command(
        "calendar",
        _("Calendar"),
        _("week appointments"),
        reverse_lazy("calendar"),
        "g c",
        Ability.SEE_AGENDA,
    ),
    Command(
        "appointment_new",
        _("Make an appointment"),
        _("new meeting calendar"),
        reverse_lazy("appointment_new"),
        "m c",
        Ability.KEEP_AGENDA,
    ),
    Command(
        "team",
        _("Who is here"),
        _("hours absences holiday sick stand-in"),
        reverse_lazy("team"),
        "g d",
        Ability.SEE_AGENDA,
    ),
    Command(
        "calendar_links",
        _("Links to my calendar"),
        _("subscribe booking"),
        reverse_lazy("calendar_links"),
        "",
        Ability.SEE_AGENDA,
    ),
    Command(
        "mails", _("Outgoing mail"), _("sent failed"), reverse_lazy("mails"), "", Ability.LEAD_TEAM
    ),
)
