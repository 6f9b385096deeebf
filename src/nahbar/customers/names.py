"""How customers are called: on a page, to their face, and at the beginning of a letter."""

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from nahbar.core.faces import Face, face_of, initials
from nahbar.customers.models import Customer
from nahbar.customers.models.customer import Kind, Salutation
from nahbar.customers.typed import visible

# A letter speaks the customer's language, whoever writes it: these lines are no screen texts.
GREETINGS = {
    "de": {
        Salutation.MS: "Sehr geehrte Frau {titled}",
        Salutation.MR: "Sehr geehrter Herr {titled}",
        Salutation.FAMILY: "Sehr geehrte Familie {family}",
        Salutation.NEUTRAL: "Guten Tag {whole}",
        Salutation.COMPANY: "Sehr geehrte Damen und Herren",
    },
    "en": {
        Salutation.MS: "Dear {ms} {family}",
        Salutation.MR: "Dear {mr} {family}",
        Salutation.FAMILY: "Dear {family} family",
        Salutation.NEUTRAL: "Dear {whole}",
        Salutation.COMPANY: "Dear Sir or Madam",
    },
}


def name_of(customer: Customer, numbers: Sequence[str] = ()) -> str:
    """The customer's name; without one, by the first of their `numbers`. Never empty."""
    if name := visible(customer.name).strip():
        is_bare = customer.kind == Kind.HOUSEHOLD and name == customer.family_name
        return _("The %(family)s family") % {"family": name} if is_bare else name
    if numbers:
        return _("Customer %(number)s") % {"number": numbers[0]}
    return _("Customer without a name")


def face_of_customer(customer: Customer, numbers: Sequence[str] = ()) -> Face:
    """How the customer is drawn."""
    face = face_of(name_of(customer, numbers), customer.public_id, kind=customer.kind)
    own = initials(visible(customer.name))
    return replace(face, initials=own or face.initials, photo_url=photo_url(customer))


def photo_url(customer: Customer) -> str:
    """Where the customer's picture is; a new one has a new address, so that old ones keep."""
    if customer.picture_id is None:
        return ""
    return f"{reverse('customer_picture', args=[customer.public_id])}?v={customer.picture_id}"


def spoken_as(customer: Customer) -> str:
    """How one of us addresses the customer ("Ms Mag. Berger"), in the reader's language."""
    named = {"name": _titled(customer), "family": customer.family_name}
    if not customer.family_name:
        return ""
    if customer.salutation == Salutation.MS:
        return _("Ms %(name)s") % named
    if customer.salutation == Salutation.MR:
        return _("Mr %(name)s") % named
    if customer.salutation == Salutation.FAMILY or customer.kind == Kind.HOUSEHOLD:
        return _("The %(family)s family") % named
    return ""


def letter_greeting(customer: Customer) -> str:
    """How a letter to the customer begins, in their language (German unless English is known).

    Titles in front of the name are spoken in German, those behind it never are; in English only
    a doctor or professor is, in place of Mr and Ms. Without form of address it stays neutral.
    """
    lines = GREETINGS["en" if customer.language.startswith("en") else "de"]
    return lines[_form(customer)].format(
        titled=_titled(customer),
        family=customer.family_name,
        whole=" ".join(filter(None, (customer.given_name, customer.family_name))),
        ms=_english_title(customer) or "Ms",
        mr=_english_title(customer) or "Mr",
    )


def _form(customer: Customer) -> Salutation:
    """The form of address that the known parts of the name allow."""
    if not customer.family_name:
        whole = customer.kind == Kind.PERSON and customer.given_name
        return Salutation.NEUTRAL if whole else Salutation.COMPANY
    if customer.salutation in {Salutation.MS, Salutation.MR, Salutation.FAMILY}:
        return Salutation(customer.salutation)
    if customer.salutation == Salutation.COMPANY:
        return Salutation.COMPANY
    return Salutation.FAMILY if customer.kind == Kind.HOUSEHOLD else Salutation.NEUTRAL


def _titled(customer: Customer) -> str:
    return " ".join(filter(None, (customer.title, customer.family_name)))


def _english_title(customer: Customer) -> str:
    for word, spoken in (("prof", "Professor"), ("dr", "Dr")):
        if any(part.lower().startswith(word) for part in customer.title.split()):
            return spoken
    return ""
