"""The week is moved about in with a finger: held, carried, let go; a swipe still scrolls the page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import CDPSession, Locator, Page, StorageState, expect
from tests.browser.audit import PHONE, faults
from tests.browser.conftest import Visit
from tests.browser.house import House

HOUR = 56  # pixels, as the look has it: 3.5 times 16
TABLET = {"width": 1180, "height": 820}


@dataclass(frozen=True)
class Finger:
    """One finger on a page, through the browser's own line for tests."""

    page: Page
    line: CDPSession

    def put(self, x: float, y: float) -> None:
        """Put it down."""
        self._tell("touchStart", x, y)

    def go(self, x: float, y: float) -> None:
        """Go there, in a few steps of a moment each."""
        self._tell("touchMove", x, y)
        self.page.wait_for_timeout(30)

    def lift(self) -> None:
        """Take it away."""
        self.line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _tell(self, kind: str, x: float, y: float) -> None:
        points = [{"x": x, "y": y}]
        self.line.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.fixture
def monday() -> date:
    """Of the week after next: nothing there has begun."""
    today = datetime.now(UTC).date()
    return today + timedelta(days=14 - today.weekday())


@pytest.fixture
def touched(visit: Visit, shop: House, signed_in: StorageState, monday: date) -> Callable[..., tuple[Page, Finger, Locator]]:  # fmt: skip
    """A page of Olga's with a finger, and on it something of Tuesday, ten to eleven."""

    def open_week(title: str, viewport: dict[str, int]) -> tuple[Page, Finger, Locator]:
        page = visit(storage_state=signed_in, has_touch=True, viewport=viewport)
        page.goto(f"{shop.address}/calendar/appointments/new/?day={monday + timedelta(days=1)}")
        page.locator("[name=title]").fill(title)
        page.locator("[name=from_time]").fill("10:00")
        page.locator("[name=until_time]").fill("11:00")
        page.locator("[name=until_time]").press("Enter")
        page.wait_for_url("**/calendar/?**")
        block = page.locator("a[data-move]", has_text=title)
        block.scroll_into_view_if_needed()
        return page, Finger(page, page.context.new_cdp_session(page)), block

    return open_week


def middle(of: Locator) -> tuple[float, float]:
    box = of.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + min(box["height"] / 2, 20)


Touched = Callable[..., tuple[Page, Finger, Locator]]


def test_held_for_a_moment_it_is_carried_and_comes_back(touched: Touched, monday: date) -> None:
    page, finger, block = touched("Carried by finger", TABLET)
    width = page.locator(".week-grid").first.bounding_box()["width"]  # type: ignore[index]  # it is seen
    x, y = middle(block)
    finger.put(x, y)
    expect(page.locator(".block-held")).to_have_count(1)
    for part in (0.3, 0.6, 1.0):
        finger.go(x + part * (width + 1), y + part * HOUR)
    finger.lift()
    expect(page.locator(".undo")).to_be_visible()
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=2)}T11:00")
    page.locator(".undo button").click()
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=1)}T10:00")


def test_a_swipe_scrolls_and_moves_nothing(touched: Touched, monday: date) -> None:
    page, finger, block = touched("Only swiped over", TABLET)
    x, y = middle(block)
    finger.put(x, y)
    for step in range(1, 5):
        finger.go(x, y - step * 30)
    finger.lift()
    page.wait_for_timeout(500)
    expect(page.locator(".block-held")).to_have_count(0)
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=1)}T10:00")
    expect(page.locator(".undo")).to_have_count(0)


def test_a_short_tap_opens_it(touched: Touched) -> None:
    page, finger, block = touched("Tapped", TABLET)
    finger.put(*middle(block))
    finger.lift()
    expect(page.locator("h1")).to_contain_text("Tapped")


def test_held_and_put_back_it_neither_moves_nor_opens(touched: Touched, monday: date) -> None:
    page, finger, block = touched("Put back", TABLET)
    finger.put(*middle(block))
    expect(page.locator(".block-held")).to_have_count(1)
    finger.lift()
    page.wait_for_timeout(300)
    expect(page.locator(".block-held")).to_have_count(0)
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=1)}T10:00")
    assert "/calendar/?" in page.url


def test_near_the_edge_the_page_goes_on_under_the_finger(touched: Touched) -> None:
    page, finger, block = touched("To the evening", {"width": 1180, "height": 460})
    x, y = middle(block)
    finger.put(x, y)
    expect(page.locator(".block-held")).to_have_count(1)
    before = page.evaluate("document.scrollingElement.scrollTop")
    finger.go(x, y + 10)
    finger.go(x, 455)
    for _moment in range(100):
        if page.evaluate("document.scrollingElement.scrollTop") > before + 100:
            break
        page.wait_for_timeout(50)
    finger.lift()
    expect(page.locator(".undo")).to_be_visible()
    hour = int((block.get_attribute("data-starts") or "")[11:13])
    assert hour >= 12


def test_on_a_telephone_it_is_carried_to_another_day(touched: Touched, monday: date) -> None:
    page, finger, block = touched("By thumb", PHONE)
    x, y = middle(block)
    finger.put(x, y)
    expect(page.locator(".block-held")).to_have_count(1)
    thursday = page.locator(".week-day").nth(3)
    goal = middle(thursday)
    for part in (0.3, 0.6, 1.0):
        finger.go(x, y + part * (goal[1] + 30 - y))
    expect(thursday.locator(".week-over")).to_have_count(1)
    finger.lift()
    expect(block).to_have_attribute("data-starts", f"{monday + timedelta(days=3)}T10:00")
    assert faults(page) == []
