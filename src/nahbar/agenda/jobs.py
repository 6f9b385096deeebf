"""What runs each minute and each night."""

from nahbar.agenda.operations.guests import tell_guests
from nahbar.agenda.operations.reminders import forget_reminders, remind_by_mail
from nahbar.core import clock


def tell_and_remind() -> None:
    """Tell guests what became of their appointments, and remind who wants it by mail."""
    tell_guests(at=clock.now())
    remind_by_mail(at=clock.now())


def forget_old_reminders() -> None:
    """Let go of what was sent long ago."""
    forget_reminders(at=clock.now())
