"""A real Chromium before houses that really run."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    StorageState,
    expect,
    sync_playwright,
)
from tests.browser.audit import DESK
from tests.browser.house import OWNER, PASSWORD, Environment, House, move_in, tell
from tests.browser.net import Line
from tests.browser.shop_files import WRONG_ORDER, customers_csv, orders_csv

PATIENCE = 30_000  # milliseconds; the machine may have other work
NOWHERE = "/nowhere/"  # a page that is not there; Chromium counts that as an error
Visit = Callable[..., Page]

expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder drive the browser."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser that `make test` found; its absence is a failure, never a skip."""
    path = os.environ.get("NAHBAR_CHROMIUM", "")
    if not path:
        pytest.fail("NAHBAR_CHROMIUM names no browser; scripts/browser finds one")
    return path


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """One for a file of tests: while its loop runs, Django's ORM would refuse to work here."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a page in a profile of its own. What a console complains of fails the test at its end."""
    complaints: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        where = message.location["url"]
        if message.type in {"error", "warning"} and not where.endswith(NOWHERE):
            complaints.append(f"{message.text} ({where})")

    def visit(**options: Any) -> Page:
        told = {"viewport": DESK, "locale": "de-AT", "timezone_id": "Europe/Vienna", **options}
        context = browser.new_context(reduced_motion="reduce", **told)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield visit
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def empty(own_house: Environment) -> Iterator[House]:
    """A house that nobody has set up yet; its link leads in."""
    yield from _served(own_house)


@pytest.fixture(scope="session")
def shop(house_to_copy: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Olga's bookshop: forty customers, their orders (one row rejected), and what each is worth."""
    folder = tmp_path_factory.mktemp("shop")
    shutil.copytree(house_to_copy["NAHBAR_HOME"], folder / "home")
    environment = {**house_to_copy, "NAHBAR_HOME": str(folder / "home"), "DATABASE_URL": ""}
    (folder / "orders.csv").write_text(orders_csv(WRONG_ORDER))
    (folder / "customers.csv").write_text(customers_csv())
    move_in(environment, "de")
    tell(environment, "import", str(folder / "orders.csv"), str(folder / "customers.csv"))
    tell(environment, "refresh")
    yield from _served(environment)


@pytest.fixture(scope="module")
def signed_in(browser: Browser, shop: House) -> Iterator[StorageState]:
    """What a browser keeps once Olga has signed in to her shop by mail address and password."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(f"{shop.address}/account/login/")
    page.locator("[name=login]").fill(OWNER)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{shop.address}/")
    yield context.storage_state()
    context.close()


@pytest.fixture
def olga(visit: Visit, shop: House, signed_in: StorageState) -> Page:
    """Olga's browser, before what waits for her today."""
    page = visit(storage_state=signed_in)
    page.goto(f"{shop.address}/")
    return page


@pytest.fixture
def line(shop: House) -> Iterator[Line]:
    """The way to the shop, which can be cut."""
    line = Line(shop.address)
    yield line
    line.cut()


def _served(environment: Environment) -> Iterator[House]:
    house = House({**environment, "NAHBAR_LANGUAGE": "de"})
    yield house
    house.close()
