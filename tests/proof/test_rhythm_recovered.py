"""A hundred simulated firms whose rhythms are known: who has stopped is found, who has not is left in peace."""

import pytest
from tests.insight.rhythms import AS_OF, even, poisson, simulate, uneven
from tests.proof.proving import Allowance, Memory

from nahbar.insight.rhythm import own_rhythm

pytestmark = pytest.mark.proof
FIRMS, CUSTOMERS = 100, 1_000
SHARE = 0.1
ENOUGH = 20  # firms from which on the figures are held to what is promised
RHYTHMS = (even, uneven, poisson)
SILENT = (0.0, 1.5, 3.0, 5.0)  # for how many of their gaps they have been away


def marked(firm: int) -> tuple[str, float, float]:
    """Of one firm: its rhythm, for how long all are gone, and the share told as drifting."""
    rhythm, gaps = RHYTHMS[firm % len(RHYTHMS)], SILENT[firm // len(RHYTHMS) % len(SILENT)]
    contacts = simulate(rhythm, CUSTOMERS, firm, stopped_gaps=gaps)
    found = own_rhythm(contacts, customer="who", occurred_on="on", as_of=AS_OF)
    return rhythm.__name__, gaps, found.drifting / found.with_rhythm


def test_the_silent_are_found_and_the_steady_left_in_peace(
    capsys: pytest.CaptureFixture[str],
) -> None:
    memory, time = Memory("rhythms"), Allowance(SHARE)
    shares: dict[tuple[str, float], list[float]] = {}
    seen = 0
    while seen < FIRMS and not time.is_spent():
        rhythm, gaps, share = marked(memory.next_seed + seen)
        shares.setdefault((rhythm, gaps), []).append(share)
        seen += 1
    memory.add(next_seed=memory.next_seed + seen, reached=seen)
    mean = {key: sum(values) / len(values) for key, values in shares.items()}
    with capsys.disabled():
        print(f"\n{seen} firms of known rhythm, {memory.reached} in all; told as drifting:")
        for (rhythm, gaps), share in sorted(mean.items()):
            away = f"silent for {gaps:g} gaps" if gaps else "still coming"
            print(f"  {rhythm}, {away}: {share:.1%}")
    if seen >= ENOUGH:
        assert all(mean[rhythm, 0.0] <= 0.07 for rhythm in ("even", "uneven", "poisson"))
        assert mean["even", 3.0] > 0.95
        assert mean["poisson", 5.0] > 0.9
