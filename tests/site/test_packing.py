"""Pages are packed for whoever asked for them from within the house, and for nobody else."""

import gzip

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
OURS = {"Accept-Encoding": "gzip, br", "Sec-Fetch-Site": "same-origin"}


def is_packed(answer: HttpResponse) -> bool:
    return answer.headers.get("Content-Encoding") == "gzip"


@pytest.mark.parametrize("wish", ["same-origin", "none"])
def test_a_page_that_the_person_wanted_is_packed_whole(as_mia: Client, wish: str) -> None:
    answer = as_mia.get(reverse("overview"), headers={**OURS, "Sec-Fetch-Site": wish})
    assert is_packed(answer)
    page = gzip.decompress(answer.content).decode()
    assert page.rstrip().endswith("</html>")
    assert len(answer.content) == int(answer["Content-Length"]) < len(page) / 2
    assert {"Accept-Encoding", "Sec-Fetch-Site"} <= set(answer["Vary"].split(", "))


@pytest.mark.parametrize(
    "headers",
    [
        {**OURS, "Sec-Fetch-Site": "cross-site"},
        {**OURS, "Sec-Fetch-Site": "same-site"},
        {"Accept-Encoding": "gzip"},
        {**OURS, "Accept-Encoding": "br"},
    ],
    ids=["another site", "a neighbour", "nobody knows who", "a browser that cannot"],
)
def test_whoever_makes_a_browser_ask_gets_no_lengths_to_guess_by(
    as_mia: Client, headers: dict[str, str]
) -> None:
    answer = as_mia.get(reverse("overview"), headers=headers)
    assert answer.status_code == 200
    assert not is_packed(answer)


def test_pages_with_secrets_are_never_packed(as_mia: Client) -> None:
    assert not is_packed(as_mia.get(reverse("mfa_index"), headers=OURS))


def test_an_answer_to_a_form_is_never_packed(as_olga: Client) -> None:
    answer = as_olga.post(reverse("people"), {"email": "no address"}, headers=OURS)
    assert answer.status_code == 422
    assert not is_packed(answer)


def test_a_small_answer_is_left_as_it_is(as_mia: Client) -> None:
    assert not is_packed(as_mia.get(reverse("alive"), headers=OURS))
