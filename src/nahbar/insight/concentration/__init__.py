"""On how few customers the value of a firm rests."""

from nahbar.insight.concentration.lorenz import Concentration, concentrate

__all__ = ["Concentration", "concentrate"]
