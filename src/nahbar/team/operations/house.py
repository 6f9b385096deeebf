"""Opening the house, and changing what the firm has decided about itself."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, Role, demand
from nahbar.core.actors import By
from nahbar.core.files import release
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.refusals import Refused
from nahbar.core.sign_in_links import use_sign_in_link
from nahbar.team.models import OWNERS_PLACE, Country, Firm, Tone

CURRENCIES = {Country.AT: "EUR", Country.DE: "EUR", Country.CH: "CHF"}
DECIDED = ("name", "country", "region", "language", "tone", "currency", "keeps_pages_offline")


def keep_place_for_owner() -> User:
    """The person who will set up the house, before they have said who they are."""
    place, _created = User.objects.get_or_create(
        email=OWNERS_PLACE, defaults={"role": Role.OWNER, "password": "!"}
    )
    return place


@transaction.atomic
def open_house(
    *,
    firm: str,
    country: Country,
    language: str,
    email: str,
    password: str,
    by: By,
    at: datetime,
    name: str = "",
    tone: Tone = Tone.INFORMAL,
) -> tuple[Firm, User]:
    """Set up the house with its firm and its first owner. Raises Refused when it has a firm."""
    demand(by, Ability.SET_UP_HOUSE)
    owner = User.objects.select_for_update().get(pk=keep_place_for_owner().pk)
    if Firm.objects.exists():
        raise Refused("house_open", _("This house is set up already."))
    owner.email, owner.name = email.strip().lower(), name
    check_password(password, owner)
    owner.set_password(password)
    owner.save()
    owner.sign_in_links.filter(used_at=None).delete()  # they were for whoever sets the house up
    opened = Firm.objects.create(
        pk=1,
        name=firm,
        country=country,
        language=language,
        tone=tone,
        currency=CURRENCIES[country],
        created_at=at,
    )
    after = {field: getattr(opened, field) for field in DECIDED}
    record("house.opened", by=by, at=at, subject=opened, after=after)
    record("people.added", by=by, at=at, subject=owner, after={"email": owner.email, "name": name})
    return opened, owner


@transaction.atomic
def lend_house(
    *, firm: str, country: Country, language: str, owner: str, by: By, at: datetime
) -> Firm:
    """Open the house under an invented name, for looking around; its owner's place stays free."""
    demand(by, Ability.SET_UP_HOUSE)
    if Firm.objects.exists():
        raise Refused("house_open", _("This house is set up already."))
    User.objects.filter(pk=keep_place_for_owner().pk).update(name=owner)
    lent = Firm.objects.create(
        pk=1,
        name=firm,
        country=country,
        language=language,
        currency=CURRENCIES[country],
        created_at=at,
    )
    record("house.lent", by=by, at=at, subject=lent)
    return lent


def take_house_back() -> None:
    """Undo `lend_house`: the house is as if nobody had been there. Who calls this records it."""
    place = User.objects.select_related("picture").get(pk=keep_place_for_owner().pk)
    if place.picture is not None:
        release(place.picture)
    place.name, place.picture = "", None
    place.save(update_fields=["name", "picture"])
    Firm.objects.all().delete()


@transaction.atomic
def open_house_by_link(
    token: str,
    *,
    firm: str,
    country: str,
    language: str,
    tone: str,
    email: str,
    name: str,
    password: str,
    at: datetime,
) -> User:
    """Use up the owner's first link and set up the house in one go; if one fails, neither is done."""
    owner = use_sign_in_link(token, at=at)
    _firm, owner = open_house(
        firm=firm,
        country=Country(country),
        language=language,
        tone=Tone(tone),
        email=email,
        name=name,
        password=password,
        by=owner,
        at=at,
    )
    return owner


@transaction.atomic
def change_firm(firm: Firm, *, by: By, at: datetime, **new: str | bool) -> Firm:
    """Change what the firm has decided: name, country, region, language, tone, currency, offline."""
    demand(by, Ability.SET_UP_HOUSE)
    firm = Firm.objects.select_for_update().get(pk=firm.pk)
    before, after = changes(firm, DECIDED, new)
    if after:
        for field, value in after.items():
            setattr(firm, field, value)
        firm.save(update_fields=list(after))
        record("house.changed", by=by, at=at, subject=firm, before=before, after=after)
    return firm


def check_password(password: str, person: User) -> None:
    """Raises Refused (`weak_password`) with what is wrong with it."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("weak_password", " ".join(error.messages)) from error
