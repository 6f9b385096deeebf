"""What to do first: at most five steps, those with the most money behind them first."""

from collections.abc import Iterator

from nahbar.steering.analysis.measuring import FEWEST, Found

MOST = 5
STALE_DAYS = 31
LITTLE = 0.05


def first_steps(content: Found) -> list[Found]:
    """`code`, how many `customers` it concerns (None: all), the `amount` behind it, and `about`."""
    steps = sorted(_steps(content), key=lambda step: -step["amount"])
    news = [step for step in steps if step["code"] == "fresh_data"]
    return [*news, *(step for step in steps if step not in news)][:MOST]


def _steps(content: Found) -> Iterator[Found]:
    rhythm, quality, returns = content["rhythm"], content["quality"], content["returns"]
    if rhythm["best"] and rhythm["best"]["yearly"] > 0:
        yield _step("call_drifting", rhythm["best"]["customers"], rhythm["best"]["yearly"])
    without = quality["without_mail"]
    if without and without["value"] > 0:
        yield _step("ask_for_mail", without["customers"], without["value"])
    if quality["named"] and 1 - quality["named"]["value"] >= LITTLE:
        nameless = quality["nameless"]
        yield _step("name_orders", None, max(nameless["amount"], 0), orders=nameless["orders"])
    if returns and returns["groups"]:
        worst = max(returns["groups"], key=lambda one: one["amount"])
        yield _step("look_at_returns", worst["customers"], worst["amount"], name=worst["name"])
    once = rhythm["once"]
    if once and once["value"] >= 0.25 and content["second_purchase"] > 0:
        count = round(once["value"] * once["count"])
        if count >= FEWEST:
            yield _step("second_purchase", count, content["second_purchase"])
    if quality["with_cost"] and quality["with_cost"]["value"] < 1 - LITTLE:
        yield _step("record_costs", None, 0, share=1 - quality["with_cost"]["value"])
    mood = content["mood"]
    if mood is None or not mood["customers"]:
        yield _step("note_moods", None, 0)
    if content["days_old"] > STALE_DAYS:
        yield _step("fresh_data", None, 0, days=content["days_old"])


def _step(code: str, customers: int | None, amount: float, **about: object) -> Found:
    return {"code": code, "customers": customers, "amount": amount, "about": about}
