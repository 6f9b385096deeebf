"""Run by prove_wheel inside an environment that holds nahbar from its wheel alone."""

import importlib
import importlib.metadata
import sys
from pathlib import Path

BUILT = (
    "core/static/nahbar/dist/main.css",
    "core/static/nahbar/dist/main.js",
    "core/static/nahbar/dist/charts.js",
    "core/static/nahbar/dist/parts/charts-*.js",
    "core/static/nahbar/dist/htmx.js",
    "core/static/nahbar/dist/worker.js",
    "core/static/nahbar/dist/version",
    "core/static/nahbar/dist/icons/icon-192.png",
    "core/static/nahbar/dist/LICENSES.txt",
    "core/static/nahbar/dist/fonts/*-latin-wght-normal.woff2",
    "core/static/nahbar/dist/fonts/*-latin-ext-wght-normal.woff2",
    "locale/de/LC_MESSAGES/django.mo",
    "locale/de_CH/LC_MESSAGES/django.mo",
    "locale/de_Informal/LC_MESSAGES/django.mo",
    "*/jinja2/**/*.html",
    "*/migrations/0001_*.py",
)


def main() -> None:
    """Ends with what is missing, if anything is."""
    sys.modules["django"] = None  # type: ignore[assignment]  # makes every import of it fail
    importlib.import_module("nahbar.insight")
    package = Path(importlib.import_module("nahbar").__file__ or "").parent
    missing = [pattern for pattern in BUILT if not any(package.glob(pattern))]
    metadata = importlib.metadata.distribution("nahbar")
    if not any(path.name == "LICENSE" for path in metadata.files or []):
        missing.append("LICENSE")
    if missing:
        sys.exit(f"The wheel lacks {', '.join(missing)}.")


if __name__ == "__main__":
    main()
