"""The house as an app on a device: its manifest, its service worker, its page without a connection.

All three are the same for everybody and say nothing of anybody; a browser asks for them unasked.
"""

import json
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nahbar.core.language import LANGUAGES, speaking, speech_of
from nahbar.team.queries import house_country

DAY = 24 * 3600
PAPER, GREEN = "#fbf8f3", "#1e5b4f"
# What the page without a connection needs, and what every page needs first.
SHELL = ("main.css", "main.js", "htmx.js", "fonts/source-sans-3-latin-wght-normal.woff2",
         "fonts/source-serif-4-latin-wght-normal.woff2", "icons/icon.svg")  # fmt: skip


@require_safe
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """Name, icons and short ways, in one language: browsers ask for it without saying who reads."""
    if language not in LANGUAGES:
        raise Http404
    with speaking(speech_of(language, house_country())):
        shows = _manifest(language)
    answer = JsonResponse(shows, content_type="application/manifest+json")
    answer["Cache-Control"] = f"public, max-age={DAY}"
    return answer


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script of the service worker, told where things are in this version."""
    found = finders.find("nahbar/dist/worker.js")
    if not found:
        raise Http404
    house = {
        "version": settings.STATIC_URL.strip("/").rpartition("/")[2],
        "statics": settings.STATIC_URL,
        "offline": reverse("offline"),
        "signOut": reverse("account_logout"),
        "shell": [_built(name) for name in SHELL],
    }
    script = f"self.house = {json.dumps(house)};\n{Path(found).read_text(encoding='utf-8')}"
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"  # so that a new version takes over at once
    return answer


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown instead of a page that cannot be had. The browser keeps it."""
    return render(request, "desk/offline.html")


def _manifest(language: str) -> dict[str, object]:
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any"),
             ("mask-512.png", "512x512", "maskable")]  # fmt: skip
    ways = [
        ("today", _("Today")),
        ("customers", _("Customers")),
        ("customer_new", _("New customer")),
    ]
    return {
        "id": "/",
        "name": "nahbar",
        "short_name": "nahbar",
        "description": _("Knowing one's customers, and being close to them."),
        "lang": language.split("-", maxsplit=1)[0],
        "dir": "ltr",
        "start_url": reverse("today"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": GREEN,
        "categories": ["business", "productivity"],
        "icons": [
            {"src": _built(f"icons/{name}"), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, size, purpose in icons
        ],
        "shortcuts": [{"name": label, "url": reverse(name)} for name, label in ways],
    }


def _built(name: str) -> str:
    return static(f"nahbar/dist/{name}")
