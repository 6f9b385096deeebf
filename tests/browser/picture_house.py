"""The demo firm as a house that runs on a working morning, with what pictures need beside its customers."""

import json
import subprocess
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import Page
from tests.browser.house import NAHBAR, Environment, House, tell
from tests.browser.later import later

OWNER = "owner@place.invalid"  # of a firm that is only lent
ZONE, MORNING, SUNDAY = ZoneInfo("Europe/Vienna"), time(9, 20), 5
# Fields of our own, as a dealership would make them: name, kind, values, what stands in it.
FIELDS = {
    "de": (
        ("Winterräder bei uns eingelagert", "yes_no", "", ""),
        ("Nächste Überprüfung nach § 57a", "date", "", ""),
        ("Fährt vor allem", "choice", "in der Stadt\nüber Land\nweite Strecken", ""),
        ("Lieblingskaffee", "text", "", "Kleiner Brauner"),
    ),
    "en": (
        ("Winter wheels stored with us", "yes_no", "", ""),
        ("Next roadworthiness test", "date", "", ""),
        ("Drives mostly", "choice", "in town\nin the country\nlong distances", ""),
        ("Favourite coffee", "text", "", "Short black"),
    ),
}


@dataclass(frozen=True)
class Desk:
    """Where the pictures are taken: the house, a customer of its owner, a page for guests."""

    house: House
    language: str
    customer: str
    booking: str
    secret: str
    number: str

    def ring(self) -> None:
        """The telephone of the house rings, and it is that customer."""
        told = json.dumps({"number": self.number, "call": uuid.uuid4().hex}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
        asked = urllib.request.Request(f"{self.house.address}/calls/incoming/", told, headers)
        with urllib.request.urlopen(asked, timeout=10):
            pass


@contextmanager
def demo_house(environment: Environment, folder: Path, language: str) -> Iterator[House]:
    """The demo firm in a new house, on the next working morning at twenty past nine."""
    now = datetime.now(ZONE)
    day = now.date() + timedelta(days=int(now.time() > MORNING))
    while day.weekday() >= SUNDAY:
        day += timedelta(days=1)
    home = {**environment, "NAHBAR_HOME": str(folder / "home"), "NAHBAR_LANGUAGE": language}
    there = later(home, datetime.combine(day, MORNING, ZONE) - now, folder / "later")
    (folder / "home").mkdir(mode=0o700)
    subprocess.run([*NAHBAR, "demo"], env=there, check=True, capture_output=True)
    house = House(there)
    yield house
    house.close()


def come_in(page: Page, house: House) -> None:
    """The owner, by a link."""
    link = tell(house.environment, "sign-in-link", OWNER)["link"]
    page.goto(house.address + link[link.index("/", 8) :])
    page.locator("main form .button-main").click()
    page.wait_for_url(f"{house.address}/")


def furnish(page: Page, house: House, language: str) -> Desk:
    """Everything that is not there by itself: a telephone, a link for booking, fields of our own."""
    page.goto(f"{house.address}/house/telephones/")
    page.locator("[name=name]").fill("Empfang")
    page.locator("main form .button-main").click()
    token = page.locator(".notice code").last.text_content() or ""
    page.goto(f"{house.address}/me/telephone/")
    page.locator("[name=shows_calls]").check()
    page.locator("main form .button-main").click()
    page.goto(f"{house.address}/calendar/links/")
    page.locator("form[action$='/booking/'] button").click()
    booking = page.locator("code.address").inner_text()
    for name, kind, words, _held in FIELDS[language]:
        _make_field(page, house, name, kind, words)
    customer, number = _somebody(page, house)
    for name, _kind, _words, held in FIELDS[language]:
        if held:
            page.locator("#piece-own a", has_text=name).click()
            page.locator("#piece-own form input:not([type=hidden])").fill(held)
            page.locator("#piece-own form .button-main").click()
            page.locator("#piece-own form").wait_for(state="detached")
    secret = token.removeprefix("Authorization: Bearer ")
    return Desk(house, language, customer, booking, secret, number)


def _make_field(page: Page, house: House, name: str, kind: str, words: str) -> None:
    page.goto(f"{house.address}/field-new/")
    page.locator("[name=label]").fill(name)
    page.locator("[name=kind]").select_option(kind)
    page.locator("[name=words]").fill(words)
    page.locator("main form .button-main").click()
    page.wait_for_url("**/fields/")


def _somebody(page: Page, house: House) -> tuple[str, str]:
    """Of those who stand on Today the one of whom most is known, and their number."""
    page.goto(f"{house.address}/")
    links = page.locator("main .row-name a[href^='/customers/']").all()
    paths = dict.fromkeys(link.get_attribute("href") or "" for link in links)
    best, most = "", -1
    for path in paths:
        page.goto(house.address + path)
        known = page.locator("#timeline .entry, #open .row, .known").count()
        if known > most and page.locator("main a[href^='tel:']").count():
            best, most = path, known
    page.goto(house.address + best)
    number = page.locator("main a[href^='tel:']").first.get_attribute("href") or ""
    return house.address + best, number.removeprefix("tel:")
