"""Large requests are read for those alone who may bring files, at the addresses that take some.

Django reads a form before any page is asked: to look for its secret. So it is decided before, by
what the request says of itself, and nothing of a refused one is read.
"""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from nahbar.core.access import Ability, may
from nahbar.desk import errors
from nahbar.site.bodies import LARGEST_FORM, declared_length

Answer = Callable[[HttpRequest], HttpResponse]

TAKES_FILES = {"imports": Ability.RUN_IMPORTS}  # name of an address, and who may bring files there
COPIES = 2  # what came, and the same sealed
RESERVE = 256 << 20  # bytes of the disk that are left to the database


def take_files_of_those_who_may(get_response: Answer) -> Answer:
    """411, 413 or 507 for a request that nobody should read; else files of the rest go to the disk."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Transfer-Encoding"):
            return errors.no_length(request)
        length = declared_length(request.META)
        if not may_bring_files(request):
            return errors.too_large(request) if length > LARGEST_FORM else get_response(request)
        if length > settings.LARGEST_UPLOAD:
            return errors.too_large(request)
        if length > LARGEST_FORM and length * COPIES + RESERVE > free_bytes():
            return errors.disk_full(request)
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return get_response(request)

    return answer


def may_bring_files(request: HttpRequest) -> bool:
    """Whether the address takes files, and of this person."""
    if request.method != "POST":
        return False
    try:
        ability = TAKES_FILES.get(resolve(request.path_info).url_name or "")
    except Resolver404:
        return False
    return ability is not None and request.user.is_authenticated and may(request.user, ability)


def free_bytes() -> int:
    """What the disk of the data folder has left."""
    return shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free
