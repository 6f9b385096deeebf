"""How heavy pages are, whether anything on them jumps, and what a careful reader of pages would ask."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState
from tests.browser.audit import DESK, PHONE
from tests.browser.conftest import PATIENCE
from tests.browser.house import House

FIRST, NEXT = 300_000, 30_000  # bytes over the wire, packed
MAIN = {
    "today": "/",
    "customers": "/customers/",
    "a customer": "anna",
    "overview": "/overview/",
    "me": "/me/",
    "sign-in": "/account/login/",
}
WATCH = """
window.shifts = []; window.painted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) {
  if (!one.hadRecentInput) window.shifts.push([one.value, one.sources.map(s => s.node?.outerHTML?.slice(0, 90))]);
} }).observe({ type: "layout-shift", buffered: true });
new PerformanceObserver(list => { window.painted = list.getEntries().at(-1).startTime; })
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
LEVELS = """[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
  .filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"""
TARGETS = """[...document.querySelectorAll(
    ".button, .entries a, .input, .menu > summary, .tabs a, .filters a, .row-name a, select, textarea")]
  .filter(one => one.checkVisibility() && !one.closest(".demo"))
  .map(one => [one.outerHTML.slice(0, 90), (one.closest(".row") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
  .map(([html, box]) => [html, box.width, box.height])"""
LOADED = "performance.getEntriesByType('resource').map(one => one.name)"
VIEWPORT = "document.querySelector('meta[name=viewport]').content"

Open = Callable[..., tuple[Page, list[tuple[str, int]]]]


@pytest.fixture
def open_page(browser: Browser, shop: House, signed_in: StorageState) -> Any:
    """Open pages in a new browser, one after the other: each with what came over the wire."""
    contexts, complaints = [], []

    def opened(*paths: str, size: Any = DESK, signed: bool = True) -> tuple[Page, list[Any]]:
        state = signed_in if signed else None
        # What a service worker answers counts as nothing: here the wire itself is measured.
        context = browser.new_context(
            storage_state=state, viewport=size, locale="de-AT", service_workers="block"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda told: complaints.append(told.text) if told.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.add_init_script(WATCH)
        loads = []
        for path in paths:
            wire = context.new_cdp_session(page)
            wire.send("Network.enable")
            urls: dict[str, str] = {}
            load: list[tuple[str, int]] = []
            wire.on(
                "Network.requestWillBeSent",
                lambda e, urls=urls: urls.update({e["requestId"]: e["request"]["url"]}),
            )
            wire.on(
                "Network.loadingFinished",
                lambda e, urls=urls, load=load: load.append(
                    (urls.get(e["requestId"], "?"), int(e["encodedDataLength"]))
                ),
            )
            page.goto(shop.address + path, wait_until="networkidle")
            page.wait_for_timeout(200)
            wire.detach()
            loads.append(load)
        return page, loads

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def anna(browser: Browser, shop: House, signed_in: StorageState) -> str:
    """The path of Anna Berger's page."""
    with browser.new_context(storage_state=signed_in) as context:
        page = context.new_page()
        page.goto(f"{shop.address}/customers/?q=anna+berger")
        return str(page.get_by_role("link", name="Anna Berger").get_attribute("href"))


def total(load: list[tuple[str, int]]) -> int:
    return sum(size for url, size in load if not url.startswith("data:"))


@pytest.mark.parametrize("path", MAIN.values(), ids=MAIN.keys())
def test_a_first_visit_weighs_little_and_the_next_next_to_nothing(
    open_page: Open, anna: str, path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    here = anna if path == "anna" else path
    _page, (first, again) = open_page(here, here, signed=path != MAIN["sign-in"])  # type: ignore[misc]  # one load for each
    with capsys.disabled():
        print(f"\n{path}: first {total(first)} bytes, next {total(again)}", end="")
    assert total(first) <= FIRST, sorted(first, key=lambda one: -one[1])[:8]
    assert total(again) <= NEXT, again


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["1280", "390"])
@pytest.mark.parametrize("path", MAIN.values(), ids=MAIN.keys())
def test_nothing_jumps_and_the_page_is_there_soon(
    open_page: Open, anna: str, path: str, size: Any
) -> None:
    here = anna if path == "anna" else path
    page, _loads = open_page(here, size=size, signed=path != MAIN["sign-in"])
    page.wait_for_timeout(500)
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _nodes in shifts) <= 0.01, shifts
    assert 0 < page.evaluate("window.painted") < 2_500


@pytest.mark.parametrize("path", MAIN.values(), ids=MAIN.keys())
def test_a_page_is_made_as_pages_should_be(
    open_page: Open, anna: str, shop: House, path: str
) -> None:
    here = anna if path == "anna" else path
    page, _loads = open_page(here, size=PHONE, signed=path != MAIN["sign-in"])
    levels = page.evaluate(LEVELS)
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    told = page.evaluate(VIEWPORT)
    assert "width=device-width" in told
    assert "user-scalable" not in told
    assert "maximum-scale" not in told
    foreign = [url for url in page.evaluate(LOADED) if not url.startswith((shop.address, "data:"))]
    assert foreign == []
    assert page.title().endswith(" · nahbar")
    assert page.locator("html").get_attribute("lang")


@pytest.mark.parametrize("path", MAIN.values(), ids=MAIN.keys())
def test_a_thumb_meets_what_it_aims_at(open_page: Open, anna: str, path: str) -> None:
    here = anna if path == "anna" else path
    page, _loads = open_page(here, size=PHONE, signed=path != MAIN["sign-in"])
    assert page.evaluate(TARGETS) == []


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("path", MAIN.values(), ids=MAIN.keys())
def test_no_page_is_wider_than_a_telephone(
    open_page: Open, anna: str, path: str, width: int
) -> None:
    here = anna if path == "anna" else path
    size = {"width": width, "height": 700}
    page, _loads = open_page(here, size=size, signed=path != MAIN["sign-in"])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_charts_are_fetched_only_where_there_are_some(open_page: Open, anna: str) -> None:
    _page, loads = open_page("/customers/", "/me/")
    heavy = [url for load in loads for url, _size in load if "/parts/charts" in url]
    assert heavy == []


def test_back_leads_to_where_one_was(open_page: Open) -> None:
    page, _loads = open_page("/customers/", size=PHONE)
    page.evaluate("scrollTo(0, 900)")
    page.locator(".row-name a").nth(14).click()
    page.wait_for_load_state("networkidle")
    page.go_back(wait_until="networkidle")
    page.wait_for_timeout(200)
    assert page.url.endswith("/customers/")
    assert page.evaluate("scrollY") > 500
