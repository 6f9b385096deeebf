"""The sentences with which a customer's page begins."""

from django.utils.translation import gettext as _

from nahbar.core import formats
from nahbar.customers.choices import language_name
from nahbar.customers.models import Customer
from nahbar.customers.models.customer import Stage
from nahbar.customers.names import spoken_as


def introduce(customer: Customer, house_language: str) -> list[str]:
    """How to address them, in which language, since when they are known, and how they found us."""
    told = [spoken_as(customer), customer.title_behind, _organisation(customer)]
    sentences = [", ".join(filter(None, told))]
    if customer.language and not customer.language.startswith(house_language):
        named = {"language": language_name(customer.language)}
        sentences.append(_("Prefers to speak %(language)s") % named)
    if customer.since:
        known = {"date": formats.date(customer.since, "long")}
        is_customer = customer.stage == Stage.CUSTOMER
        sentences.append(
            (_("Customer since %(date)s") if is_customer else _("Known since %(date)s")) % known
        )
    if customer.found_us:
        sentences.append(_("Found us through: %(how)s") % {"how": customer.found_us})
    return [f"{sentence.rstrip('.')}." for sentence in sentences if sentence]


def _organisation(customer: Customer) -> str:
    return "" if customer.organisation in {"", customer.name} else customer.organisation
