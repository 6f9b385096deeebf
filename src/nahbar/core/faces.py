"""How somebody is drawn: by their picture, else by initials on a colour that stays theirs."""

import uuid
from dataclasses import dataclass

from django.urls import reverse

from nahbar.core.models import User


@dataclass(frozen=True)
class Face:
    """What the `avatar` piece draws; `hue` in degrees."""

    name: str
    initials: str
    hue: int
    subtitle: str = ""
    kind: str = "person"
    photo_url: str = ""


def face_of(name: str, public_id: uuid.UUID, *, subtitle: str = "", kind: str = "person") -> Face:
    """The face of somebody called `name`."""
    return Face(name, initials(name), public_id.int % 360, subtitle, kind)


def face_of_person(person: User, *, subtitle: str = "") -> Face:
    """The face of somebody of the house; a new picture has a new address, so that old ones keep."""
    photo = ""
    if person.picture_id is not None:
        photo = f"{reverse('person_picture', args=[person.public_id])}?v={person.picture_id}"
    name = str(person)
    return Face(name, initials(name), person.public_id.int % 360, subtitle, photo_url=photo)


def initials(name: str) -> str:
    """The first letters of the first and the last word that begin with one."""
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return (letters[0] + letters[-1] if len(letters) > 1 else "".join(letters)).upper()
