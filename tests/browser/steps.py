"""What people do again and again: with the keyboard, at the files, in search."""

from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page, expect


def tab_to(page: Page, wanted: Locator, *, most: int = 60) -> int:
    """Press Tab until `wanted` has the focus; how often it took."""
    for presses in range(1, most + 1):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return presses
    raise AssertionError(f"{most} times Tab did not lead to {wanted}")


def hand_in(page: Page, files: Sequence[Any]) -> None:
    """Choose files on the imports page and wait for the mapping."""
    page.locator("input[type=file]").set_input_files(files)
    page.locator("main .button-main").click()
    expect(page.locator("form#mapping")).to_be_visible()


def search(page: Page, text: str) -> None:
    """By the field that stands on every page; where scripts run, it opens the palette."""
    page.get_by_role("searchbox").fill(text)
    page.keyboard.press("ArrowUp")  # there to the last row, which leads to the list
    page.keyboard.press("Enter")
    page.wait_for_url("**/customers/?q=*")


def reload_until(page: Page, wanted: Locator, *, most: int = 30) -> None:
    """For what the worker does meanwhile and the page does not wait for."""
    for _ in range(most):
        if wanted.first.is_visible():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(wanted.first).to_be_visible()


def wait_until(page: Page, truth: str, *, most: int = 100) -> None:
    """Until an expression is true on the page. Playwright's own waiting would need eval there."""
    for _ in range(most):
        if page.evaluate(truth):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never true: {truth}")
