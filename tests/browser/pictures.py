"""Makes docs/pictures anew from the demo firm: wide and narrow, light and dark, German and English.

make pictures
python -m tests.browser.pictures today call     only these
"""

import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.browser.picture_house import come_in, demo_house, furnish
from tests.browser.picture_scenes import SCENES

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs/pictures"
PATIENCE = 30_000
SCREENS: dict[int, Any] = {
    1280: {"viewport": {"width": 1280, "height": 860}},
    390: {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 1.5,
        "has_touch": True,
        "is_mobile": True,
    },
}
QUALITY = 74
LOCALES = {"de": "de-AT", "en": "en-GB"}


def main(names: list[str]) -> None:
    """Take the pictures of these scenes, or of all."""
    unknown = set(names) - set(SCENES)
    if unknown:
        sys.exit(f"No such picture: {', '.join(sorted(unknown))}. There are: {', '.join(SCENES)}")
    found = subprocess.run(
        [str(ROOT / "scripts/browser")], capture_output=True, text=True, check=True
    )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        program = found.stdout.strip()
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for language in LOCALES:
            with tempfile.TemporaryDirectory() as folder:
                _take_all(browser, Path(folder), language, names or list(SCENES))
        browser.close()


def _take_all(browser: Browser, folder: Path, language: str, names: list[str]) -> None:
    environment = {**os.environ, "NAHBAR_DEMO": "0", "DATABASE_URL": ""}
    with demo_house(environment, folder, language) as house:
        first = browser.new_context(locale=LOCALES[language])
        first.set_default_timeout(PATIENCE)
        page = first.new_page()
        come_in(page, house)
        desk, state = furnish(page, house, language), first.storage_state()
        for width, screen in SCREENS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    storage_state=state,
                    color_scheme=scheme,
                    locale=LOCALES[language],
                    timezone_id="Europe/Vienna",
                    reduced_motion="reduce",
                    service_workers="block",
                    **screen,
                )
                context.set_default_timeout(PATIENCE)
                for name in names:
                    page = context.new_page()
                    SCENES[name](page, desk)
                    _keep(page, f"{name}-{width}-{scheme}-{language}")
                    _leave(page, name)
                context.close()
        first.close()


def _keep(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready.then(() => 0)")
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        shot.convert("RGB").save(PICTURES / f"{name}.webp", quality=QUALITY, method=6)
    print(name, file=sys.stderr, flush=True)


def _leave(page: Page, name: str) -> None:
    """Nothing of this picture stands in the next: no draft, no call."""
    if name == "call":
        page.locator("[id^=away-]").first.click()
        expect(page.locator(".call")).to_have_count(0)
    page.evaluate("sessionStorage.clear()")
    page.close()


if __name__ == "__main__":
    main(sys.argv[1:])
