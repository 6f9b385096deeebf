"""What is done to the people of the house: adding them, changing what they may, closing their access."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from nahbar.core.access import Ability, Role, demand
from nahbar.core.actors import By
from nahbar.core.files import release, store_bytes
from nahbar.core.ledger import changes, record
from nahbar.core.models import User
from nahbar.core.pictures import kind_of_picture
from nahbar.core.refusals import Refused

OWN_FIELDS = ("name", "language", "theme")


@transaction.atomic
def add_person(
    email: str, *, name: str, role: Role, by: By, at: datetime, language: str = ""
) -> User:
    """Add somebody; they come in by a link and then choose a password or a passkey."""
    demand(by, Ability.SET_UP_HOUSE)
    address = email.strip().lower()
    try:
        with transaction.atomic():
            person = User.objects.create_user(address, name=name, role=role, language=language)
    except IntegrityError as error:
        raise Refused("address_taken", _("Somebody here already has this mail address.")) from error
    after = {"email": person.email, "name": person.name, "role": person.role}
    record("people.added", by=by, at=at, subject=person, after=after)
    return person


@transaction.atomic
def change_role(person: User, role: Role, *, by: By, at: datetime) -> User:
    """Give somebody another role. One active owner always remains."""
    demand(by, Ability.SET_UP_HOUSE)
    person = _locked(person)
    if person.role == role:
        return person
    if role != Role.OWNER:
        _keep_an_owner(person)
    before, person.role = person.role, role
    person.save(update_fields=["role"])
    record(
        "people.role_changed",
        by=by,
        at=at,
        subject=person,
        details={"before": before, "after": role},
    )
    return person


@transaction.atomic
def close_access(person: User, *, by: By, at: datetime) -> User:
    """Somebody leaves the house: they can no longer sign in, what they did stays theirs.

    Sessions end for good: coming back begins with a new sign-in.
    """
    demand(by, Ability.SET_UP_HOUSE)
    person = _locked(person)
    if not person.is_active:
        return person
    _keep_an_owner(person)
    person.is_active = False
    person.times_closed += 1
    person.save(update_fields=["is_active", "times_closed"])
    person.sign_in_links.filter(used_at=None).delete()
    record("people.access_closed", by=by, at=at, subject=person)
    return person


@transaction.atomic
def open_access(person: User, *, by: By, at: datetime) -> User:
    """Somebody comes back."""
    demand(by, Ability.SET_UP_HOUSE)
    person = _locked(person)
    if person.is_active:
        return person
    person.is_active = True
    person.save(update_fields=["is_active"])
    record("people.access_opened", by=by, at=at, subject=person)
    return person


@transaction.atomic
def change_own_settings(person: User, *, at: datetime, **new: str) -> User:
    """Change one's own name, language or theme."""
    before, after = changes(person, OWN_FIELDS, new)
    if after:
        for field, value in after.items():
            setattr(person, field, value)
        person.save(update_fields=list(after))
        record("people.changed", by=person, at=at, subject=person, before=before, after=after)
    return person


@transaction.atomic
def give_picture(person: User, content: bytes, *, by: By, at: datetime) -> User:
    """Show somebody with this picture from now on. Raises Refused (`no_picture`)."""
    demand(by, Ability.SET_UP_HOUSE)
    if kind_of_picture(content) is None:
        raise Refused("no_picture", _("This is no picture that can be shown."))
    person = _locked(person)
    before = person.picture
    person.picture = store_bytes(content, at=at)
    person.save(update_fields=["picture"])
    if before is not None:
        release(before)
    record("people.picture_given", by=by, at=at, subject=person)
    return person


def find_person(email: str) -> User:
    """The person with this mail address. Raises Refused (`no_such_person`)."""
    person = User.objects.filter(email__iexact=email.strip()).first()
    if person is None:
        raise Refused("no_such_person", _("Nobody here has this mail address."))
    return person


def _locked(person: User) -> User:
    """The person as they are now, with all owners held until the transaction ends."""
    list(User.objects.select_for_update().filter(role=Role.OWNER).order_by("pk"))
    return User.objects.select_for_update().get(pk=person.pk)


def _keep_an_owner(person: User) -> None:
    others = User.objects.filter(role=Role.OWNER, is_active=True).exclude(pk=person.pk)
    if person.role == Role.OWNER and person.is_active and not others.exists():
        raise Refused("last_owner", _("The house needs one owner. Make somebody else owner first."))
