"""What this room holds on people: what they ordered. The law has accounts kept for years."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from nahbar.core.clock import house_zone
from nahbar.core.holdings import Holding, Kept, Shown, Subject
from nahbar.core.showing import laid_out
from nahbar.customers.subjects import CONTRACT
from nahbar.sales.models import Order, OrderLine

COLUMNS = (
    ("ordered_at", _("Ordered")), ("number", _("Order number")), ("kind", _("Kind")),
    ("product", _("Product")), ("quantity", _("Quantity")), ("amount", _("Amount")),
    ("currency", _("Currency")), ("promised_on", _("Promised for")), ("branch", _("Branch")),
    ("by", _("Who of us")), ("source", _("Source")),
)  # fmt: skip


def _orders(subject: Subject) -> Shown:
    found = OrderLine.objects.filter(order__customer__in=subject.customers)
    with_names = found.select_related(
        "order__branch", "order__by", "order__source", "product"
    ).order_by("-order__ordered_at", "-order_id", "pk")
    return laid_out(COLUMNS, [_line(one) for one in with_names])


def _line(line: OrderLine) -> dict[str, object]:
    order = line.order
    return {
        "ordered_at": order.ordered_at,
        "number": order.number,
        "kind": line.get_kind_display(),
        "product": (line.product.name or line.product.sku) if line.product else "",
        "quantity": line.quantity,
        "amount": line.amount,
        "currency": order.currency,
        "promised_on": order.promised_on,
        "branch": str(order.branch or ""),
        "by": str(order.by or order.by_name),
        "source": order.source.called,
    }


def _keeps(subject: Subject, years: int) -> list[Kept]:
    """Orders whose year ended less than so many years ago, each until that is over.

    Accounts are kept until the end of the calendar year (§ 132 BAO, § 147 AO, Art. 958f OR).
    """
    zone, by_day = house_zone(), dict[date, list[int]]()
    theirs = Order.objects.filter(customer__in=subject.customers)
    for pk, ordered_at in theirs.values_list("pk", "ordered_at"):
        until = date(ordered_at.astimezone(zone).year + years, 12, 31)
        by_day.setdefault(until, []).append(pk)
    return [Kept(Order._meta.label, tuple(sorted(ids)), day) for day, ids in sorted(by_day.items())]


def _erase(subject: Subject, at: datetime) -> int:
    """The document stays for as long as the law says, without whom it was for; who calls removes it then."""
    return Order.objects.filter(customer__in=subject.customers).update(customer=None)


def _let_go(model: str, ids: list[int]) -> int:
    gone = Order.objects.filter(pk__in=ids, customer=None)
    return gone.delete()[1].get(Order._meta.label, 0)


HOLDINGS = (
    Holding(
        "sales.orders", _("Orders"), _("To deliver, to account, to know what they have bought."),
        CONTRACT, ("sales.Order", "sales.OrderLine"), _orders, _erase, keeps=_keeps, let_go=_let_go,
    ),
)  # fmt: skip
