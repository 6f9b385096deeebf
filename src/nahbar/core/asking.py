"""Who is asking, behind the access door."""

from django.http import HttpRequest

from nahbar.core.models import User


def person_in(request: HttpRequest) -> User:
    """The signed-in person; only views behind the door may ask."""
    if not isinstance(request.user, User):
        raise TypeError("this view stands outside the door")
    return request.user
