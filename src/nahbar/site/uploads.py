"""Large requests are read for those alone who may bring files, at the addresses that take some.

Django reads a form before any page is asked: to look for its secret. So it is decided before, by
what the request says of itself, and nothing of a refused one is read.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from nahbar.core.access import Ability, may
from nahbar.desk import errors
from nahbar.moments.checking import LARGEST_TOGETHER
from nahbar.site.bodies import LARGEST_FORM, declared_length

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Taken:
    """Who may bring files, and how many bytes at once; None: as much as the house takes at all."""

    ability: Ability
    largest: int | None = None


TAKES_FILES = {  # by the name of an address
    "imports": Taken(Ability.RUN_IMPORTS),
    "customer_encounters": Taken(Ability.EDIT_CUSTOMERS, LARGEST_TOGETHER),
    "encounter": Taken(Ability.EDIT_CUSTOMERS, LARGEST_TOGETHER),
    "customer_portrait": Taken(Ability.EDIT_CUSTOMERS, LARGEST_TOGETHER),
}
COPIES = 2  # what came, and the same sealed
RESERVE = 256 << 20  # bytes of the disk that are left to the database


def take_files_of_those_who_may(get_response: Answer) -> Answer:
    """411, 413 or 507 for a request that nobody should read; else files of the rest go to the disk."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Transfer-Encoding"):
            return errors.no_length(request)
        length = declared_length(request.META)
        taken = what_may_be_brought(request)
        if taken is None:
            return errors.too_large(request) if length > LARGEST_FORM else get_response(request)
        if length > min(taken.largest or settings.LARGEST_UPLOAD, settings.LARGEST_UPLOAD):
            return errors.too_large(request)
        if length > LARGEST_FORM and length * COPIES + RESERVE > free_bytes():
            return errors.disk_full(request)
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return get_response(request)

    return answer


def what_may_be_brought(request: HttpRequest) -> Taken | None:
    """What the address takes of this person; None where it takes no files."""
    if request.method != "POST":
        return None
    try:
        taken = TAKES_FILES.get(resolve(request.path_info).url_name or "")
    except Resolver404:
        return None
    is_theirs = taken and request.user.is_authenticated and may(request.user, taken.ability)
    return taken if is_theirs else None


def free_bytes() -> int:
    """What the disk of the data folder has left."""
    return shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free
