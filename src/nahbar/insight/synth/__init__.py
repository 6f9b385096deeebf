"""Simulated customers and firms with known truth, against which every figure can be held."""

from nahbar.insight.synth.buyers import Buyers, simulate_buyers
from nahbar.insight.synth.firm import Firm, simulate_firm
from nahbar.insight.synth.truth import Truth

__all__ = ["Buyers", "Firm", "Truth", "simulate_buyers", "simulate_firm"]
