"""Under which version static files are served: it changes when one of them does, and only then."""

import hashlib
from pathlib import Path

import allauth

BUILT = "core/static/nahbar/dist/version"


def static_version(package: Path) -> str:
    """Ten hexadecimal digits, of what `scripts/build_assets.py` noted, and of allauth, whose scripts we load."""
    built = package / BUILT
    noted = built.read_text() if built.is_file() else "not built"
    return hashlib.sha256(f"{noted} {allauth.__version__}".encode()).hexdigest()[:10]
