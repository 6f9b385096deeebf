"""Static files: asked for once, under the version in their address, and packed as small as it gets."""

from pathlib import Path

import pytest
from django.templatetags.static import static
from django.test import Client

from nahbar.site.static_version import BUILT, static_version

pytestmark = pytest.mark.django_db
STYLES = "nahbar/dist/main.css"


@pytest.mark.parametrize("packing", ["br", "gzip"])
def test_a_built_file_is_sent_packed_and_kept_for_good(client: Client, packing: str) -> None:
    answer = client.get(static(STYLES), headers={"Accept-Encoding": packing})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == packing
    assert answer["Cache-Control"].endswith("immutable")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


def test_a_file_of_another_version_is_not_there(client: Client, firm: object) -> None:
    assert client.get(f"/static/0123456789/{STYLES}").status_code == 404


def test_no_other_site_reads_our_files(client: Client) -> None:
    answer = client.get(static(STYLES))
    assert "Access-Control-Allow-Origin" not in answer
    answer.close()


def test_the_version_changes_with_what_was_built(tmp_path: Path) -> None:
    built = tmp_path / BUILT
    built.parent.mkdir(parents=True)
    built.write_text("one")
    first = static_version(tmp_path)
    assert static_version(tmp_path) == first
    built.write_text("two")
    assert static_version(tmp_path) != first


def test_a_house_that_is_not_built_yet_still_has_a_version(tmp_path: Path) -> None:
    assert len(static_version(tmp_path)) == 10
