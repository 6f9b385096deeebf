"""The main way through the house works without JavaScript, here in English."""

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visit
from tests.browser.house import OWNER, PASSWORD, House
from tests.browser.shop_files import NUMBERS, both_files
from tests.browser.steps import hand_in, reload_until, search


def test_from_the_link_to_a_customer_s_value_without_javascript(empty: House, visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    set_up_in_english(page, empty)
    take_both_files_over(page)
    search(page, str(NUMBERS[0]))
    page.get_by_role("link", name="Anna Berger").click()
    expect(page.locator("#timeline .entry").first).to_contain_text("Order")
    reload_until(page, page.get_by_role("region", name="What they mean to us"))
    read_the_charts_as_tables(page, empty)


def set_up_in_english(page: Page, house: House) -> None:
    page.goto(house.link)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en-AT")
    page.get_by_label("Name of the firm").fill("Lind Books")
    page.get_by_label("Your name").fill("Olga Lind")
    page.get_by_label("Your mail address").fill(OWNER)
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Open the house").click()
    expect(page.locator("h1")).to_contain_text(", Olga.")


def take_both_files_over(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Import your data").click()
    hand_in(page, both_files())
    page.get_by_label("Column Kassa").select_option(label="Branch")
    page.get_by_role("button", name="Apply the changes").click()
    expect(page.get_by_text("chosen by you")).to_be_visible()
    expect(page.get_by_label("Column Kassa")).to_have_value("branch")
    page.get_by_role("button", name="Yes, take it over").click()
    expect(page.locator("h1")).to_have_text("Your data are in.")
    created = page.locator(".figure").filter(has_text="New customers")
    expect(created.locator(".figure-value")).to_have_text(str(len(NUMBERS)))


def read_the_charts_as_tables(page: Page, house: House) -> None:
    page.goto(f"{house.address}/value/")
    curve = page.locator("#value-curve")
    expect(curve.locator(".chart-canvas")).to_be_hidden()
    curve.get_by_text("The numbers").click()
    expect(curve.get_by_role("table")).to_be_visible()
