"""How far a report is, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

STEPS: dict[str, Promise] = {
    "waiting": lazy("The report begins in a moment."),
    "reading": lazy("Customers, orders and meetings are being read."),
    "analysing": lazy("Groups, rhythm, seasons and what is missing are being looked at."),
}
