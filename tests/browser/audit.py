"""Whether everybody can read a page: axe's findings, and what is wider than the screen."""

from pathlib import Path

from playwright.sync_api import Page, ViewportSize

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
GRAVE = {"serious", "critical"}

LOAD = "typeof axe === 'undefined'"
# What opens is read open. Colours are all that a dark page has of its own.
UNFOLD = "document.querySelectorAll('details:not(.menu)').forEach(one => { one.open = true })"
RUN = """async isDark => {
  const only = isDark ? { runOnly: { type: "rule", values: ["color-contrast"] } } : {};
  const { violations } = await axe.run({ resultTypes: ["violations"], preload: false, ...only });
  return violations.map(({ impact, id, nodes }) => [impact, id, nodes.map(node => node.html)]);
}"""
WIDER = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.querySelectorAll("body *")].filter(
    one => one.getBoundingClientRect().right > room + 1 && !one.closest(".scroll"));
  return ["wider than the page", ...wide.slice(0, 5).map(one => one.outerHTML.slice(0, 120))];
}"""


def faults(page: Page) -> list[str]:
    """Serious and critical findings at both sizes, light and dark; empty when all is well."""
    page.evaluate(UNFOLD)
    if page.evaluate(LOAD):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found, before = [], page.viewport_size
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        width = size["width"]
        found += [f"{width}: {fault}" for fault in page.evaluate(WIDER)]
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            grave = [one for one in page.evaluate(RUN, scheme == "dark") if one[0] in GRAVE]
            found += [f"{width} {scheme} {rule}: {html}" for _, rule, html in grave]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before or DESK)
    return found
