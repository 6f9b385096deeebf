"""The house as an app: what browsers ask for before anybody has said who they are."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from nahbar.core.models import User

pytestmark = pytest.mark.django_db


def is_built(address: str) -> bool:
    """Whether the static file that this address names is there."""
    return finders.find(re.sub(r"^/static/[^/]+/", "", address)) is not None


@pytest.mark.parametrize("language", ["de", "de-informal", "en"])
def test_the_house_can_be_installed_in_every_language(language: str, client: Client) -> None:
    answer = client.get(reverse("manifest", args=[language]))
    assert answer["Content-Type"] == "application/manifest+json"
    told = json.loads(answer.content)
    assert (told["lang"], told["display"]) == (language[:2], "standalone")
    assert {one["purpose"] for one in told["icons"]} == {"any", "maskable"}
    assert [one["src"] for one in told["icons"] if not is_built(one["src"])] == []


def test_short_ways_of_the_app_lead_somewhere(client: Client, as_mia: Client) -> None:
    told = json.loads(client.get(reverse("manifest", args=["de"])).content)
    assert {as_mia.get(one["url"]).status_code for one in told["shortcuts"]} == {200}


def test_a_page_names_the_manifest_of_its_reader(mia: User, as_mia: Client) -> None:
    assert reverse("manifest", args=["de-informal"]) in as_mia.get(reverse("overview")).text
    User.objects.filter(pk=mia.pk).update(language="en")
    assert reverse("manifest", args=["en"]) in as_mia.get(reverse("overview")).text


def test_a_language_nobody_speaks_has_no_manifest(client: Client) -> None:
    assert client.get(reverse("manifest", args=["tlh"])).status_code == 404


def test_the_worker_stands_at_the_root_and_is_always_asked_for_anew(client: Client) -> None:
    answer = client.get(reverse("worker"))
    assert reverse("worker").count("/") == 1
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]


def test_the_worker_knows_only_files_that_are_there(client: Client) -> None:
    script = client.get(reverse("worker")).text
    house = json.loads(script.partition("self.house = ")[2].partition(";\n")[0])
    assert house["statics"].startswith("/static/")
    assert house["version"] in house["statics"]
    assert [one for one in house["shell"] if not is_built(one)] == []


def test_the_page_without_a_connection_is_the_same_for_everybody(
    client: Client, as_mia: Client, mia: User
) -> None:
    page = as_mia.get(reverse("offline")).text
    assert mia.name not in page
    assert mia.email not in page
    assert client.get(reverse("offline")).status_code == 200
