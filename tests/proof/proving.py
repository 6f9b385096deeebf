"""Long proofs: within the time they are given, going on where the last one stopped."""

import json
import os
import time
from pathlib import Path

KEPT = Path(__file__).resolve().parents[2] / ".cache" / "proof"


class Allowance:
    """A proof's share of PROOF_MINUTES, counted from here."""

    def __init__(self, share: float) -> None:
        minutes = float(os.environ.get("PROOF_MINUTES", "10"))
        self._end = time.monotonic() + share * minutes * 60

    def is_spent(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end


class Memory:
    """What a proof has reached in all its runs: kept in `.cache/proof`."""

    def __init__(self, name: str) -> None:
        self._path = KEPT / f"{name}.json"
        kept = json.loads(self._path.read_text()) if self._path.exists() else {}
        self.next_seed: int = kept.get("next_seed", 0)
        self.reached: int = kept.get("reached", 0)

    def add(self, *, next_seed: int, reached: int) -> None:
        """Keep what was reached now."""
        self.next_seed, self.reached = next_seed, self.reached + reached
        KEPT.mkdir(parents=True, exist_ok=True)
        draft = self._path.with_suffix(".part")
        draft.write_text(json.dumps({"next_seed": next_seed, "reached": self.reached}))
        draft.replace(self._path)
