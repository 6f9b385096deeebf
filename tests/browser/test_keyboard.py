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
def test_a_key_leads_to_the_search_from_anywhere(olga: Page, key: str) -> None:
    olga.keyboard.press(key)
    expect(olga.get_by_role("searchbox")).to_be_focused()
    olga.keyboard.type("greta nov")
    olga.keyboard.press("Enter")
    expect(olga.locator(".row-name")).to_contain_text("Greta Novak")


def test_a_slash_in_a_text_is_a_slash(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/customers/new/")
    field = olga.get_by_label("Nachname")
    field.focus()
    olga.keyboard.type("Moser/Huber")
    expect(field).to_have_value("Moser/Huber")
    olga.keyboard.press("Control+k")
    expect(olga.get_by_role("searchbox")).to_be_focused()


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
