"""The first day in an empty house, from the link in the terminal to the undone import."""

from playwright.sync_api import Page, expect
from tests.browser.audit import faults
from tests.browser.conftest import Visit
from tests.browser.house import OWNER, PASSWORD, House
from tests.browser.shop_files import CUSTOMER_COLUMNS, NUMBERS, ORDER_COLUMNS, both_files
from tests.browser.steps import hand_in, reload_until, search, tab_to

SAID = "Hat sich über das Lesezeichen gefreut."


def test_from_an_empty_house_to_what_each_customer_is_worth_and_back(
    empty: House, visit: Visit
) -> None:
    page = visit()
    set_up_the_house(page, empty)
    bring_both_files(page)
    look_at_every_column(page)
    correct_one_by_keyboard_alone(page)
    say_yes_by_keyboard_and_wait(page)
    find_customers(page)
    look_at_anna(page)
    note_a_moment(page)
    look_at_the_value_of_all(page)
    take_everything_back(page)


def set_up_the_house(page: Page, house: House) -> None:
    page.goto(house.link)
    expect(page.locator("html")).to_have_attribute("lang", "de-AT")
    expect(page.locator("h1")).to_have_text("Willkommen im eigenen Haus.")
    assert faults(page) == []
    page.get_by_label("Name der Firma").fill("Buchhandlung Lind")
    page.get_by_label("Anrede").select_option(label="Du")
    page.get_by_label("Ihr Name").fill("Olga Lind")
    page.get_by_label("Ihre Mailadresse").fill(OWNER)
    page.get_by_label("Ein Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Das Haus öffnen").click()
    expect(page.locator("h1")).to_contain_text(", Olga.")
    expect(page.get_by_role("searchbox", name="Wen suchst du?")).to_be_visible()


def bring_both_files(page: Page) -> None:
    assert faults(page) == []
    page.get_by_role("main").get_by_role("link", name="Daten übernehmen").click()
    expect(page.locator("h1")).to_have_text("Was gibt es schon?")
    hand_in(page, both_files())
    expect(page.locator("h1")).to_have_text("Sind die Spalten so gemeint?")


def look_at_every_column(page: Page) -> None:
    tables = page.get_by_role("table", name="Die Spalten der Datei")
    for place, columns in enumerate([ORDER_COLUMNS, CUSTOMER_COLUMNS]):
        heads, rows = tables.nth(place).get_by_role("columnheader"), tables.nth(place).locator("tr")
        expect(heads).to_have_count(len(columns))
        expect(rows).to_have_count(1 + 5)
        for at, name in enumerate(columns):
            expect(heads.nth(at).get_by_label(f"Spalte {name}")).to_be_visible()
            expect(rows.nth(1).locator("td").nth(at).locator(".before")).not_to_be_empty()


def correct_one_by_keyboard_alone(page: Page) -> None:
    till = page.get_by_label("Spalte Kassa")
    expect(till).to_have_value("")
    page.evaluate("scrollTo(0, 0)")
    tab_to(page, till)
    page.keyboard.press("Space")
    page.keyboard.type("Standort")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_text("von Hand gewählt")).to_be_visible()
    expect(till).to_have_value("branch")
    expect(page.locator("h1")).to_have_text("Sind die Spalten so gemeint?")


def say_yes_by_keyboard_and_wait(page: Page) -> None:
    tab_to(page, page.get_by_role("button", name="Ja, übernehmen"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Die Daten sind da.")
    created = page.locator(".figure").filter(has_text="Neue Kunden")
    expect(created.locator(".figure-value")).to_have_text(str(len(NUMBERS)))


def find_customers(page: Page) -> None:
    page.get_by_role("link", name="Zu den Kunden").click()
    expect(page.locator("h1")).to_have_text("Kunden")
    expect(page.locator(".row").first).to_be_visible()
    search(page, "greta nov")
    expect(page.locator(".row-name")).to_have_count(1)
    expect(page.locator(".row-name")).to_contain_text("Greta Novak")
    search(page, str(NUMBERS[0]))
    page.get_by_role("link", name="Anna Berger").click()


def look_at_anna(page: Page) -> None:
    expect(page.locator("h1")).to_contain_text("Anna Berger")
    expect(page.locator("#timeline .entry").first).to_contain_text("€")
    worth = page.get_by_role("region", name="Was uns diese Beziehung bedeutet")
    reload_until(page, worth)
    expect(worth.locator(".said")).to_contain_text("voraussichtlich")
    worth.get_by_text("So gerechnet").click()
    expect(worth).to_contain_text("Wert = bisheriger Ertrag + zu erwartender Ertrag.")


def note_a_moment(page: Page) -> None:
    page.get_by_role("link", name="Moment festhalten").click()
    page.get_by_role("radio", name="begeistert").check()
    page.get_by_role("radio", name="Besuch").check()
    page.get_by_label("Was war").fill(SAID)
    page.get_by_role("button", name="Speichern").click()
    noted = page.locator("#timeline .entry").first
    expect(noted).to_contain_text(SAID)
    expect(noted).to_contain_text("Olga Lind")
    expect(noted.get_by_role("img", name="begeistert")).to_be_visible()


def look_at_the_value_of_all(page: Page) -> None:
    page.get_by_role("navigation", name="Hauptbereiche").get_by_text("Überblick").click()
    page.get_by_role("link", name="Mehr zum Wert").click()
    for name in ("value-curve", "value-histogram"):
        figure = page.locator(f"#{name}")
        expect(figure.locator(".chart-canvas svg path").first).to_be_attached()
        figure.get_by_text("Die Zahlen").click()
        assert figure.get_by_role("row").count() > 2
    classes = page.get_by_role("table", name="Kunden nach Anteil am gesamten Wert")
    expect(classes.get_by_role("row", name="Klasse A")).to_contain_text("€")


def take_everything_back(page: Page) -> None:
    page.locator(".rail-person summary").click()
    page.get_by_role("link", name="Daten übernehmen").click()
    page.get_by_role("link", name="orders.csv und 1 weitere").click()
    page.get_by_role("link", name="Zurücknehmen …").click()
    expect(page.locator("main")).to_contain_text("Anna Berger")
    assert faults(page) == []
    page.get_by_role("button", name="Ja, zurücknehmen").click()
    expect(page.locator("h1")).to_have_text("Diese Übernahme wurde zurückgenommen.")
    expect(page.locator(".facts")).to_contain_text("Anna Berger")
    assert faults(page) == []
    page.get_by_role("navigation", name="Hauptbereiche").get_by_text("Kunden", exact=True).click()
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("link", name="Anna Berger").click()
    expect(page.locator("#timeline .entry")).to_have_count(1)
    expect(page.locator("#timeline .entry")).to_contain_text(SAID)
