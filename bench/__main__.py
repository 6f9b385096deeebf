"""All benches, one after the other: `make bench`. Each can be run alone, see its first lines."""

import subprocess
import sys

BENCHES = (
    "start",
    "clv",
    "summaries",
    "analysis",
    "intake",
    "refresh",
    "value_pages",
    "customer_page",
    "report",
    "writers",
    "moments",
    "search",
    "calls",
)

if __name__ == "__main__":
    for bench in BENCHES:
        print(f"\n== {bench}", flush=True)
        subprocess.run([sys.executable, "-m", f"bench.{bench}"], check=False)
