"""From a fresh clone to the first page: `make run`, with the registries' caches warm or cold.

python -m bench.start [--limit 90]
"""

import argparse
import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORT = "8765"


def measure(folder: Path) -> float:
    """Seconds from typing `make run` to a page that answers."""
    clone = folder / "nahbar"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    environment = {**os.environ, "NAHBAR_HOME": str(folder / "home"), "PORT": PORT}
    begun = time.perf_counter()
    run = subprocess.Popen(
        ["make", "run"],
        cwd=clone,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not _answers():
            if run.poll() is not None:
                raise SystemExit("make run ended before there was a page")
            time.sleep(0.1)
        return time.perf_counter() - begun
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait(30)


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/account/login/", timeout=2) as page:
            return bool(page.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def main() -> None:
    """Measure once and print it beside the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=90.0)
    limit = parser.parse_args().limit
    with tempfile.TemporaryDirectory() as folder:
        seconds = measure(Path(folder))
    print(
        f"make run to the first page: {seconds:.1f} s, {seconds / limit:.2f} of the limit of {limit:.0f} s"
    )


if __name__ == "__main__":
    main()
