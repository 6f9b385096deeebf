"""What orders are about, for the timeline: number, amount, and the weightiest products."""

from collections.abc import Collection
from decimal import Decimal

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nahbar.core import formats
from nahbar.moments.timeline import About
from nahbar.sales.models import Order, OrderLine

FIRST_PRODUCTS = 3


def about_orders(orders: Collection[int]) -> dict[int, About]:
    """Each of these orders (primary keys), with two queries whatever their number."""
    found = Order.objects.in_bulk(list(orders))
    products = _weightiest(list(found))
    return {pk: _about(order, products.get(pk, [])) for pk, order in found.items()}


def order_label(order: Order) -> str:
    """The order by its number and amount."""
    amount = formats.money(order.amount or Decimal(0), order.currency)
    return f"{order.number} · {amount}" if order.number else amount


def _about(order: Order, products: list[str]) -> About:
    more = order.line_count - len(products)
    told = ", ".join(products)
    if products and more > 0:
        others = ngettext("%(count)s more", "%(count)s more", more) % {
            "count": formats.number(more)
        }
        told = _("%(products)s and %(others)s") % {"products": told, "others": others}
    return About(order_label(order), reverse("order", args=[order.public_id]), told)


def _weightiest(orders: list[int]) -> dict[int, list[str]]:
    lines = OrderLine.objects.filter(order__in=orders, product__isnull=False)
    ranked = lines.annotate(
        rank=Window(RowNumber(), partition_by="order_id", order_by=[F("amount").desc(), "id"])
    )
    heavy = ranked.filter(rank__lte=FIRST_PRODUCTS).select_related("product")
    names: dict[int, list[str]] = {}
    for line in heavy.order_by("order_id", "rank"):
        product = line.product
        if product and (product.name or product.sku):
            names.setdefault(line.order_id, []).append(product.name or product.sku)
    return names
