"""Who is here for somebody: an item of their day as soon as the counter says that they came."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.agenda.appointment_words import headline, names_of
from nahbar.agenda.models import Appointment
from nahbar.core import formats
from nahbar.core.models import User
from nahbar.core.today import Action, Item, ItemKind
from nahbar.reception.visitors import COMING

WAITS = timedelta(minutes=45)  # after that they have met, or the visitor has gone


def visitors_here(person: User, at: datetime) -> list[Item]:
    """Those who came to this person within the last while."""
    came = Appointment.objects.filter(
        person=person,
        kind__in=COMING,
        status=Appointment.Status.CAME,
        starts_at__gt=at - timedelta(hours=12),
        changed_at__gt=at - WAITS,
    )
    here = list(came.select_related("customer", "branch").order_by("changed_at"))
    names = names_of(here)
    return [_item(one, names[one.pk]) for one in here]


def _item(appointment: Appointment, name: str) -> Item:
    return Item(
        key=f"visitor:{appointment.pk}:{appointment.version}",
        kind=ItemKind.VISITOR,
        customer_id=appointment.customer_id,
        due_at=appointment.changed_at,
        title=_("Is here") if appointment.customer_id else _("%(name)s is here") % {"name": name},
        why=f"{headline(appointment, '')}, {formats.time(appointment.changed_at)}",
        weight=1.0,
        url=reverse("visitors"),
        actions=_actions(appointment),
    )


def _actions(appointment: Appointment) -> tuple[Action, ...]:
    if appointment.customer is None:
        return (Action(_("Show"), reverse("visitors"), is_link=True),)
    noting = reverse("customer_encounters", args=[appointment.customer.public_id])
    return (Action(_("Note a moment"), f"{noting}?channel=visit", is_link=True),)
