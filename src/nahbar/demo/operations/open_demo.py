"""Making the demo firm the way every firm comes in: people are added, files are taken over."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.circulation.operations.take_over import take_over_things
from nahbar.core import clock
from nahbar.core.actors import By
from nahbar.core.bulk import read_matching
from nahbar.core.ledger import record
from nahbar.core.models import Source, User
from nahbar.core.refusals import Refused
from nahbar.core.turns import NotOurTurn, turn
from nahbar.core.worker import Worker
from nahbar.customers.models import CustomerNumber
from nahbar.customers.operations.relations import relate
from nahbar.demo.exports import write_exports
from nahbar.demo.models import Demo
from nahbar.demo.operations.announce import announce_demo
from nahbar.demo.operations.clear import clear_house
from nahbar.demo.operations.live_days import live_days
from nahbar.demo.people import add_people
from nahbar.demo.queries import Counts, count_all
from nahbar.demo.things import cars_of
from nahbar.insight.synth import Firm, simulate_firm
from nahbar.intake.command import prepare_import, take_over
from nahbar.value.models import ValueSettings
from nahbar.value.operations.change_rules import change_rules

SEED = 1
SOURCE = "Händlersystem"
KEPT_FOR_YEARS = ("Neuwagen", "Gebrauchtwagen", "Fahrzeugankauf")
Step = Demo.Step
Tell = Callable[[Demo], None]


@dataclass(frozen=True)
class _Call:
    by: By
    at: datetime


def open_demo(
    *, by: By, at: datetime, customers: int = 3_000, tell: Tell = lambda _: None
) -> Counts:
    """Make the demo firm of `customers` customers; `tell` hears of each step.

    Made anew where an earlier making was cut off. Raises Refused (`data_there`, `demo_there`,
    `demo_busy`), and whatever an import may refuse.
    """
    try:
        with turn("demo", wait=False):
            demo = announce_demo(by=by, at=at)
            _make(demo, customers, tell, by=by, at=at)
    except NotOurTurn as error:
        raise Refused("demo_busy", _("The demo firm is being made just now.")) from error
    return count_all()


def _make(demo: Demo, customers: int, tell: Tell, *, by: By, at: datetime) -> None:
    def begin(step: Demo.Step) -> None:
        demo.step = step
        demo.save(update_fields=["step"])
        tell(demo)

    with transaction.atomic():
        if demo.step != Step.WAITING:
            clear_house(keep=_kept_people(demo))
        begin(Step.PEOPLE)
        yesterday = at.astimezone(clock.house_zone()).date() - timedelta(days=1)
        firm = simulate_firm(seed=SEED, as_of=yesterday, customers=customers)
        people = add_people(firm, is_lent=demo.is_lent, by=by, at=at)
        demo.people = [person.pk for person in people]
        demo.save(update_fields=["people"])
        rules = ValueSettings.objects.first() or ValueSettings()
        change_rules(rules={}, long_groups=KEPT_FOR_YEARS, version=rules.version, by=by, at=at)
    begin(Step.READING)
    _take_over(firm, lambda: begin(Step.STORING), by=by, at=at)
    begin(Step.RELATIONS)
    _relate(firm, by=by, at=at)
    _note_cars(firm, by=by, at=at)
    begin(Step.VALUE)
    Worker().drain()  # what hears of an import does its part at once, the figures among it
    live_days(demo, seed=SEED, by=by, at=at)
    with transaction.atomic():
        begin(Step.READY)
        counts = count_all()
        record("demo.opened", by=by, at=at, subject=demo, details=vars(counts))


def _kept_people(demo: Demo) -> list[int]:
    return list(User.objects.exclude(pk__in=demo.people).values_list("pk", flat=True))


def _take_over(firm: Firm, go_on: Callable[[], None], *, by: By, at: datetime) -> None:
    """By the same steps as any files; what the columns become is proposed and taken as it is."""
    call: Any = _Call(by, at)
    with tempfile.TemporaryDirectory(dir=settings.NAHBAR_HOME / "work") as folder:
        paths = write_exports(firm, Path(folder))
        import_run = prepare_import(
            paths, source=SOURCE, kind="", wishes={}, call=call, tell=lambda _: None
        )
    go_on()
    take_over(import_run, call=call, tell=lambda _: None)


@transaction.atomic
def _relate(firm: Firm, *, by: By, at: datetime) -> None:
    """Who sent whom: the files name it, and the house knows both."""
    numbers = firm.customers["number"]
    pairs = [(numbers[one], numbers[other]) for one, other in firm.referrals.iter_rows()]
    named = CustomerNumber.objects.filter(source__name=SOURCE, valid_until=None)
    named = named.filter(number__in={number for pair in pairs for number in pair})
    known = {one.number: one.customer for one in named.select_related("customer")}
    for sent, sender in pairs:
        if sent in known and sender in known:
            relate(known[sent], known[sender], "sent_by", by=by, at=at)


@transaction.atomic
def _note_cars(firm: Firm, *, by: By, at: datetime) -> None:
    """What its customers drive, as its bills say."""
    cars, source = cars_of(firm), Source.objects.get(name=SOURCE)
    customers = read_matching(
        "SELECT number, customer_id FROM customers_customernumber"
        " WHERE valid_until IS NULL AND number IN {keys}",
        cars["number"].unique(),
        schema={"number": pl.String, "customer_id": pl.Int64},
    ).unique("number")
    products = read_matching(
        "SELECT sku, id FROM sales_product WHERE sku IN {keys}",
        cars["sku"].unique(),
        schema={"sku": pl.String, "product_id": pl.Int64},
    ).unique("sku")
    known = cars.join(customers, on="number").join(products, on="sku", how="left")
    take_over_things(known, source=source, by=by, at=at)
