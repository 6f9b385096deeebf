"""The sentences with which a customer's page begins, each with the value it tells of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.customers.choices import language_name
from nahbar.customers.models import ContactPoint, Customer
from nahbar.customers.models.customer import Stage
from nahbar.customers.names import spoken_as
from nahbar.customers.queries import CALLED


@dataclass(frozen=True)
class Sentence:
    """What is told, and which spot of the page one edits to have it told otherwise.

    Of what nobody knows yet `is_gap` holds the question, for those who may answer it.
    """

    spot: str
    text: str
    is_gap: bool = False


def introduce(
    customer: Customer, house_language: str, points: Sequence[ContactPoint] = ()
) -> list[Sentence]:
    """How to address and reach them, in which language, since when, and how they found us."""
    told = [spoken_as(customer), customer.title_behind, _organisation(customer)]
    sentences = [
        Sentence("spoken", ", ".join(filter(None, told))),
        Sentence("language", _language(customer, house_language)),
        Sentence("", _reached(points)),
        Sentence("since", _since(customer)),
        Sentence("found_us", _found_us(customer)),
    ]
    gaps = {
        "spoken": _("How are they addressed?"),
        "since": _("Since when?"),
        "found_us": _("How did they find us?"),
    }
    ended = [
        Sentence(one.spot, f"{one.text.rstrip('.')}.")
        if one.text
        else Sentence(one.spot, gaps.get(one.spot, ""), is_gap=True)
        for one in sentences
    ]
    return [one for one in ended if one.text]


def _language(customer: Customer, house_language: str) -> str:
    if not customer.language or customer.language.startswith(house_language):
        return ""
    return _("Prefers to speak %(language)s") % {"language": language_name(customer.language)}


def _since(customer: Customer) -> str:
    if not customer.since:
        return ""
    known = {"date": formats.date(customer.since, "long")}
    if customer.stage == Stage.CUSTOMER:
        return _("Customer since %(date)s") % known
    return _("Known since %(date)s") % known


def _reached(points: Sequence[ContactPoint]) -> str:
    """By which means they can be reached, the quickest first."""
    kinds = {one.kind for one in points}
    by_phone, by_mail = kinds.intersection(CALLED), ContactPoint.Kind.EMAIL in kinds
    if by_phone and by_mail:
        return _("Can be reached by phone and by mail")
    if by_phone:
        return _("Can be reached by phone")
    return _("Can be reached by mail") if by_mail else ""


def _found_us(customer: Customer) -> str:
    return _("Found us through: %(how)s") % {"how": customer.found_us} if customer.found_us else ""


def _organisation(customer: Customer) -> str:
    return "" if customer.organisation in {"", customer.name} else customer.organisation
