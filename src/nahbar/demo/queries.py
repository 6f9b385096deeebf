"""What others ask of the demo: whether it is shown, how far it is, what would go with it."""

from dataclasses import dataclass

from nahbar.customers.models import Customer
from nahbar.demo.models import Demo
from nahbar.intake.models import Import
from nahbar.moments.models import Encounter
from nahbar.sales.models import Order

PERCENT = {
    Demo.Step.WAITING: 0,
    Demo.Step.PEOPLE: 5,
    Demo.Step.READING: 15,
    Demo.Step.STORING: 35,
    Demo.Step.RELATIONS: 80,
    Demo.Step.VALUE: 85,
    Demo.Step.READY: 100,
}


@dataclass(frozen=True)
class Counts:
    """How much the house knows."""

    customers: int
    orders: int
    encounters: int


def the_demo() -> Demo | None:
    """The demo, while the house shows one."""
    return Demo.objects.filter(pk=1).first()


def is_being_made(demo: Demo) -> bool:
    """Whether it is not whole yet."""
    return demo.step != Demo.Step.READY


def percent_of(demo: Demo) -> int:
    """How far the making of it is, 0 … 100."""
    return PERCENT[Demo.Step(demo.step)]


def knows_anybody() -> bool:
    """Whether there is anything that a demo must not be mixed with."""
    return any(model.objects.exists() for model in (Customer, Order, Encounter, Import))


def count_all() -> Counts:
    """Customers, orders and encounters of the house."""
    return Counts(Customer.objects.count(), Order.objects.count(), Encounter.objects.count())
