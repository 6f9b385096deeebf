"""A hundred simulated firms whose truth is known: ranges hold, sums are right, leavers are found."""

from collections import defaultdict

import polars as pl
import pytest
from tests.proof.proving import Allowance, Memory

from nahbar.insight.clv import choose_purchase_model, expected_margin, fit_gamma_gamma
from nahbar.insight.synth.buyers import simulate_buyers

pytestmark = pytest.mark.proof
FIRMS, CUSTOMERS, HORIZON = 100, 1_500, 52.0
SHARE = 0.2
ENOUGH = 20  # firms from which on the figures are held to what is promised
SPENDING = {"p": 6.25, "q": 3.74, "gamma": 15.44}
TRUTHS = {
    "bg_nbd": {"r": 1.1, "alpha": 2.6, "a": 0.8, "b": 14.0, **SPENDING},
    "mbg_nbd": {"r": 1.1, "alpha": 2.6, "a": 0.8, "b": 14.0, **SPENDING},
    "pareto_nbd": {"r": 1.1, "alpha": 2.6, "s": 0.7, "beta": 60.0, **SPENDING},
}
EVENTS = (1, 5, 10, 30)


def look_at(seed: int) -> pl.DataFrame:
    """One firm: what was expected of each customer beside what came."""
    model = list(TRUTHS)[seed % len(TRUTHS)]
    firm = simulate_buyers(
        model, CUSTOMERS, TRUTHS[model], seed=seed, youngest=52, oldest=156, holdout=HORIZON
    )
    choice = choose_purchase_model(firm.summary)
    expected = expected_margin(
        firm.summary, choice.fit, fit_gamma_gamma(firm.summary), horizon=HORIZON
    )
    later, until = firm.truth["later_amount"], firm.truth["alive_until"]
    return expected.with_columns(
        (firm.summary["frequency"] + 1).alias("events"),
        later.alias("came"),
        (until > firm.summary["age"]).alias("is_here"),
        pl.lit(choice.name.lower().replace("/", "_") == model).alias("is_right_model"),
    ).with_columns(pl.col("came").is_between("low", "high").alias("is_held"))


def test_ranges_hold_and_leavers_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    memory, time = Memory("firms"), Allowance(SHARE)
    seen: list[pl.DataFrame] = []
    while len(seen) < FIRMS and not time.is_spent():
        seen.append(look_at(memory.next_seed + len(seen)))
    memory.add(next_seed=memory.next_seed + len(seen), reached=len(seen))
    found = pl.concat(seen)
    held = coverage(found)
    bias = float(found["expected_margin"].sum()) / float(found["came"].sum()) - 1
    power, false_alarm = leavers(found)
    with capsys.disabled():
        print(f"\n{len(seen)} firms, {memory.reached} in all; total off by {bias:+.2%}")
        print("ranges held: " + ", ".join(f"{n}+ events {share:.1%}" for n, share in held.items()))
        print(
            f"of those gone {power:.0%} were likelier gone than not; of those here {false_alarm:.1%}"
        )
        print(f"true model chosen in {right_models(seen):.0%} of the firms")
    if len(seen) >= ENOUGH:
        assert 0.93 <= held[30] <= 0.97
        assert abs(bias) <= 0.03
        assert power > 0.6
        assert false_alarm < 0.1


def coverage(found: pl.DataFrame) -> dict[int, float]:
    """The share of customers whose money lay within their range, by events known of them."""
    held: dict[int, float] = defaultdict(float)
    for low, high in zip(EVENTS, [*EVENTS[1:], 10**9], strict=True):
        group = found.filter(pl.col("events").is_between(low, high - 1))
        held[low] = float(group["is_held"].mean())
    return held


def leavers(found: pl.DataFrame) -> tuple[float, float]:
    """Of those who had left, and of those still here: the share said to have left."""
    is_said = (pl.col("probability_alive") < 0.5).alias("said")
    gone, here = found.filter(~pl.col("is_here")), found.filter("is_here")
    return float(gone.select(is_said)["said"].mean()), float(here.select(is_said)["said"].mean())


def right_models(seen: list[pl.DataFrame]) -> float:
    """The share of firms in which the data chose the model they came from."""
    return sum(bool(firm["is_right_model"][0]) for firm in seen) / len(seen)
