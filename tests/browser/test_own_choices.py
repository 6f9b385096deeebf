"""What somebody chooses for themselves: light or dark, and their language."""

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.steps import search

PASSWORD = "sieben Birnen im Korb"
GROUND = "getComputedStyle(document.documentElement).backgroundColor"
PAPER, NIGHT = "rgb(251, 248, 243)", "rgb(27, 25, 22)"


def invite(olga: Page, shop: House, name: str) -> str:
    """Let somebody in; the link that is shown once."""
    olga.goto(f"{shop.address}/people/")
    olga.get_by_label("Name", exact=True).fill(name)
    olga.get_by_label("Mailadresse").fill(f"{name.split(maxsplit=1)[0].lower()}@lind.example")
    olga.get_by_role("button", name="Link erstellen").click()
    return olga.locator("code").inner_text()


def come_in(page: Page, link: str) -> None:
    """By the link, choosing a password, to one's own page."""
    page.goto(link)
    page.get_by_role("button", name="Eintreten").click()
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main [type=submit]").first.click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(link.split("/welcome/", maxsplit=1)[0] + "/me/")


def test_what_an_invited_colleague_chooses_takes_effect_at_once_and_stays(
    olga: Page, shop: House, visit: Visit
) -> None:
    page = visit(color_scheme="light")
    come_in(page, invite(olga, shop, "Jonas Falk"))
    assert page.evaluate(GROUND) == PAPER

    page.get_by_label("Darstellung").select_option(label="Dunkel")
    page.get_by_label("Sprache").select_option(label="Englisch")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-AT")
    assert page.evaluate(GROUND) == NIGHT

    page.goto(f"{shop.address}/")
    expect(page.get_by_role("link", name="Customers", exact=True)).to_be_visible()
    assert page.evaluate(GROUND) == NIGHT


def test_the_switch_in_the_rail_needs_no_new_page(olga: Page) -> None:
    olga.emulate_media(color_scheme="light")
    olga.locator(".rail-person summary").click()
    olga.get_by_role("button", name="Dunkel").click()
    assert olga.evaluate(GROUND) == NIGHT
    expect(olga.get_by_role("button", name="Dunkel")).to_have_attribute("aria-pressed", "true")
    olga.reload()
    assert olga.evaluate(GROUND) == NIGHT
    olga.locator(".rail-person summary").click()
    olga.get_by_role("button", name="Hell").click()
    assert olga.evaluate(GROUND) == PAPER


def test_as_the_device_follows_the_device(olga: Page) -> None:
    olga.emulate_media(color_scheme="dark")
    assert olga.evaluate(GROUND) == NIGHT
    olga.emulate_media(color_scheme="light")
    assert olga.evaluate(GROUND) == PAPER


def test_a_house_that_says_du_is_spoken_to_so(olga: Page) -> None:
    expect(olga.get_by_role("searchbox", name="Wen suchst du?")).to_be_visible()


def test_an_order_is_no_sequence_where_people_say_du(olga: Page) -> None:
    search(olga, "anna berger")
    olga.get_by_role("link", name="Anna Berger").click()
    entry = olga.locator("#timeline .entry-title").first
    expect(entry).to_be_visible()
    expect(entry).to_contain_text("Bestellung", timeout=500)
