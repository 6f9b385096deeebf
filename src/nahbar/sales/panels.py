"""Our piece of the customer's page: what they buy."""

from datetime import datetime

from django.db.models import Count, Max, Sum
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.core.panels import Panel
from nahbar.customers.models import Customer
from nahbar.sales.models import Order, OrderKind, OrderLine

FAVOURITES = 5


def bought_panel(request: HttpRequest, customer: Customer) -> Panel | None:
    """How often they ordered, cancelled, returned …, and the products they bought most often."""
    kinds = Order.objects.filter(customer=customer).order_by().values_list("kind")
    counts = {
        kind: (count, last) for kind, count, last in kinds.annotate(Count("id"), Max("ordered_at"))
    }
    if not counts:
        return None
    facts = [
        (str(kind.label), _times(count), _last(last))
        for kind in OrderKind
        for count, last in [counts.get(kind, (0, None))]
        if count
    ]
    shows = {"facts_of_orders": facts, "favourites": _favourites(customer)}
    return Panel("sales/bought.html", shows, place="aside", rank=45)


def _times(count: int) -> str:
    return ngettext("%(count)s time", "%(count)s times", count) % {"count": formats.number(count)}


def _last(at: datetime) -> str:
    return _("last on %(date)s") % {"date": formats.date(at)}


def _favourites(customer: Customer) -> list[tuple[str, str]]:
    lines = OrderLine.objects.filter(
        order__customer=customer, kind=OrderKind.ORDER, product__isnull=False
    )
    often = (
        lines.values("product__name", "product__sku")
        .annotate(orders=Count("order", distinct=True), amount_of_all=Sum("amount"))
        .order_by("-orders", "-amount_of_all", "product__name")[:FAVOURITES]
    )
    return [
        (row["product__name"] or row["product__sku"], _times(row["orders"]))
        for row in often
        if row["product__name"] or row["product__sku"]
    ]
