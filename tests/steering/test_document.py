"""The report on paper: the same as on the screen, for those who may see it."""

import uuid

import pytest
from django.urls import reverse

from nahbar.core.documents.drawing import KINDS
from nahbar.steering.document import _on_paper
from nahbar.steering.queries import what_was_said
from nahbar.steering.telling import tell

pytestmark = pytest.mark.usefixtures("english")


def address(run) -> str:
    return reverse("report_document", args=[run.public_id])


def test_whoever_sees_the_report_may_take_it_along_as_pdf(open_shop, look, as_petra) -> None:
    run = look()
    answer = as_petra.get(address(run))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{run.as_of}-en.pdf"'
    assert answer.content.startswith(b"%PDF")
    assert (
        reverse("report_document", args=[run.public_id])
        in as_petra.get(reverse("report")).content.decode()
    )


def test_staff_and_strangers_get_none(open_shop, look, as_jonas, client) -> None:
    run = look()
    assert as_jonas.get(address(run)).status_code == 403
    assert client.get(address(run)).status_code == 302
    unknown = reverse("report_document", args=[uuid.uuid4()])
    assert as_jonas.get(unknown).status_code == 403


def test_an_unknown_report_is_not_there(as_mia) -> None:
    assert as_mia.get(reverse("report_document", args=[uuid.uuid4()])).status_code == 404


def test_every_picture_of_the_report_can_be_drawn_on_paper(open_shop, look) -> None:
    sections = tell(look(), what_was_said())
    kinds = {picture.kind for section in sections for picture in section.pictures}
    assert kinds
    assert kinds <= set(KINDS)


def test_what_opens_on_the_screen_stands_on_paper(open_shop, look) -> None:
    for section in tell(look(), what_was_said()):
        told = _on_paper(section)["computed"]
        for part in (*section.figures, *section.pictures):
            assert set(part.computed) <= set(told)
