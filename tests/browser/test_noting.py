"""Noting a moment: by keyboard in seconds, with one thumb in three taps, and nothing typed is lost."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import Page, StorageState, expect
from tests.browser.audit import PHONE
from tests.browser.conftest import Visit
from tests.browser.house import House

ENTRIES = "#timeline-list .entry:not(.ahead)"


def open_greta(page: Page, address: str) -> None:
    page.goto(f"{address}/customers/?q=greta+novak")
    page.locator("main .row-name a").first.click()
    expect(page.locator("h1")).to_contain_text("Greta Novak")
    page.wait_for_load_state("networkidle")  # a tap before the scripts are there follows the link


def sheet_of(page: Page) -> None:
    expect(page.locator("dialog[data-sheet]")).to_be_visible()


def test_one_key_words_and_one_key_more(olga: Page, shop: House) -> None:
    open_greta(olga, shop.address)
    before = olga.locator(ENTRIES).count()
    olga.keyboard.press("n")
    sheet_of(olga)
    expect(olga.locator("dialog textarea")).to_be_focused()
    olga.keyboard.type("Wants the blue one")
    olga.keyboard.press("Control+Enter")
    expect(olga.locator("dialog[data-sheet]")).to_have_count(0)
    expect(olga.locator(ENTRIES).first).to_contain_text("Wants the blue one")
    expect(olga.locator("#note-moment")).to_be_focused()
    olga.locator("#timeline .undo button").click()
    expect(olga.locator("#timeline .undo button")).to_be_visible()
    expect(olga.locator(ENTRIES)).to_have_count(before)
    assert "Wants the blue one" not in olga.locator("#timeline").inner_text()
    olga.locator("#timeline .undo button").click()
    expect(olga.locator(ENTRIES).first).to_contain_text("Wants the blue one")


def test_escape_leaves_the_sheet_and_keeps_what_was_typed(olga: Page, shop: House) -> None:
    open_greta(olga, shop.address)
    olga.keyboard.press("n")
    sheet_of(olga)
    expect(olga.locator("dialog textarea")).to_be_focused()
    olga.keyboard.type("Half a sentence")
    olga.keyboard.press("Escape")
    expect(olga.locator("dialog[data-sheet]")).to_have_count(0)
    expect(olga.locator("#note-moment")).to_be_focused()
    olga.keyboard.press("n")
    expect(olga.locator("dialog textarea")).to_have_value("Half a sentence")
    olga.locator("dialog textarea").fill("")


def test_three_taps_with_one_thumb(visit: Visit, shop: House, signed_in: StorageState) -> None:
    page = visit(storage_state=signed_in, viewport=PHONE, has_touch=True, is_mobile=True)
    open_greta(page, shop.address)
    page.locator("#note-here").tap()
    sheet_of(page)
    face = page.locator("dialog .face").nth(4)
    for wanted in (face, page.locator("dialog .pick").first, page.locator("dialog [data-save]")):
        box = wanted.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    face.tap()
    page.locator("dialog .pick").nth(1).tap()
    page.locator("dialog [data-save]").tap()
    expect(page.locator("dialog[data-sheet]")).to_have_count(0)
    expect(page.locator(ENTRIES).first.locator(".mood-5")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_picture_is_attached_and_looked_at(
    visit: Visit, shop: House, signed_in: StorageState, scripts: bool
) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (400, 300), (30, 120, 60)).save(drawn, "PNG")
    page = visit(storage_state=signed_in, java_script_enabled=scripts)
    open_greta(page, shop.address)
    page.locator("#note-moment").click()
    form = page.locator("form.moment")
    form.locator("details.more-of-moment > summary").click()
    photo = {"name": "car.png", "mimeType": "image/png", "buffer": drawn.getvalue()}
    form.locator("input[type=file]").set_input_files([photo])  # type: ignore[list-item]
    form.locator(".button-main").click()
    small = page.locator(ENTRIES).first.locator(".entry-files img")
    expect(small).to_be_visible()
    small.click()
    whole = page.locator("img.whole-picture")
    expect(whole).to_be_visible()
    if scripts:
        assert whole.evaluate("image => image.decode().then(() => image.naturalWidth)") == 400


def test_narrowing_keeps_focus_and_place_and_goes_back(olga: Page, shop: House) -> None:
    open_greta(olga, shop.address)
    olga.locator("details.narrow > summary").click()
    olga.locator("#timeline-find").fill("nothing has these words")
    expect(olga.locator("#timeline-list .empty")).to_be_visible()
    expect(olga.locator("#timeline-find")).to_be_focused()
    expect(olga).to_have_url(re.compile("find=nothing"))
    olga.locator("#timeline-find").fill("")
    expect(olga.locator("#timeline-list .empty")).to_have_count(0)
    olga.locator("select[name=channel]").focus()
    olga.locator("select[name=channel]").select_option("letter")
    olga.keyboard.press("Tab")  # by keyboard a choice is sent on leaving it
    expect(olga).to_have_url(re.compile("channel=letter"))
    olga.go_back()
    expect(olga).not_to_have_url(re.compile("channel=letter"))
    expect(olga.locator("h1")).to_contain_text("Greta Novak")
