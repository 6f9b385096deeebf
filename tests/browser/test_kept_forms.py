"""What somebody typed is theirs until the house has it: through a dead line, a lost session, an error."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, StorageState, expect
from tests.browser.conftest import NOWHERE, PATIENCE
from tests.browser.house import OWNER, PASSWORD
from tests.browser.net import Line

ASK = "htmx.ajax('GET', '/alive/', '#main').catch(() => {})"
DRAFTS = "Object.keys(sessionStorage).filter(name => name.startsWith('draft:')).length"


@pytest.fixture
def context(browser: Browser, signed_in: StorageState) -> Iterator[BrowserContext]:
    """Olga's browser; a line that is cut makes a browser complain, which is no fault here."""
    context = browser.new_context(storage_state=signed_in, locale="de-AT", service_workers="block")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def desk(context: BrowserContext, line: Line) -> Page:
    """Olga on her own page, on a line that may be cut."""
    page = context.new_page()
    page.goto(f"{line.address}/me/")
    return page


def told(page: Page, kind: str) -> None:
    """The strip says what the page's words have under `kind`."""
    words = page.locator("#strip-words").evaluate(
        "(one, kind) => one.content.querySelector(`[data-say='${kind}']`).textContent", kind
    )
    expect(page.locator("#strip .strip-text")).to_have_text(words)


def save(page: Page) -> None:
    page.locator("form[data-keep] .button-main").click()


def test_a_form_on_a_dead_line_stays_and_says_so_and_goes_when_one_presses(
    desk: Page, line: Line
) -> None:
    desk.locator("#id_name").fill("Olga Lind-Moser")
    line.cut()
    save(desk)
    told(desk, "unsaved")
    assert desk.url.endswith("/me/")
    expect(desk.locator("#id_name")).to_have_value("Olga Lind-Moser")

    line.mend()
    desk.wait_for_timeout(300)
    expect(desk.locator("h1")).not_to_have_text("Olga Lind-Moser")  # nothing goes by itself
    desk.locator("#strip [data-do]").click()
    expect(desk.locator("h1")).to_have_text("Olga Lind-Moser")
    assert desk.evaluate(DRAFTS) == 0
    desk.locator("#id_name").fill("Olga Lind")
    save(desk)
    expect(desk.locator("h1")).to_have_text("Olga Lind")


def test_what_was_typed_is_there_again_on_coming_back_and_can_be_let_go(
    desk: Page, line: Line
) -> None:
    desk.locator("#id_name").fill("Olga, half writ")
    desk.goto(f"{line.address}/overview/")
    desk.goto(f"{line.address}/me/")
    expect(desk.locator("#id_name")).to_have_value("Olga, half writ")
    told(desk, "restored")
    desk.locator("#strip [data-do]").click()
    expect(desk.locator("#id_name")).to_have_value("Olga Lind")
    assert desk.evaluate(DRAFTS) == 0


def test_what_comes_back_turns_nothing_else_back_that_changed_meanwhile(
    desk: Page, line: Line
) -> None:
    desk.locator("#id_name").fill("Olga, half writ")
    elsewhere = desk.context.new_page()
    for theme in ("dark", "auto"):
        elsewhere.goto(f"{line.address}/me/")
        elsewhere.locator("#id_theme").select_option(theme)
        save(elsewhere)
        expect(elsewhere.locator(".page-notices .notice")).to_be_visible()
        desk.goto(f"{line.address}/me/")
        expect(desk.locator("#id_name")).to_have_value("Olga, half writ")
        expect(desk.locator("#id_theme")).to_have_value(theme)
    desk.locator("#strip [data-do]").click()


def test_leaving_what_is_not_saved_is_asked_about(desk: Page, line: Line) -> None:
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    desk.on("dialog", answer)
    desk.goto(f"{line.address}/overview/")
    assert asked == []
    desk.goto(f"{line.address}/me/")
    desk.locator("#id_name").click()
    desk.keyboard.type("x")
    desk.goto(f"{line.address}/overview/")
    assert asked == ["beforeunload"]
    desk.evaluate("sessionStorage.clear()")


def test_a_session_that_ended_costs_nothing_typed(desk: Page, line: Line) -> None:
    desk.locator("#id_name").fill("Olga L.")
    desk.context.clear_cookies(name="nahbar")
    save(desk)
    desk.wait_for_url("**/account/login/**")
    desk.locator("[name=login]").fill(OWNER)
    desk.locator("[name=password]").fill(PASSWORD)
    desk.locator("[name=password]").press("Enter")
    desk.wait_for_url(f"{line.address}/me/")
    expect(desk.locator("#id_name")).to_have_value("Olga L.")
    told(desk, "restored")
    desk.locator("#strip [data-do]").click()


def test_a_form_with_errors_keeps_what_was_typed_as_the_house_sent_it_back(desk: Page) -> None:
    desk.locator("#id_name").fill("   ")
    save(desk)
    expect(desk.locator("[aria-invalid=true]")).to_be_visible()
    expect(desk.locator("#strip .strip")).to_have_count(0)
    desk.locator("#id_name").fill("Olga Lind")
    save(desk)
    expect(desk.locator("[aria-invalid=true]")).to_have_count(0)
    assert desk.evaluate(DRAFTS) == 0


def test_who_signs_out_leaves_no_draft(desk: Page) -> None:
    desk.locator("#id_name").fill("secret")
    desk.wait_for_timeout(50)
    assert desk.evaluate(DRAFTS) == 1
    desk.evaluate(
        "document.querySelector('[data-sign-out]').addEventListener('submit', e => e.preventDefault())"
    )
    desk.evaluate("document.querySelector('[data-sign-out] button').click()")
    assert desk.evaluate(DRAFTS) == 0


def test_a_draft_of_somebody_else_is_dropped(desk: Page) -> None:
    desk.evaluate("sessionStorage.setItem('draft:somebody:/me/:', '{\"values\": []}')")
    desk.reload()
    assert desk.evaluate(DRAFTS) == 0


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, "403"), (404, "404"), (429, "429"), (500, "500"), (503, "500"), (401, "signed_out")],
)
def test_an_error_of_a_part_of_the_page_is_told(desk: Page, status: int, kind: str) -> None:
    desk.route(f"**{NOWHERE}", lambda route: route.fulfill(status=status, body="broken"))
    desk.evaluate(f"htmx.ajax('GET', '{NOWHERE}', '#main')")
    told(desk, kind)
    expect(desk.locator("h1")).to_be_visible()


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_failed_search_is_told_where_one_looks(desk: Page, status: int) -> None:
    desk.route("**/search/**", lambda route: route.fulfill(status=status, body=""))
    desk.keyboard.press("Control+k")
    desk.keyboard.type("x")
    expect(desk.locator("#palette [data-told]")).not_to_be_empty()
    expect(desk.locator("#palette [data-part=all] [role=option]")).to_be_visible()


def test_a_dead_line_is_told_for_a_part_of_the_page_and_taken_back(desk: Page, line: Line) -> None:
    line.cut()
    desk.evaluate(ASK)
    told(desk, "offline")
    line.mend()
    desk.evaluate(ASK)
    expect(desk.locator("#strip .strip")).to_have_count(0)


def test_a_part_that_is_exchanged_keeps_focus_and_scroll(desk: Page) -> None:
    body = '<button name="again" value="1">Again</button><p class="soft">new</p>'
    desk.route(
        f"**{NOWHERE}", lambda route: route.fulfill(status=200, body=body, content_type="text/html")
    )
    desk.evaluate(
        """address => {
          const main = document.getElementById("main");
          main.insertAdjacentHTML("beforeend", `<div class="specimen" id="part"><button name="again" value="1">Again</button></div>`);
          main.insertAdjacentHTML("beforeend", Array(80).fill("<p>line</p>").join(""));
        }""",
        NOWHERE,
    )
    desk.locator("#part button").focus()
    desk.evaluate("scrollTo(0, 500)")
    desk.evaluate(f"htmx.ajax('GET', '{NOWHERE}', '#part')")
    expect(desk.locator("#part p")).to_be_visible()
    expect(desk.locator("#part button")).to_be_focused()
    assert desk.evaluate("scrollY") == 500
