"""Reading without a connection: nothing unless the firm allows it, and nothing once one has left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, expect
from tests.browser.conftest import PATIENCE
from tests.browser.net import Line
from tests.browser.steps import wait_until

SHELVES = "caches.keys().then(names => names.filter(name => name.startsWith('pages-')).length)"
KEPT = """async () => {
  const names = (await caches.keys()).filter(name => name.startsWith("pages-"));
  const pages = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length));
  return pages.reduce((sum, one) => sum + one, 0);
}"""


@pytest.fixture
def context(browser: Browser, signed_in: StorageState) -> Iterator[BrowserContext]:
    """Olga's browser; a line that is cut makes a browser complain, which is no fault here."""
    context = browser.new_context(storage_state=signed_in, locale="de-AT")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def app(context: BrowserContext, line: Line) -> Page:
    """The house as it is once its worker stands beside it."""
    page = context.new_page()
    page.goto(f"{line.address}/overview/")
    wait_until(page, "navigator.serviceWorker.controller !== null")
    return page


def decide(page: Page, line: Line, *, allows: bool) -> None:
    page.goto(f"{line.address}/house/")
    page.locator("#id_keeps_pages_offline").set_checked(allows)
    page.locator("form[data-keep] .button-main").click()
    expect(page.get_by_role("status").filter(has_text="Gespeichert")).to_be_visible()


@pytest.fixture
def allowed(app: Page, line: Line) -> Page:
    """The same, in a firm that lets customers be read without a connection."""
    decide(app, line, allows=True)
    return app


def anna(page: Page, line: Line) -> str:
    page.goto(f"{line.address}/customers/?q=anna+berger")
    path = page.get_by_role("link", name="Anna Berger").get_attribute("href")
    return f"{line.address}{path}"


def test_without_the_firm_s_word_nothing_is_kept(app: Page, line: Line) -> None:
    decide(app, line, allows=False)
    page = anna(app, line)
    app.goto(page)
    app.wait_for_timeout(300)
    assert app.evaluate(SHELVES) == 0
    line.cut()
    app.goto(page)
    expect(app.locator("h1")).not_to_contain_text("Anna Berger")
    expect(app.locator("body")).to_have_attribute("data-state", "failed")


def test_the_last_opened_customers_are_read_without_a_connection_and_say_when(
    allowed: Page, line: Line
) -> None:
    page = anna(allowed, line)
    allowed.goto(page)
    wait_until(allowed, f"({KEPT})().then(count => count === 1)")
    line.cut()
    allowed.goto(page)
    expect(allowed.locator("h1")).to_contain_text("Anna Berger")
    expect(allowed.locator("#strip .strip-text")).to_contain_text("202")
    assert (
        allowed.locator("#strip .strip-text")
        .evaluate("one => getComputedStyle(one).fontFamily")
        .startswith('"Source Sans 3"')
    )

    allowed.goto(f"{line.address}/overview/")
    kept = allowed.locator("[data-kept-pages] a")
    expect(kept).to_contain_text("Anna Berger")
    kept.click()
    expect(allowed.locator("h1")).to_contain_text("Anna Berger")
    line.mend()
    allowed.locator("#strip [data-do]").click()
    expect(allowed.locator("body:not([data-kept-at])")).to_be_visible()


def test_no_more_than_twenty_are_kept(allowed: Page, line: Line) -> None:
    allowed.goto(f"{line.address}/customers/")
    pages = [one.get_attribute("href") for one in allowed.locator(".row-name a").all()[:23]]
    for path in pages:
        allowed.goto(f"{line.address}{path}")
    allowed.wait_for_timeout(500)
    assert allowed.evaluate(KEPT) == 20


def test_when_the_firm_takes_it_back_all_is_dropped(allowed: Page, line: Line) -> None:
    allowed.goto(anna(allowed, line))
    wait_until(allowed, f"({KEPT})().then(count => count === 1)")
    decide(allowed, line, allows=False)
    wait_until(allowed, f"{SHELVES}.then(count => count === 0)")


def test_a_session_that_ended_elsewhere_leaves_nothing(allowed: Page, line: Line) -> None:
    allowed.goto(anna(allowed, line))
    wait_until(allowed, f"({KEPT})().then(count => count === 1)")
    allowed.context.clear_cookies(name="nahbar")
    allowed.goto(f"{line.address}/overview/")
    allowed.wait_for_url("**/account/login/**")
    wait_until(allowed, f"{SHELVES}.then(count => count === 0)")


def test_only_files_of_this_version_are_kept_beside_them(app: Page) -> None:
    urls = app.evaluate(
        """async () => {
          const names = (await caches.keys()).filter(name => name.startsWith("files-"));
          const files = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)));
          return files.flat();
        }"""
    )
    assert len(urls) >= 6
    assert [one for one in urls if not one.startswith("/static/") and one != "/offline/"] == []
