"""Things in words."""

from datetime import date

from django.utils.translation import gettext as _

from nahbar.circulation.models import Holding, Thing
from nahbar.core import formats


def thing_in_short(thing: Thing) -> str:
    """What it is and its mark: "Tavaro Linea, G 412 BT"."""
    return ", ".join(filter(None, (thing.name, thing.mark)))


def thing_line(thing: Thing) -> str:
    """Kind, how they have it, since and until when."""
    parts = [thing.kind]
    if thing.holding != Holding.OWNED:
        parts.append(str(Holding(thing.holding).label))
    if thing.since:
        parts.append(_("since %(date)s") % {"date": formats.date(thing.since)})
    if thing.ended_on:
        parts.append(_("until %(date)s") % {"date": formats.date(thing.ended_on)})
    return " · ".join(part for part in parts if part)


def due_back(thing: Thing, today: date) -> str:
    """When it is to come back, if that was agreed; what they no longer have is not due."""
    if thing.until is None or thing.ended_on is not None:
        return ""
    told = {"date": formats.date(thing.until)}
    if thing.until < today:
        return _("should be back since %(date)s") % told
    return _("back by %(date)s") % told
