"""An import at work can be left, found again, and stopped in the middle."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect
from tests.browser.house import House
from tests.browser.shop_files import write_many_orders
from tests.browser.steps import hand_in, search

LINES = 300_000
NEWCOMER = "1000007"


def test_one_leaves_an_import_at_work_finds_it_again_and_stops_it(
    olga: Page, shop: House, tmp_path: Path
) -> None:
    olga.goto(f"{shop.address}/imports/")
    hand_in(olga, [write_many_orders(tmp_path / "many.csv", LINES)])
    olga.get_by_role("button", name="Ja, übernehmen").click()
    expect(olga.locator("h1")).to_have_text("Die Daten werden übernommen.")
    here = olga.url

    olga.get_by_role("link", name="Kunden", exact=True).click()
    job = olga.locator(".rail-jobs .job")
    expect(job).to_contain_text("Daten werden übernommen")
    job.click()
    olga.wait_for_url(here)

    expect(olga.locator("main progress[value]")).not_to_have_attribute("value", "0")
    olga.get_by_role("link", name="Anhalten …").click()
    olga.get_by_role("button", name="Anhalten und zurücknehmen").click()
    expect(olga.locator("h1")).to_have_text("Diese Übernahme wurde abgebrochen.")
    expect(olga.locator(".facts")).to_contain_text(re.compile(r"[1-9][\d.]* Positionen"))
    expect(olga.locator(".rail-jobs .job")).to_have_count(0)
    search(olga, NEWCOMER)
    expect(olga.get_by_role("heading", name="Damit findet sich niemand.")).to_be_visible()
