"""What a customer looks like: shrunk, harmless, for those alone who may see the customer."""

import io
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.core.test_pictures import drawn, png_of_size

from nahbar.core.files import read_stored, sweep
from nahbar.core.models import LedgerEntry, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.customers.names import face_of_customer
from nahbar.customers.operations.picture import LONGEST, give_picture, remove_picture
from nahbar.customers.operations.undo_change import undo_change

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> None:
    """Kept files in a folder of the test alone, so that a sweep meets no others."""
    for name in ("files", "work"):
        (tmp_path / name).mkdir()
    settings.NAHBAR_HOME = tmp_path


def photo(kind: str = "JPEG", size: tuple[int, int] = (1_200, 900)) -> io.BytesIO:
    return drawn(kind, size)


@pytest.fixture
def seen_anna(anna: Customer, mia: User, now: datetime) -> Customer:
    """Anna, of whom there is a picture."""
    return give_picture(anna, photo(), by=mia, at=now)


def test_a_photo_becomes_a_small_webp(seen_anna: Customer) -> None:
    assert seen_anna.picture is not None
    kept = Image.open(io.BytesIO(read_stored(seen_anna.picture)))
    assert (kept.format, max(kept.size)) == ("WEBP", LONGEST)
    assert LedgerEntry.objects.latest("pk").action == "customers.picture_given"


def test_faces_show_it_without_asking_again(
    seen_anna: Customer, django_assert_num_queries: object
) -> None:
    customer = Customer.objects.get()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert "/picture/?v=" in face_of_customer(customer).photo_url


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff" + b"no picture",
        b"",
        png_of_size(50_000, 50_000),
    ],
)
def test_what_only_says_that_it_is_a_picture_is_refused(
    as_jonas: Client, anna: Customer, content: bytes
) -> None:
    sent = {"picture": SimpleUploadedFile("me.png", content, "image/png")}
    answer = as_jonas.post(reverse("customer_portrait", args=[anna.public_id]), sent)
    anna.refresh_from_db()
    assert (answer.status_code, anna.picture) == (422, None)


def test_it_is_served_so_that_nothing_in_it_runs(as_petra: Client, seen_anna: Customer) -> None:
    url = reverse("customer_picture", args=[seen_anna.public_id])
    answer = as_petra.get(url)
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"].startswith("private")
    again = as_petra.get(url, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_a_stranger_sees_no_picture(client: Client, seen_anna: Customer) -> None:
    answer = client.get(reverse("customer_picture", args=[seen_anna.public_id]))
    assert answer.status_code == 302


def test_where_there_is_none_there_is_none(as_mia: Client, anna: Customer) -> None:
    for key in (anna.public_id, uuid.uuid4()):
        assert as_mia.get(reverse("customer_picture", args=[key])).status_code == 404


def test_a_picture_is_given_and_taken_away_on_its_page(as_jonas: Client, anna: Customer) -> None:
    page = reverse("customer_portrait", args=[anna.public_id])
    assert as_jonas.get(page).status_code == 200
    sent = {"picture": SimpleUploadedFile("../../etc/me.jpg", photo().read(), "image/jpeg")}
    assert as_jonas.post(page, sent).status_code == 302
    anna.refresh_from_db()
    assert anna.picture is not None
    assert as_jonas.post(page, {"end": "yes"}).status_code == 302
    anna.refresh_from_db()
    assert anna.picture is None


def test_a_reader_gives_none(as_petra: Client, petra: User, anna: Customer, now: datetime) -> None:
    assert as_petra.get(reverse("customer_portrait", args=[anna.public_id])).status_code == 403
    with pytest.raises(NotAllowed):
        give_picture(anna, photo(), by=petra, at=now)
    with pytest.raises(NotAllowed):
        remove_picture(anna, by=petra, at=now)


def test_the_one_before_comes_back_while_it_is_there(
    seen_anna: Customer, mia: User, now: datetime
) -> None:
    before = seen_anna.picture
    remove_picture(seen_anna, by=mia, at=now)
    undo_change(LedgerEntry.objects.latest("pk"), by=mia, at=now)
    seen_anna.refresh_from_db()
    assert seen_anna.picture == before
    assert sweep() == 0


def test_what_was_removed_is_gone_after_the_sweep(
    seen_anna: Customer, mia: User, now: datetime
) -> None:
    remove_picture(seen_anna, by=mia, at=now)
    entry = LedgerEntry.objects.latest("pk")
    assert sweep() == 1
    with pytest.raises(Refused) as refusal:
        undo_change(entry, by=mia, at=now)
    assert refusal.value.code == "picture_gone"


def test_the_same_picture_twice_is_counted_once(
    seen_anna: Customer, mia: User, now: datetime
) -> None:
    give_picture(seen_anna, photo(), by=mia, at=now)
    seen_anna.refresh_from_db()
    assert seen_anna.picture is not None
    assert seen_anna.picture.uses == 1
