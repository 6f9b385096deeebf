"""The scene at the counter: found by four letters, known at a glance, noted in three taps, kept tomorrow.

With NAHBAR_FILM=FOLDER the scene is kept there as `counter.webp`.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.film import Film
from tests.browser.house import Environment, House, move_in, tell
from tests.browser.later import later
from tests.browser.shop_files import customers_csv, orders_csv

JONAS = "jonas@lind.example"
NIGHT = timedelta(days=1)
FOUR_LETTERS = "nowa"  # Greta Novak, heard rather than read
AGREED = "Kochbuch zurücklegen bis morgen"
TAP = "dialog[data-sheet] "


@pytest.fixture
def bookshop(own_house: Environment, tmp_path: Path) -> Environment:
    """Forty customers, and Jonas of the staff, whom their worth does not concern."""
    (tmp_path / "orders.csv").write_text(orders_csv())
    (tmp_path / "customers.csv").write_text(customers_csv())
    move_in(own_house, "de")
    tell(own_house, "import", str(tmp_path / "orders.csv"), str(tmp_path / "customers.csv"))
    tell(own_house, "people", "add", JONAS, "--name", "Jonas Falk")
    return {**own_house, "NAHBAR_LANGUAGE": "de"}


def come_in(page: Page, house: House) -> None:
    """Jonas starts his day by a link of his own; a password he can choose another day."""
    link = tell(house.environment, "sign-in-link", JONAS)["link"]
    page.goto(house.address + link[link.index("/", 8) :])
    page.locator("main form .button-main").click()
    page.wait_for_url(f"{house.address}/account/password/set/")
    page.goto(f"{house.address}/")


def test_what_is_said_at_the_counter_stands_on_tomorrows_list(
    bookshop: Environment, tmp_path: Path, visit: Visit
) -> None:
    film = Film("counter")
    today = House(bookshop)
    page = visit()
    come_in(page, today)
    film.take(page)
    page.keyboard.press("Control+k")
    page.keyboard.type(FOUR_LETTERS)
    found = page.locator("#palette [data-part=people] [role=option]")
    expect(found.filter(has_text="Greta Novak")).to_be_visible()
    film.take(page)
    found.filter(has_text="Greta Novak").click()

    expect(page.locator("h1")).to_have_text("Greta Novak")
    expect(page.locator("main")).to_contain_text("Tee")  # what she likes
    expect(page.locator("#open")).to_be_visible()
    expect(page.locator("#timeline .entry").first).to_be_visible()
    expect(page.get_by_text("Klasse")).to_have_count(0)
    film.take(page)

    page.wait_for_load_state("networkidle")
    page.locator("#note-moment").click()  # the first tap
    page.locator(TAP + "textarea").fill("Möchte das Kochbuch als Geschenk.")
    page.locator(TAP + "[name=words]").first.fill(AGREED)
    expect(page.locator(TAP + ".agreed-read").first).to_contain_text("Zusage")
    page.locator(TAP + ".face").nth(4).click()  # the second
    film.take(page)
    page.locator(TAP + "[data-save]").click()  # the third
    expect(page.locator(TAP)).to_have_count(0)
    expect(page.locator("#open")).to_contain_text("Kochbuch zurücklegen")
    expect(page.locator("#timeline .entry:not(.ahead)").first).to_contain_text("als Geschenk")
    film.take(page)
    page.close()
    today.close()

    tomorrow = House(later(bookshop, NIGHT, tmp_path / "later"))
    page = visit()
    come_in(page, tomorrow)
    promised = page.locator("main .row").filter(has_text="Kochbuch zurücklegen")
    expect(promised).to_contain_text("Greta Novak")
    expect(promised).to_contain_text("heute")
    film.take(page)
    film.keep()
    promised.locator("form button").first.click()
    expect(page.locator("main .undo")).to_be_visible()
    page.reload()
    expect(page.locator("main .row").filter(has_text="Kochbuch zurücklegen")).to_have_count(0)
    tomorrow.close()
