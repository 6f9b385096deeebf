"""How often one person may ask for something: a bucket that fills again, in each process."""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

MOST_KEPT = 1_000


@dataclass
class Pace:
    """At most `burst` at once, and `rate` a second for as long as one likes."""

    rate: float
    burst: int
    clock: Callable[[], float] = time.monotonic
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, whom: Hashable) -> bool:
        """Whether this one time more is not too often; counted when it is asked."""
        with self._lock:
            now = self.clock()
            left, at = self._left.pop(whom, (float(self.burst), now))
            left = min(float(self.burst), left + (now - at) * self.rate)
            is_allowed = left >= 1
            self._left[whom] = (left - 1 if is_allowed else left, now)
            if len(self._left) > MOST_KEPT:
                del self._left[next(iter(self._left))]  # who has not asked for the longest
            return is_allowed
