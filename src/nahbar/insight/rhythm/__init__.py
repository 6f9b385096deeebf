"""How often each customer comes, and who has been silent for longer than is their way."""

from nahbar.insight.rhythm.drift import Rhythm, own_rhythm
from nahbar.insight.rhythm.prior import GapPrior

__all__ = ["GapPrior", "Rhythm", "own_rhythm"]
