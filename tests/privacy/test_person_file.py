"""Everything that is held on somebody goes into one file, in words and as data."""

import io
import json
import zipfile
from datetime import datetime

import pytest
from django.test import Client

from nahbar.core.language import speaking, speech_of
from nahbar.core.models import AccessLogEntry, LedgerEntry, User
from nahbar.core.refusals import NotAllowed
from nahbar.customers.models import Customer
from nahbar.privacy.person_file import as_json, as_pdf, as_zip, person_file


def test_it_holds_what_every_room_has(
    anna: Customer, bernd: Customer, olga: User, now: datetime
) -> None:
    told = json.loads(as_json(person_file(anna, by=olga, at=now)))
    text = json.dumps(told, ensure_ascii=False)
    for said in (
        "Berger",
        "anna@berger.example",
        "Hauptplatz 5",
        "Grüner Tee",
        "Suchte ein Geschenk",
        "Moser",
    ):
        assert said in text
    assert told["person"] == {"id": str(anna.public_id), "name": "Anna Berger"}
    assert all(part["purpose"] and part["basis"] for part in told["holdings"])


def test_nothing_that_is_noted_of_others_goes_along(
    anna: Customer, bernd: Customer, olga: User, now: datetime
) -> None:
    text = as_json(person_file(anna, by=olga, at=now))
    assert "bernd@moser.example" not in text
    assert "Verheiratet mit" not in text


def test_that_it_was_made_is_noted_twice(anna: Customer, olga: User, now: datetime) -> None:
    person_file(anna, by=olga, at=now, kind="json")
    entry = LedgerEntry.objects.get(action="privacy.file_made")
    assert (entry.subject_id, entry.actor, entry.details) == (anna.pk, olga, {"kind": "json"})
    assert AccessLogEntry.objects.filter(customer_id=anna.pk, reader=olga, way="file").exists()


def test_only_those_who_lead_make_it(anna: Customer, jonas: User, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        person_file(anna, by=jonas, at=now)
    assert not LedgerEntry.objects.filter(action="privacy.file_made").exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_is_printed_in_either_language(
    anna: Customer, olga: User, now: datetime, language: str
) -> None:
    with speaking(speech_of(language, "AT")):
        held = person_file(anna, by=olga, at=now)
        assert as_pdf(held).startswith(b"%PDF")


def test_a_zip_has_both(anna: Customer, olga: User, now: datetime) -> None:
    packed = as_zip(person_file(anna, by=olga, at=now))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {"person.pdf", "person.json"} <= set(archive.namelist())


def test_the_page_shows_it(as_olga: Client, english: None, anna: Customer) -> None:
    page = as_olga.get(f"/customers/{anna.public_id}/file/")
    assert page.status_code == 200
    assert "Suchte ein Geschenk" in page.content.decode()
    for kind, media in (
        ("pdf", "application/pdf"),
        ("json", "application/json"),
        ("zip", "application/zip"),
    ):
        answer = as_olga.get(f"/customers/{anna.public_id}/file.{kind}")
        assert answer["Content-Type"] == media
    assert as_olga.get(f"/customers/{anna.public_id}/file.xml").status_code == 404


def test_it_is_not_for_staff_and_readers(
    as_jonas: Client, as_petra: Client, anna: Customer
) -> None:
    for client in (as_jonas, as_petra):
        assert client.get(f"/customers/{anna.public_id}/file/").status_code == 403
        assert client.get(f"/customers/{anna.public_id}/file.json").status_code == 403


def test_a_stranger_is_not_there(as_olga: Client, anna: Customer) -> None:
    nobody = "0190a5d2-0000-7000-8000-000000000000"
    assert as_olga.get(f"/customers/{nobody}/file/").status_code == 404
