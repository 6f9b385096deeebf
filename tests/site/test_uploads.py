"""Large requests are read for those alone who may bring files, where files are taken."""

import io

import pytest
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from nahbar.core.models import User
from nahbar.site import uploads
from nahbar.site.bodies import LARGEST_FORM
from nahbar.team.models import Firm

MEGABYTES = b"x" * (LARGEST_FORM + 1)


def file() -> io.BytesIO:
    stream = io.BytesIO(MEGABYTES)
    stream.name = "list.csv"
    return stream


def asked(url: str, person: User, **more: object) -> tuple[HttpResponse, HttpRequest]:
    request = RequestFactory().post(url, {"files": file()}, **more)
    request.user = person
    answer = uploads.take_files_of_those_who_may(lambda _request: HttpResponse("taken"))(request)
    return answer, request


def test_nothing_large_is_read_of_a_stranger(firm: Firm, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for url in ("/account/login/", "/imports/", "/nowhere/"):
        assert strict.post(url, {"files": file()}).status_code == 413


def test_nothing_large_is_read_where_no_files_are_taken(as_olga: Client) -> None:
    assert as_olga.post("/me/", {"files": file()}).status_code == 413


def test_a_form_is_read_of_everybody(firm: Firm, client: Client) -> None:
    assert client.post("/account/login/", {"login": "x" * 1000}).status_code == 422


def test_who_may_not_import_brings_no_files(jonas: User) -> None:
    answer, _request = asked("/imports/", jonas)
    assert answer.status_code == 413


def test_files_of_who_may_import_go_to_the_disk(mia: User) -> None:
    answer, request = asked("/imports/", mia)
    assert answer.content == b"taken"
    assert isinstance(request.upload_handlers[0], TemporaryFileUploadHandler)


def test_a_request_that_does_not_say_how_long_it_is_is_not_read(mia: User) -> None:
    answer, _request = asked("/imports/", mia, headers={"Transfer-Encoding": "chunked"})
    assert answer.status_code == 411


def test_the_house_has_a_limit_for_one_upload(mia: User, settings: object) -> None:
    settings.LARGEST_UPLOAD = LARGEST_FORM  # type: ignore[attr-defined]
    answer, _request = asked("/imports/", mia)
    assert answer.status_code == 413


def test_a_file_that_would_fill_the_disk_is_not_read(
    mia: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "free_bytes", lambda: uploads.RESERVE + LARGEST_FORM)
    answer, _request = asked("/imports/", mia)
    assert answer.status_code == 507
    assert "room" in answer.content.decode() or "Platz" in answer.content.decode()


def test_no_page_is_kept_by_a_browser(as_olga: Client) -> None:
    assert as_olga.get("/customers/")["Cache-Control"] == "private, no-store"
