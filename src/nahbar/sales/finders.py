"""Which customers an order number points to."""

from django.utils.translation import gettext_lazy as _

from nahbar.core.search import Finder
from nahbar.sales.models import Order

LONGEST = 60


def find_by_order_number(text: str, limit: int) -> list[int]:
    """Customers (primary keys) who have an order of this number, the newest order first."""
    typed = text.strip()
    if not typed or len(typed) > LONGEST:
        return []
    orders = Order.objects.filter(number__in={typed, typed.upper()}, customer__isnull=False)
    newest = orders.order_by("-ordered_at", "-id").values_list("customer_id", flat=True)
    return list(dict.fromkeys(newest[: limit * 4]))[:limit]


BY_ORDER_NUMBER = Finder(find_by_order_number, _("Order number"), 0.98, "order")
