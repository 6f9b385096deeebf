"""The peers live in an environment of the bench alone, made on first use."""

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".bench"
PEERS = (
    "duckdb",
    "lifetimes==0.11.3",
    "polars",
    "pyarrow",
    "pymc-marketing>=0.19",
    "setuptools<81",  # lifetimes still imports pkg_resources
)


def peer_python() -> Path:
    """The interpreter that has the peers; installs them when the list has changed."""
    home = FOLDER / "peers"
    python, stamp = home / "bin" / "python", home / "installed.txt"
    wanted = "\n".join(PEERS)
    if stamp.exists() and stamp.read_text() == wanted:
        return python
    print("installing the peers of the bench (once)", file=sys.stderr)
    uv = Path(sys.executable).with_name("uv")
    fast = str(uv) if uv.exists() else shutil.which("uv")
    if not python.exists():
        venv.create(home, with_pip=fast is None)
    install = (
        [fast, "pip", "install", "--python", python] if fast else [python, "-m", "pip", "install"]
    )
    subprocess.run([*install, "--quiet", *PEERS], check=True)
    stamp.write_text(wanted)
    return python


def ask_peer(script: str, *arguments: str) -> Any:
    """Run one of the bench's peer scripts and read the JSON of its last line."""
    command = [peer_python(), "-W", "ignore", Path(__file__).with_name(script), *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])
