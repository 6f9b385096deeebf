"""A customer's page in use: values edited where they stand, by keyboard; one hand; one sheet of paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.audit import PHONE
from tests.browser.house import House, tell

HEADER = "Kundennummer;Datum;Kanal;Notiz;Mitarbeiter"


@pytest.fixture(scope="module")
def regular(shop: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """The shop, where customer 501 has come five hundred times."""
    rows = [
        f"501;{day % 28 + 1:02}.{month % 12 + 1:02}.{2015 + month // 12};Besuch;Gespräch {month};Olga Lind"
        for month in range(125)
        for day in range(0, 28, 7)
    ]
    path: Path = tmp_path_factory.mktemp("visits") / "visits.csv"
    path.write_text("\n".join([HEADER, *rows, ""]))
    tell(shop.environment, "import", str(path), "--as", "contacts")
    return shop


@pytest.fixture
def bernd(olga: Page, regular: House) -> Page:
    """Bernd Berger's page, as Olga sees it."""
    found = tell(regular.environment, "find", "501")["customers"][0]["id"]
    olga.goto(f"{regular.address}/customers/{found}/")
    return olga


def test_a_value_is_edited_where_it_stands_and_taken_back(bernd: Page) -> None:
    """Enter opens, Enter saves, the focus is where it was, and one key leads back."""
    link = bernd.locator("#head-found_us")
    link.focus()
    top = bernd.evaluate("scrollY")
    bernd.keyboard.press("Enter")
    field = bernd.locator("[data-inplace] input[name=found_us]")
    expect(field).to_be_focused()
    bernd.keyboard.type("Radio")
    bernd.keyboard.press("Enter")
    expect(link).to_contain_text("Radio")
    expect(link).to_be_focused()
    assert bernd.evaluate("scrollY") == top
    bernd.locator("#undo-place button").press("Enter")
    expect(link).not_to_contain_text("Radio")


def test_escape_cancels_and_leaves_the_focus_where_it_was(bernd: Page) -> None:
    """Nothing is changed by looking."""
    bernd.locator("#head-name").press("Enter")
    bernd.locator("[data-inplace] input[name=first_name]").fill("Somebody")
    bernd.keyboard.press("Escape")
    expect(bernd.locator("[data-inplace]")).to_have_count(0)
    expect(bernd.locator("#head-name")).to_be_focused()
    expect(bernd.locator("h1")).to_contain_text("Bernd Berger")


def test_what_is_being_typed_is_not_swept_away(bernd: Page) -> None:
    """Another value of the same piece waits until this one is done."""
    bernd.locator("#head-found_us").click()
    field = bernd.locator("[data-inplace] input[name=found_us]")
    field.fill("Kino")
    bernd.locator("#head-since").click()
    expect(field).to_have_value("Kino")
    expect(field).to_be_focused()


def test_one_sheet_of_paper_holds_them(bernd: Page) -> None:
    """Five hundred encounters, one page of A4."""
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", bernd.pdf(format="A4"))
    assert len(pages) == 1


def test_the_thumb_reaches_noting_and_sections_fold(bernd: Page) -> None:
    """On a telephone."""
    bernd.set_viewport_size(PHONE)
    bernd.reload()
    button = bernd.locator(".note-here").bounding_box()
    assert button
    assert button["y"] > PHONE["height"] * 0.7
    assert button["height"] >= 44
    fold = bernd.locator("#piece-reach details")
    expect(fold).not_to_have_attribute("open", "")
    fold.locator("summary").click()
    expect(fold.locator(".card")).to_be_visible()
