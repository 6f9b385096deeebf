"""Our pieces of the customer's page: who they are, how they are reached, what is known and whence."""

from django.http import HttpRequest

from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.customers.pieces import piece_of, shows, template_of


def remarks_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Likes, dislikes, good to know: who wrote it, and that the customer may read it."""
    return _piece(request, customer, "remarks", rank=25)


def reach_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Mails, numbers, pages, addresses."""
    return _piece(request, customer, "reach", rank=35)


def days_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """Birthdays and other days."""
    return _piece(request, customer, "days", rank=37)


def relations_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """To whom they belong."""
    return _piece(request, customer, "relations", rank=40)


def sources_panel(request: HttpRequest, customer: Customer) -> Panel:
    """How we know: opened, it says which source says something of them, and since when."""
    return Panel("customers/panels/sources.html", {"customer": customer}, place="aside", rank=90)


def _piece(request: HttpRequest, customer: Customer, name: str, *, rank: int) -> Panel | None:
    """A piece of the side column; without anything known only for who may add something."""
    piece = piece_of(request, customer, name)
    shown = shows(piece, request, "")
    is_known = any(value for key, value in shown.items() if key != "piece")
    if not is_known and not piece.may_edit:
        return None
    return Panel(template_of(piece), shown, place="aside", rank=rank)
