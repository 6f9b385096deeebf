"""The house by keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.browser.house import House
from tests.browser.shop_files import both_files
from tests.browser.steps import hand_in, tab_to

MAIN_ACTIONS = {
    "/imports/": "Dateien ansehen",
    "/customers/new/": "Eintragen",
    "/value/rules/": "Speichern und neu rechnen",
    "/me/": "Speichern",
    "/people/": "Link erstellen",
    "/house/": "Speichern",
}
SEEN = """() => {
  const one = document.activeElement;
  const { top, left, bottom, right } = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    what: one.outerHTML.slice(0, 80),
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isOnScreen: bottom > 0 && right > 0 && top < innerHeight && left < innerWidth,
    isUncovered: document.elementsFromPoint((left + right) / 2, (top + bottom) / 2).slice(0, 3)
      .some(found => one.contains(found) || found.contains(one) && found.matches("label")),
  };
}"""


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_leads_to_somebody_from_anywhere(olga: Page, key: str) -> None:
    olga.keyboard.press(key)
    expect(olga.locator(".palette-field")).to_be_focused()
    olga.keyboard.type("greta nov")
    olga.keyboard.press("Enter")
    expect(olga.locator("h1")).to_contain_text("Greta Novak")


def test_two_keys_lead_to_a_page(olga: Page) -> None:
    olga.keyboard.press("g")
    olga.keyboard.press("k")
    olga.wait_for_url("**/customers/")


def test_two_keys_with_a_pause_between_them_lead_nowhere(olga: Page, shop: House) -> None:
    olga.keyboard.press("g")
    olga.wait_for_timeout(1500)
    olga.keyboard.press("k")
    olga.wait_for_timeout(300)
    assert olga.url == f"{shop.address}/"


def test_keys_lead_from_row_to_row(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/customers/")
    names = olga.locator(".row-name a")
    for presses, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        olga.keyboard.press(presses)
        expect(names.nth(row)).to_be_focused()


def test_no_key_does_anything_while_one_writes_or_with_another_key(olga: Page, shop: House) -> None:
    page = f"{shop.address}/customers/new/"
    olga.goto(page)
    field = olga.get_by_label("Nachname")
    field.focus()
    olga.keyboard.type("gk?gh")
    expect(field).to_have_value("gk?gh")
    field.blur()
    for pressed in ("Alt+g", "Alt+k", "Control+g", "Meta+g"):
        olga.keyboard.press(pressed)
    olga.keyboard.press("k")
    expect(olga.locator("#key-list")).to_be_hidden()
    assert olga.url == page


def test_an_element_tells_its_own_key_and_the_list_shows_it(olga: Page) -> None:
    olga.locator("main h1").evaluate(
        "one => { one.outerHTML += '<button id=made data-key=y>Gift wrap</button>'; "
        "document.dispatchEvent(new CustomEvent('htmx:afterSettle', { detail: {} })); }"
    )
    made = olga.locator("#made")
    expect(made).to_have_attribute("aria-keyshortcuts", "y")
    made.evaluate("one => one.addEventListener('click', () => { one.textContent = 'wrapped' })")
    olga.keyboard.press("?")
    row = olga.locator("#key-list [data-place=here] tr")
    expect(row).to_contain_text(["Gift wrap"])
    olga.keyboard.press("Escape")
    olga.keyboard.press("y")
    expect(made).to_have_text("wrapped")


def test_keys_that_are_off_do_nothing_but_search_stays(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/keys/")
    olga.locator("main form button").click()
    expect(olga.locator("body")).to_have_attribute("data-keys", "off")
    for key in ("?", "/", "g", "k"):
        olga.keyboard.press(key)
    expect(olga.locator("dialog[open]")).to_have_count(0)
    assert olga.url == f"{shop.address}/keys/"
    olga.keyboard.press("Control+k")
    expect(olga.locator(".palette-field")).to_be_focused()


def test_a_slash_in_a_text_is_a_slash(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/customers/new/")
    field = olga.get_by_label("Nachname")
    field.focus()
    olga.keyboard.type("Moser/Huber")
    expect(field).to_have_value("Moser/Huber")
    olga.keyboard.press("Control+k")
    expect(olga.locator(".palette-field")).to_be_focused()


def test_the_first_tab_leads_past_the_navigation(olga: Page) -> None:
    olga.keyboard.press("Tab")
    expect(olga.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    olga.keyboard.press("Enter")
    expect(olga.locator("main")).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", MAIN_ACTIONS)
def test_tab_leads_to_the_main_action_and_one_sees_where_one_is(
    olga: Page, shop: House, path: str, width: int
) -> None:
    olga.set_viewport_size({"width": width, "height": 800})
    olga.goto(shop.address + path)
    action = olga.get_by_role("button", name=MAIN_ACTIONS[path], exact=True).last
    expect(action).to_be_visible()
    for _ in range(60):
        olga.keyboard.press("Tab")
        where: dict[str, Any] = olga.evaluate(SEEN)
        assert (where["isOutlined"], where["isOnScreen"], where["isUncovered"]) == (True,) * 3, (
            where
        )
        if action.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not lead to {MAIN_ACTIONS[path]}")


def test_escape_closes_a_menu_and_the_focus_is_back_on_it(olga: Page) -> None:
    person = olga.locator(".rail-person summary")
    tab_to(olga, person)
    olga.keyboard.press("Enter")
    expect(olga.get_by_role("link", name="Unser Team")).to_be_visible()
    olga.keyboard.press("Tab")
    olga.keyboard.press("Escape")
    expect(olga.get_by_role("link", name="Unser Team")).to_be_hidden()
    expect(person).to_be_focused()


def test_an_arrow_key_in_a_list_leaves_one_where_one_is(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/imports/")
    hand_in(olga, both_files())
    till = olga.get_by_label("Spalte Kassa")
    till.focus()
    olga.keyboard.press("ArrowDown")
    olga.wait_for_load_state("networkidle")
    expect(till).to_be_focused(timeout=1000)
