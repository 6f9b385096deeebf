"""Links that open for others, pages that browsers forget, and https that stays."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from nahbar.core import clock
from nahbar.core.actors import THE_COMMAND_LINE
from nahbar.core.models import User
from nahbar.core.reach import is_here_alone
from nahbar.core.sign_in_links import make_sign_in_link
from nahbar.site.command import main
from nahbar.team.models import Firm
from nahbar.team.operations import keep_place_for_owner

OPEN = [
    "init",
    "--firm",
    "Lind",
    "--country",
    "AT",
    "--language",
    "de",
    "--email",
    "o@lind.example",
]
SETTINGS = """
from nahbar.site import settings
print(settings.SECURE_HSTS_SECONDS, settings.ALLOWED_HOSTS)
"""


def settings_of(home: Path, **told: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", SETTINGS],
        env={**os.environ, "NAHBAR_HOME": str(home), **told},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8000/welcome/x/", True),
        ("http://localhost/", True),
        ("http://[::1]:8000/", True),
        ("https://house.example/", False),
        ("http://192.168.1.7:8000/", False),
        ("", False),
    ],
)
def test_which_address_opens_on_this_machine_alone(url: str, here: bool) -> None:
    assert is_here_alone(url) is here


def test_who_makes_a_link_that_opens_nowhere_else_is_told(olga: User) -> None:
    made = CliRunner().invoke(main, ["people", "add", "anna@lind.example", "--name", "Anna"])
    assert "NAHBAR_PUBLIC_URL" in made.stderr
    assert "NAHBAR" not in made.stdout


def test_a_link_that_others_can_open_comes_without_a_warning(olga: User, settings: object) -> None:
    settings.PUBLIC_URL = "https://house.example"  # type: ignore[attr-defined]
    made = CliRunner().invoke(main, ["sign-in-link", olga.email])
    assert made.stdout.startswith("https://house.example/welcome/")
    assert made.stderr == ""


def test_the_page_says_so_too(as_olga: Client, jonas: User) -> None:
    url = f"/people/{jonas.public_id}/link/"
    near = as_olga.post(url, headers={"host": "127.0.0.1"}).content.decode()
    far = as_olga.post(url, headers={"host": "testserver"}).content.decode()
    assert "NAHBAR_PUBLIC_URL" in near
    assert "NAHBAR_PUBLIC_URL" not in far


@pytest.mark.django_db
def test_before_the_set_up_nobody_is_sent_to_an_owner(client: Client) -> None:
    assert "Kein Zugang?" not in client.get("/account/login/").content.decode()


def test_after_it_an_owner_gives_links(firm: Firm, client: Client) -> None:
    assert "Kein Zugang?" in client.get("/account/login/").content.decode()


@pytest.mark.django_db
def test_the_link_for_the_set_up_ends_with_it(client: Client) -> None:
    token = make_sign_in_link(keep_place_for_owner(), by=THE_COMMAND_LINE, at=clock.now())
    assert client.get(f"/welcome/{token}/").status_code == 200
    password = "Lindenblüten im Mai\n"
    opened = CliRunner().invoke(main, [*OPEN, "--password-stdin"], input=password)
    assert opened.exit_code == 0
    assert client.get(f"/welcome/{token}/").status_code == 410
    assert client.post(f"/welcome/{token}/").status_code == 410


def test_https_stays_where_the_house_is_reached_by_it(tmp_path: Path) -> None:
    assert settings_of(tmp_path, NAHBAR_PUBLIC_URL="https://house.example").startswith("31536000 ")
    assert settings_of(tmp_path, NAHBAR_PUBLIC_URL="http://house.example").startswith("0 ")


def test_blanks_between_host_names_do_no_harm(tmp_path: Path) -> None:
    hosts = settings_of(tmp_path, NAHBAR_HOSTS="a.example, b.example,", NAHBAR_PUBLIC_URL="")
    assert hosts.strip() == "0 ['a.example', 'b.example']"


@pytest.mark.parametrize("url", ["/customers/", "/people/", "/me/", "/overview/"])
def test_no_browser_keeps_what_a_door_guards(as_olga: Client, url: str) -> None:
    assert "no-store" in as_olga.get(url)["Cache-Control"]
