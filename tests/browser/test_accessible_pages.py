"""Every page for everybody: axe's grave findings, and no page wider than a telephone."""

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect
from tests.browser.audit import faults
from tests.browser.conftest import NOWHERE, Visit
from tests.browser.house import House
from tests.browser.shop_files import both_files
from tests.browser.steps import hand_in

PAGES = {
    "today": "/",
    "customers": "/customers/",
    "customers by value": "/customers/?order=value",
    "a search without a result": "/customers/?q=xyz",
    "somebody new": "/customers/new/",
    "experience": "/experience/",
    "actions": "/actions/",
    "overview": "/overview/",
    "value": "/value/",
    "how we reckon": "/value/rules/",
    "imports": "/imports/",
    "me": "/me/",
    "sign-in": "/account/2fa/",
    "password": "/account/password/change/",
    "team": "/people/",
    "house": "/house/",
    "calendar": "/calendar/",
    "a new appointment": "/calendar/appointments/new/",
    "links to the calendar": "/calendar/links/",
    "who is here": "/team/",
    "outgoing mail": "/mails/",
    "how the house looks": "/design/",
    "nothing there": NOWHERE,
}
OF_ANNA = {
    "her page": "",
    "her name": "edit/",
    "her history": "history/",
    "how to reach her": "reach/",
    "her days": "days/",
    "remarks": "remarks/",
    "relations": "relations/",
    "words": "tags/",
    "a moment": "encounters/",
}


@pytest.fixture(scope="module")
def anna(browser: Browser, shop: House, signed_in: StorageState) -> str:
    """Where Anna Berger's page is."""
    with browser.new_context(storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(f"{shop.address}/customers/?q=anna+berger")
        path = page.get_by_role("link", name="Anna Berger").get_attribute("href")
    return f"{shop.address}{path}"


def test_what_cannot_be_read_is_found(olga: Page) -> None:
    olga.locator(".lead").evaluate("one => { one.style = 'color: #777; min-width: 600px' }")
    found = " ".join(faults(olga))
    signs = ["1280 light color-contrast", "1280 dark color-contrast", "390: wider than the page"]
    assert [sign for sign in signs if sign not in found] == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_a_page_of_the_house_is_readable_for_everybody(olga: Page, shop: House, path: str) -> None:
    olga.goto(shop.address + path)
    assert faults(olga) == []


@pytest.mark.parametrize("path", OF_ANNA.values(), ids=OF_ANNA.keys())
def test_a_page_about_a_customer_is_readable_for_everybody(
    olga: Page, anna: str, path: str
) -> None:
    olga.goto(anna + path)
    assert faults(olga) == []


def test_how_a_value_comes_about_is_readable_for_everybody(olga: Page, anna: str) -> None:
    olga.goto(anna)
    olga.get_by_text("So gerechnet").first.click()
    olga.get_by_role("link", name="Mehr zu diesem Wert").click()
    expect(olga.get_by_role("heading", name="Was uns diese Beziehung bedeutet")).to_be_visible()
    assert faults(olga) == []


def test_an_order_is_readable_for_everybody(olga: Page, anna: str) -> None:
    olga.goto(anna)
    olga.locator("#timeline .entry-foot a").first.click()
    expect(olga.get_by_role("table", name="Positionen")).to_be_visible()
    assert faults(olga) == []


def test_the_result_of_an_import_and_its_rejected_rows_are_readable_for_everybody(
    olga: Page, shop: House
) -> None:
    olga.goto(f"{shop.address}/imports/")
    olga.get_by_role("link", name="orders.csv").first.click()
    expect(olga.locator("h1")).to_have_text("Die Daten sind da.")
    assert faults(olga) == []
    olga.get_by_role("link", name="Ansehen und ausbessern").click()
    expect(olga.get_by_role("alert")).to_be_visible()
    assert faults(olga) == []


def test_a_mapping_is_readable_for_everybody(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/imports/")
    hand_in(olga, both_files())
    assert faults(olga) == []
    olga.get_by_role("link", name="Verwerfen …").click()
    assert faults(olga) == []
    olga.get_by_role("button", name="Verwerfen").click()
    expect(olga.locator("h1")).to_have_text("Diese Übernahme wurde abgebrochen.")
    assert faults(olga) == []


def test_the_door_is_readable_for_everybody(visit: Visit, shop: House) -> None:
    page = visit()
    page.goto(f"{shop.address}/account/login/")
    assert faults(page) == []
