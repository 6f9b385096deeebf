"""`/design/` shows every piece of the face, so that whoever changes one sees it, and so does axe."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.test import Client
from django.urls import reverse
from jinja2.runtime import Macro

from nahbar.core.models import LedgerEntry
from nahbar.desk.chart_specimens import charts

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PIECES = ROOT / "src/nahbar/core/jinja2/pieces"
CHARTS = ROOT / "assets/charts.js"
TOKENS = ROOT / "assets/css/tokens.css"
DEFINED = {
    (path.stem, name)
    for path in PIECES.glob("*.html")
    for name in re.findall(r"\{%-? macro (\w+)\(", path.read_text())
}


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, str]]:
    """The macros that were called meanwhile, each as (file, name)."""
    called: set[tuple[str, str]] = set()
    invoke = Macro._invoke

    def noting(macro: Macro, *arguments: Any) -> Any:
        path = Path(macro._func.__code__.co_filename)
        called.add((path.stem, macro.name or ""))
        return invoke(macro, *arguments)

    monkeypatch.setattr(Macro, "_invoke", noting)
    return called


def test_every_piece_is_shown(as_olga: Client, drawn: set[tuple[str, str]]) -> None:
    assert as_olga.get(reverse("design")).status_code == 200
    assert len(DEFINED) > 30
    assert sorted(DEFINED - drawn) == []


def test_every_colour_is_shown_and_can_be_seen(as_olga: Client) -> None:
    named = set(re.findall(r"--([\w-]+): (?:light-dark\()?#", TOKENS.read_text()))
    shown = re.findall(r'data-colour="([\w-]+)"', as_olga.get(reverse("design")).text)
    assert sorted(named ^ set(shown)) == []
    css = (ROOT / "assets/css/design.css").read_text()
    assert [name for name in shown if f"var(--{name})" not in css] == []


def test_every_drawing_and_every_mood_is_shown(as_olga: Client) -> None:
    page = as_olga.get(reverse("design")).text
    globals_of = engines["jinja2"].env.get_template("pieces/timeline.html").module
    drawings = engines["jinja2"].env.get_template("pieces/icons.html").module.drawings
    assert [name for name, path in drawings.items() if path not in page] == []
    timeline = page[page.index('id="timeline"') :]
    used = {drawings[name] for name in globals_of.drawing_of.values()}
    assert [path for path in used if path not in timeline] == []
    assert [step for step in range(1, 6) if f"mood-{step}" not in page] == []
    assert "mood-unknown" in page


def test_a_chart_of_every_kind_is_shown_with_its_numbers() -> None:
    kinds = re.search(r"const KINDS = \{([^}]+)\}", CHARTS.read_text())
    assert kinds is not None
    shown = charts()
    assert sorted(re.findall(r"\w+", kinds[1])) == sorted(one["kind"] for one in shown)
    assert all(one["rows"] and one["finding"] for one in shown)


def test_a_form_is_shown_as_it_comes_back(as_olga: Client) -> None:
    page = as_olga.get(reverse("design")).text
    for name in ("name", "mail", "country", "way", "agrees"):
        assert f'id="id_refused-{name}_error"' in page
    assert 'role="alert"' in page


def test_what_is_pressed_there_changes_nothing(as_olga: Client) -> None:
    before = LedgerEntry.objects.count()
    answer = as_olga.post(reverse("design"), {"remove": "yes"})
    assert answer["Location"] == reverse("design")
    assert LedgerEntry.objects.count() == before


def test_it_is_for_those_who_set_up_the_house(as_mia: Client, client: Client) -> None:
    assert as_mia.get(reverse("design")).status_code == 403
    assert client.get(reverse("design")).status_code == 302
