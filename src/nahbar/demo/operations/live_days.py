"""Letting the demo firm live its days: hours, a holiday, appointments, promises, and whom the owner sees to."""

from datetime import datetime

from django.db import transaction

from nahbar.core.access import Ability, demand
from nahbar.core.actors import By
from nahbar.core.clock import house_zone
from nahbar.core.models import User
from nahbar.demo.day_words import car_in_words
from nahbar.demo.days import fill_calendar
from nahbar.demo.drivers import Driver, drivers_of_branches, give_into_care
from nahbar.demo.hours import Staff, settle_hours
from nahbar.demo.models import Demo
from nahbar.demo.promises import fill_lists
from nahbar.insight.synth.team import OWNER, PEOPLE
from nahbar.team.models import OWNERS_PLACE
from nahbar.team.queries import the_firm


@transaction.atomic
def live_days(demo: Demo, *, seed: int, by: By, at: datetime) -> None:
    """Fill calendars and lists around this day. Equal seed, day and time of day: equal days.

    What colleagues did is theirs in the ledger too; the rest is by `by`. Expects the customers, their
    cars and their figures.
    """
    demand(by, Ability.SET_UP_HOUSE)
    today = at.astimezone(house_zone()).date()
    firm = the_firm()
    language = 1 if firm and firm.language == "en" else 0
    staff, drivers = _staff(demo), drivers_of_branches(language)
    settle_hours(staff, today, by=by, at=at)
    cared_for = give_into_care(staff[OWNER], drivers[0], today, by=by, at=at)
    cars = {one.customer.pk: one.car for some in drivers for one in some}
    some_car = car_in_words("", language)
    hers = [Driver(one, cars.get(one.pk, some_car)) for one in cared_for]
    fill_calendar(staff, drivers, seed=seed, language=language, at=at)
    others = [some[::-1] for some in drivers]
    fill_lists(staff, others, hers, language=language, at=at)


def _staff(demo: Demo) -> Staff:
    """The nine by their number in the simulation."""
    known = {person.name: person for person in User.objects.filter(pk__in=demo.people)}
    if demo.is_lent:
        place = User.objects.get(email=OWNERS_PLACE)
        known[place.name] = place
    return {number: known[name] for number, (name, *_rest) in enumerate(PEOPLE)}
