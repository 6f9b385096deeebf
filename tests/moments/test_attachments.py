"""Pictures and PDFs of a moment: told by what they hold, named harmlessly, served so that nothing runs."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.core.test_pictures import drawn, png_of_size

from nahbar.core.files import read_stored, sweep
from nahbar.core.models import LedgerEntry, StoredFile, User
from nahbar.core.refusals import NotAllowed, Refused
from nahbar.customers.models import Customer
from nahbar.moments.attaching import (
    RESTORABLE,
    bring_back_attachment,
    let_go,
    remove_attachment,
)
from nahbar.moments.checking import LARGEST, LARGEST_TOGETHER, MOST_FILES, harmless_name
from nahbar.moments.correcting import bring_back_encounter, remove_encounter
from nahbar.moments.models import Attachment, Encounter
from nahbar.site import uploads
from nahbar.team.models import Firm

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture(autouse=True)
def english(firm: Firm) -> None:
    """These tests read the pages in English."""
    Firm.objects.update(language="en")


def file(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, kind)


def photo(size: tuple[int, int] = (60, 40)) -> bytes:
    return drawn("JPEG", size).getvalue()


def note_with(client: Client, anna: Customer, *files: SimpleUploadedFile) -> Any:
    sent = {"channel": "visit", "kind": "contact", "text": "Look", "attachments": list(files)}
    return client.post(reverse("customer_encounters", args=[anna.public_id]), sent)


def address(one: Attachment, name: str = "attachment") -> str:
    return reverse(name, args=[one.customer.public_id, one.public_id])


@pytest.fixture
def attached(as_jonas: Client, anna: Customer) -> Attachment:
    """A photo that Jonas attached."""
    assert note_with(as_jonas, anna, file(photo((3_000, 1_500)))).status_code == 302
    return Attachment.objects.get()


def test_pictures_and_pdfs_are_shown_beside_what_happened(
    as_jonas: Client, as_petra: Client, anna: Customer
) -> None:
    answer = note_with(as_jonas, anna, file(photo()), file(PDF, "Offer.pdf", "application/pdf"))
    assert answer.status_code == 302
    picture, pdf = Attachment.objects.order_by("id")
    assert (picture.kind, picture.name, pdf.kind, pdf.name) == (
        "picture",
        "photo.webp",
        "pdf",
        "Offer.pdf",
    )
    page = as_petra.get(reverse("customer", args=[anna.public_id])).text
    assert address(picture, "attachment_preview") in page
    assert address(pdf) in page
    look = as_petra.get(address(picture, "attachment_page")).text
    assert f'src="{address(picture)}"' in look
    assert "Remove this picture" not in look
    details = LedgerEntry.objects.get(action="moments.noted").details
    assert details["attachments"] == [str(picture.public_id), str(pdf.public_id)]


def test_a_picture_is_kept_small_and_drawn_anew(attached: Attachment) -> None:
    kept = Image.open(io.BytesIO(read_stored(attached.stored)))
    small = Image.open(io.BytesIO(read_stored(attached.preview or attached.stored)))
    assert (kept.format, kept.size) == ("WEBP", (2_000, 1_000))
    assert (small.format, small.size) == ("WEBP", (320, 160))


def test_a_file_is_served_so_that_it_cannot_run(
    as_jonas: Client, as_petra: Client, anna: Customer, attached: Attachment
) -> None:
    note_with(as_jonas, anna, file(PDF + b"<script>alert(1)</script>%%EOF", "offer.pdf"))
    pdf = Attachment.objects.get(kind="pdf")
    kinds = {attached: ("image/webp", "inline"), pdf: ("application/pdf", "attachment")}
    for one, (kind, how) in kinds.items():
        answer = as_petra.get(address(one))
        assert answer["Content-Type"] == kind
        assert answer["Content-Disposition"].startswith(how)
        assert "\n" not in answer["Content-Disposition"]
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
    assert as_petra.get(address(pdf)).content == read_stored(pdf.stored)
    assert as_petra.get(address(pdf, "attachment_preview")).status_code == 404
    assert as_petra.get(address(pdf, "attachment_page")).status_code == 404


def test_files_are_for_those_who_see_the_customer_and_under_that_customer_alone(
    client: Client, as_petra: Client, bernd: Customer, attached: Attachment
) -> None:
    for name in ("attachment", "attachment_preview", "attachment_page"):
        assert client.get(address(attached, name)).status_code == 302
        elsewhere = reverse(name, args=[bernd.public_id, attached.public_id])
        assert as_petra.get(elsewhere).status_code == 404
    assert as_petra.post(address(attached, "attachment_removal")).status_code == 403


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.jpg"),
        (b"<html><script>alert(1)</script>", "photo.png"),
        (b"MZ\x90\x00", "invoice.pdf"),
        (b"%PDF-1.7 without an end", "offer.pdf"),
        (b"GIF89a" + b"\x00" * 40, "a.gif"),
        (photo()[:200], "cut.jpg"),
        (b"PK\x03\x04" + PDF, "archive.pdf"),
        (b"\x00" * 5_000, "zeros.jpg"),
    ],
)
def test_what_a_file_is_decides_not_what_it_is_called(
    as_jonas: Client, anna: Customer, content: bytes, name: str
) -> None:
    answer = note_with(as_jonas, anna, file(content, name))
    assert answer.status_code == 422
    assert f"{name} cannot be attached" in answer.text
    assert "Look" in answer.text
    assert (Encounter.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_a_file_under_a_wrong_name_is_named_by_what_it_is(as_jonas: Client, anna: Customer) -> None:
    note_with(
        as_jonas, anna, file(photo(), "invoice.pdf", "application/pdf"), file(PDF, "photo.jpg")
    )
    assert {(one.kind, one.name) for one in Attachment.objects.all()} == {
        ("picture", "invoice.webp"),
        ("pdf", "photo.pdf"),
    }


def test_what_hides_in_a_picture_is_not_kept(as_jonas: Client, anna: Customer) -> None:
    note_with(as_jonas, anna, file(photo() + b"<script>alert(1)</script>"))
    assert b"script" not in read_stored(Attachment.objects.get().stored)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "photo.jpg is empty."),
        (png_of_size(50_000, 50_000), "photo.jpg has more than 50 megapixels."),
        (b"\xff\xd8\xff" + b"x" * LARGEST, "photo.jpg is larger than 20 megabytes."),
    ],
)
def test_what_is_too_large_or_empty_is_said_in_a_sentence(
    as_jonas: Client, anna: Customer, content: bytes, told: str
) -> None:
    answer = note_with(as_jonas, anna, file(content))
    assert answer.status_code == 422
    assert told in answer.text
    assert not Encounter.objects.exists()


def test_a_moment_takes_only_so_many_files(as_jonas: Client, anna: Customer) -> None:
    def some(count: int) -> list[SimpleUploadedFile]:
        return [file(PDF + bytes([65 + at]) + b"%%EOF", f"{at}.pdf") for at in range(count)]

    answer = note_with(as_jonas, anna, *some(MOST_FILES + 1))
    assert answer.status_code == 422
    assert "at most 10 files" in answer.text
    note_with(as_jonas, anna, *some(MOST_FILES))
    noted = Encounter.objects.get()
    url = reverse("encounter", args=[anna.public_id, noted.public_id])
    more = {
        "channel": "visit",
        "kind": "contact",
        "occurred_at": "2026-01-05T16:30",
        "text": "Look",
    }
    assert as_jonas.post(url, {**more, "attachments": some(MOST_FILES + 1)[-1:]}).status_code == 422
    assert noted.attachments.count() == MOST_FILES


def test_the_same_file_is_attached_once(as_jonas: Client, anna: Customer) -> None:
    note_with(as_jonas, anna, file(PDF, "a.pdf"), file(PDF, "b.pdf"))
    assert Attachment.objects.count() == 1
    assert StoredFile.objects.get().uses == 1


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("C:\\Users\\Mia\\offer.pdf", "offer.pdf"),
        ("offer\u202efdp.exe", "offerfdp.pdf"),
        ("a\x00b\nc.pdf", "ab c.pdf"),
        ("<b>offer</b>.pdf", "b.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("...", "pdf.pdf"),
        ("", "pdf.pdf"),
        ("\u200b", "pdf.pdf"),
        ("x" * 400 + ".pdf", "x" * 100 + ".pdf"),
        ("Angebot für Müller 👍.PDF", "Angebot für Müller 👍.pdf"),
    ],
)
def test_names_lose_what_is_more_than_a_name(name: str, kept: str) -> None:
    assert harmless_name(name, Attachment.Kind.PDF) == kept


def test_a_removed_moment_keeps_its_files_for_a_month_and_comes_back_with_them(
    attached: Attachment, as_petra: Client, jonas: User, now: datetime
) -> None:
    noted = Encounter.objects.get()
    entry = remove_encounter(noted, by=jonas, at=now)
    assert as_petra.get(address(attached)).status_code == 404
    assert let_go(at=now + RESTORABLE) == 0
    back = bring_back_encounter(entry, by=jonas, at=now)
    assert list(back.attachments.all()) == [attached]
    assert as_petra.get(address(attached)).status_code == 200


def test_after_a_month_the_files_of_a_removed_moment_are_gone_from_the_disk(
    attached: Attachment, jonas: User, now: datetime, settings: Any
) -> None:
    entry = remove_encounter(Encounter.objects.get(), by=jonas, at=now)
    assert let_go(at=now + RESTORABLE + timedelta(seconds=1)) == 1
    assert not Attachment.objects.exists()
    digests = set(StoredFile.objects.values_list("digest", flat=True))
    sweep()
    folder: Path = settings.NAHBAR_HOME / "files"
    assert not digests & {path.name for path in folder.glob("*/*")}
    assert bring_back_encounter(entry, by=jonas, at=now).text == "Look"


def test_one_file_is_taken_away_and_brought_back(
    as_jonas: Client, attached: Attachment, anna: Customer, jonas: User
) -> None:
    answer = as_jonas.post(address(attached, "attachment_removal"), follow=True)
    assert "The file was removed." in answer.text
    assert as_jonas.get(address(attached)).status_code == 404
    entry = LedgerEntry.objects.get(action="moments.attachment_removed", actor=jonas)
    undo = reverse("attachment_return", args=[anna.public_id, entry.pk])
    assert undo in answer.text
    assert as_jonas.post(undo).status_code == 302
    assert as_jonas.get(address(attached)).status_code == 200
    assert as_jonas.post(undo).status_code == 409
    assert LedgerEntry.objects.filter(action="moments.attachment_brought_back").count() == 1


def test_colleagues_neither_take_away_nor_bring_back(
    attached: Attachment, jonas: User, petra: User, now: datetime
) -> None:
    tom = User.objects.create(email="tom@lind.example", name="Tom", role="staff", password="!")
    for person in (tom, petra):
        with pytest.raises(NotAllowed):
            remove_attachment(attached, by=person, at=now)
    entry = remove_attachment(attached, by=jonas, at=now)
    with pytest.raises(NotAllowed):
        bring_back_attachment(entry, by=tom, at=now)
    let_go(at=now + RESTORABLE + timedelta(days=1))
    with pytest.raises(Refused) as refusal:
        bring_back_attachment(entry, by=jonas, at=now)
    assert refusal.value.code == "nothing_removed"


def test_more_files_than_a_form_takes_are_not_even_read(
    as_jonas: Client, anna: Customer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        uploads.TAKES_FILES,
        "customer_encounters",
        uploads.Taken(uploads.Ability.EDIT_CUSTOMERS, 1_000),
    )
    assert LARGEST_TOGETHER >= LARGEST
    assert note_with(as_jonas, anna, file(photo((500, 500)))).status_code == 413
    assert not Encounter.objects.exists()


def test_who_may_not_note_brings_no_large_files(as_petra: Client, anna: Customer) -> None:
    assert note_with(as_petra, anna, file(b"x" * (2 << 20))).status_code == 413


def test_many_pictures_cost_as_many_queries_as_one(
    as_jonas: Client, as_petra: Client, anna: Customer, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for more in (1, 6):
        for _ in range(more):
            note_with(as_jonas, anna, file(photo()), file(PDF, "a.pdf"))
        with django_assert_max_num_queries(60) as captured:
            as_petra.get(reverse("customer", args=[anna.public_id]))
        counts.append(len(captured))
    assert counts[0] == counts[1]
