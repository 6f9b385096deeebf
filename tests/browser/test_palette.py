"""The palette: people as one types, pages and actions, by keys and under the thumb."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from tests.browser.audit import PHONE, faults
from tests.browser.house import House

Held = Callable[[str], None]
SEEN = "one => { const { top, height } = one.getBoundingClientRect(); return [top, height]; }"


def answered(*names: str) -> str:
    rows = [f'<li role="option"><a href="/{name}/">{name}</a></li>' for name in names]
    return f'<ul role="listbox" id="found">{"".join(rows)}</ul>'


def people(page: Page) -> list[str]:
    return page.locator("#palette [data-part=people] [role=option]").all_inner_texts()


@pytest.fixture
def palette(olga: Page) -> Page:
    """Olga's page with the palette open."""
    olga.keyboard.press("Control+k")
    expect(olga.get_by_role("combobox")).to_be_focused()
    return olga


def test_somebody_is_found_with_a_slip_and_opened_by_enter(palette: Page) -> None:
    palette.keyboard.type("anna bergr")
    palette.keyboard.press("Enter")  # before the answer is there: it is waited for
    expect(palette.locator("h1")).to_contain_text("Anna Berger")


def test_a_row_says_why_it_was_found(palette: Page) -> None:
    palette.keyboard.type("522")
    first = palette.locator("#palette [data-part=people] [role=option]").first
    expect(first).to_contain_text("Greta Novak")
    expect(first).to_contain_text("Kundennummer")


def test_arrows_choose_and_the_chosen_row_is_told(palette: Page) -> None:
    field = palette.get_by_role("combobox")
    palette.keyboard.type("berger")
    expect(palette.locator("#palette [data-part=people] [role=option]").nth(2)).to_be_visible()
    chosen = palette.locator('#palette [aria-selected="true"]')
    first = chosen.get_attribute("href")
    palette.keyboard.press("ArrowDown")
    assert chosen.count() == 1
    assert chosen.get_attribute("href") != first
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    palette.keyboard.press("ArrowUp")
    assert chosen.get_attribute("href") == first
    expect(field).to_be_focused()


def test_an_old_answer_never_takes_the_place_of_a_newer_one(palette: Page) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        if route.request.url.endswith("q=an"):
            held.append(route)
        else:
            route.fulfill(body=answered("new"), content_type="text/html")

    palette.route("**/search/**", answer)
    # The browser would drop the first question by itself: here it may not.
    palette.evaluate("AbortController.prototype.abort = () => {}")
    palette.keyboard.type("an")
    palette.wait_for_timeout(150)
    palette.keyboard.type("na")
    expect(palette.locator("[data-part=people]")).to_have_text("new")
    held[0].fulfill(body=answered("old"), content_type="text/html")
    palette.wait_for_timeout(200)
    assert people(palette) == ["new"]


def test_nothing_moves_while_results_come(palette: Page) -> None:
    field, place = palette.get_by_role("combobox"), palette.locator("#palette")
    before = place.evaluate(SEEN)
    for letter in "berger":
        field.press_sequentially(letter)
        assert place.evaluate(SEEN) == before
    palette.wait_for_timeout(300)
    assert place.evaluate(SEEN) == before


def test_escape_leaves_all_as_it_was_and_the_focus_returns(olga: Page, shop: House) -> None:
    olga.goto(f"{shop.address}/customers/")
    link = olga.locator(".row-name a").nth(1)
    link.focus()
    olga.keyboard.press("Control+k")
    olga.keyboard.type("x")
    olga.keyboard.press("Escape")
    expect(olga.locator("#palette")).to_be_hidden()
    expect(link).to_be_focused()


def test_the_field_of_the_page_opens_it_and_takes_on_what_is_typed(olga: Page) -> None:
    olga.get_by_role("searchbox").focus()
    expect(olga.locator("#palette")).to_be_hidden()
    olga.keyboard.type("novak")
    expect(olga.get_by_role("combobox")).to_have_value("novak")
    expect(olga.get_by_role("searchbox")).to_have_value("")


def test_the_last_row_leads_to_the_list(palette: Page) -> None:
    palette.keyboard.type("greta nov")
    palette.keyboard.press("ArrowUp")
    palette.keyboard.press("Enter")
    palette.wait_for_url("**/customers/?q=greta+nov")
    expect(palette.locator(".row-name").first).to_contain_text("Greta Novak")


def test_pages_and_actions_are_found_by_their_words(palette: Page) -> None:
    palette.keyboard.type("überbl")
    row = palette.locator("#palette [data-part=commands] [role=option]:visible")
    expect(row).to_have_count(1)
    palette.keyboard.press("ArrowUp")
    palette.keyboard.press("ArrowUp")
    palette.keyboard.press("Enter")
    palette.wait_for_url("**/overview/")


def test_the_theme_changes_without_leaving_the_page(olga: Page) -> None:
    olga.keyboard.press("Control+k")
    olga.locator('#palette [data-press*="value=dark"]').click()
    expect(olga.locator("html")).to_have_attribute("data-theme", "dark")
    expect(olga.locator("#palette")).to_be_hidden()
    olga.keyboard.press("Control+k")
    olga.locator('#palette [data-press*="value=auto"]').click()


def test_on_a_telephone_it_is_a_sheet_over_the_whole_screen(olga: Page) -> None:
    olga.set_viewport_size(PHONE)
    field = olga.get_by_role("searchbox")
    box = field.bounding_box()
    assert box
    assert box["y"] > PHONE["height"] / 2  # where the thumb is
    assert box["height"] >= 44
    field.click()
    sheet = olga.locator("#palette").bounding_box()
    assert sheet == {"x": 0, "y": 0, "width": PHONE["width"], "height": PHONE["height"]}
    olga.keyboard.type("berger")
    expect(olga.locator("#palette [data-part=people] [role=option]").first).to_be_visible()
    small = [
        row.inner_text()
        for row in olga.locator("#palette [role=option]:visible, #palette button:visible").all()
        if (row.bounding_box() or {"height": 0})["height"] < 44
    ]
    assert small == []


def test_the_open_palette_is_readable_for_everybody(palette: Page) -> None:
    palette.keyboard.type("berger")
    expect(palette.locator("#palette [data-part=people] [role=option]").first).to_be_visible()
    assert faults(palette) == []


def test_the_list_of_keys_is_readable_for_everybody(olga: Page) -> None:
    olga.keyboard.press("?")
    expect(olga.locator("#key-list")).to_be_visible()
    assert faults(olga) == []
