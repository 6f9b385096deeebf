"""Medians, and the table they stand in."""

import time
from collections.abc import Callable
from statistics import median


def time_runs(action: Callable[[], object], runs: int) -> list[float]:
    """Seconds of each run, after one that warms caches."""
    action()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        seconds.append(time.perf_counter() - start)
    return seconds


def print_table(title: str, rows: dict[str, list[float]], ours: str) -> None:
    """Median and spread of each row, and how many times ours it takes."""
    print(f"\n{title}")
    print(f"{'':34}{'median s':>10}{'fastest':>10}{'slowest':>10}{'× ours':>10}")
    for name, seconds in rows.items():
        ratio = median(seconds) / median(rows[ours])
        print(
            f"{name:34}{median(seconds):10.3f}{min(seconds):10.3f}{max(seconds):10.3f}{ratio:10.1f}"
        )
