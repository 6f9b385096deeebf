"""The week is moved about in by hand and by key, and a guest books on a telephone."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.audit import PHONE, faults
from tests.browser.conftest import Visit
from tests.browser.house import House

HOUR = 56  # pixels, as the look has it: 3.5 times 16


@pytest.fixture
def monday() -> date:
    """Of the week after next: nothing there has begun."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def planned(olga: Page, shop: House, monday: date) -> Callable[[str], Locator]:
    """Plan something of Tuesday, ten to eleven, and show its week; where it lies there."""

    def plan(title: str) -> Locator:
        olga.goto(f"{shop.address}/calendar/appointments/new/?day={monday + timedelta(days=1)}")
        olga.locator("[name=title]").fill(title)
        olga.locator("[name=from_time]").fill("10:00")
        olga.locator("[name=until_time]").fill("11:00")
        olga.locator("[name=until_time]").press("Enter")
        olga.wait_for_url("**/calendar/?**")
        return olga.locator("a[data-move]", has_text=title)

    return plan


def test_dragged_it_lies_elsewhere_and_comes_back(
    olga: Page, planned: Callable[[str], Locator], monday: date
) -> None:
    block = planned("Drawn by hand")
    where, day = block.bounding_box(), olga.locator(".week-grid").first.bounding_box()
    assert where is not None
    assert day is not None
    x, y = where["x"] + 15, where["y"] + 8
    olga.mouse.move(x, y)
    olga.mouse.down()
    olga.mouse.move(x + day["width"] + 1, y + 2 * HOUR, steps=5)
    olga.mouse.up()
    expect(olga.locator(".undo")).to_be_visible()
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=2)}T12:00")
    olga.locator(".undo button").click()
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=1)}T10:00")


def test_by_key_it_goes_as_far_and_keeps_the_focus(
    olga: Page, planned: Callable[[str], Locator], monday: date
) -> None:
    block = planned("Pushed by key")
    block.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowRight"):
        olga.keyboard.press(f"Alt+{key}")
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=2)}T10:15")
    expect(block).to_be_focused()
    olga.keyboard.press("Enter")
    expect(olga.locator("h1")).to_contain_text("Pushed by key")


def test_a_week_is_readable_for_everybody(olga: Page, planned: Callable[[str], Locator]) -> None:
    planned("One to read")
    assert faults(olga) == []


def test_a_guest_books_on_a_telephone(olga: Page, visit: Visit, shop: House) -> None:
    olga.goto(f"{shop.address}/team/")
    olga.locator(".page-marks a").nth(1).click()
    for day in range(1, 8):
        olga.locator(f"[name=from_{day}_1]").fill("09:00")
        olga.locator(f"[name=until_{day}_1]").fill("17:00")
    olga.locator("main form .button-main").click()
    olga.goto(f"{shop.address}/calendar/links/")
    olga.locator("form[action$='/booking/'] button").click()
    address = olga.locator("code.address").inner_text()
    guest = visit(viewport=PHONE)
    guest.goto(address)
    expect(guest.locator("h1")).to_have_text("Olga Lind")
    assert faults(guest) == []
    guest.locator(".slot").first.click()
    guest.locator("[name=name]").fill("Clara Hold")
    guest.locator("[name=contact]").fill("clara@hold.example")
    guest.locator("main .button-main").click()
    guest.wait_for_url("**/booked/**")
    assert faults(guest) == []
    guest.locator(".button-danger").click()
    expect(guest.locator(".button-danger")).to_have_count(0)
