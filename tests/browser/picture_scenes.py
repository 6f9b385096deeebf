"""What each picture shows: the way to the page, and what is done there before it is taken."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.picture_house import Desk

NOTE = {
    "de": ("Der Wagen läuft wieder ruhig. Freut sich auf den Urlaub.", "Rückruf nach dem Urlaub, am 7. Dezember"),
    "en": ("The car runs quietly again. Looking forward to the holidays.", "Call back after the holidays, on 7 December"),
}  # fmt: skip
Scene = Callable[[Page, Desk], None]


def today(page: Page, desk: Desk) -> None:
    """What lies before the owner this morning."""
    page.goto(f"{desk.house.address}/")


def customer(page: Page, desk: Desk) -> None:
    """The page of one customer."""
    page.goto(desk.customer)
    page.wait_for_load_state("networkidle")


def note(page: Page, desk: Desk) -> None:
    """The sheet on which a moment is noted, filled in."""
    customer(page, desk)
    page.locator("#note-moment:visible, #note-here:visible").first.click()
    sheet = page.locator("dialog[data-sheet]")
    said, agreed = NOTE[desk.language]
    sheet.locator("textarea").fill(said)
    sheet.locator("[name=words]").first.fill(agreed)
    expect(sheet.locator(".agreed-read").first).not_to_be_empty()
    sheet.locator(".face").nth(3).click()
    sheet.evaluate("one => { one.scrollTop = 0; document.activeElement.blur(); }")


def tasks(page: Page, desk: Desk) -> None:
    """One's own tasks and promises."""
    page.goto(f"{desk.house.address}/tasks/")


def calendar(page: Page, desk: Desk) -> None:
    """The week of the team."""
    page.goto(f"{desk.house.address}/calendar/")


def booking(page: Page, desk: Desk) -> None:
    """Where a customer books a time by a link."""
    page.goto(desk.booking)
    page.locator(".slot").nth(2).click()


def team(page: Page, desk: Desk) -> None:
    """Who of us is here today."""
    page.goto(f"{desk.house.address}/team/")


def fields(page: Page, desk: Desk) -> None:
    """Fields that the house made for itself."""
    page.goto(f"{desk.house.address}/fields/")


def visitors(page: Page, desk: Desk) -> None:
    """Who comes today, for the counter."""
    page.goto(f"{desk.house.address}/visitors/")


def call(page: Page, desk: Desk) -> None:
    """Somebody calls while one is at work."""
    page.goto(f"{desk.house.address}/customers/")
    desk.ring()
    expect(page.locator(".call")).to_be_visible()


def palette(page: Page, desk: Desk) -> None:
    """Who may be meant by a name typed wrongly."""
    customer(page, desk)
    name = page.locator("h1").inner_text().lower()
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{name[:-2]}{name[-1]}")
    expect(page.locator("#palette [data-part=people] [role=option]").first).to_be_visible()


def keys(page: Page, desk: Desk) -> None:
    """All keys of a page and of the house."""
    customer(page, desk)
    page.keyboard.press("?")
    expect(page.locator("#key-list")).to_be_visible()


SCENES: dict[str, Scene] = {
    one.__name__: one
    for one in (today, customer, note, tasks, calendar, booking, team, fields, visitors, palette,
                keys, call)
}  # fmt: skip
