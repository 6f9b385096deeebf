"""What cars the synthetic firm sold and took back."""

from datetime import date

from nahbar.demo.things import cars_of
from nahbar.insight.synth import simulate_firm

DAY = date(2026, 3, 1)


def test_each_has_a_plate_of_its_own() -> None:
    firm = simulate_firm(seed=1, as_of=DAY, customers=300)
    cars = cars_of(firm)
    assert cars["mark"].n_unique() == cars.height > 50
    assert cars["mark"].str.contains(r"^(G|LE) \d{3} [A-Z]{2}$").all()


def test_what_was_given_in_payment_is_no_longer_theirs() -> None:
    cars = cars_of(simulate_firm(seed=1, as_of=DAY, customers=1_500))
    gone = cars.drop_nulls("ended_on")
    assert 0 < gone.height < cars.height
    assert (gone["ended_on"] >= gone["since"]).all()
    newer = cars.join(gone.select("number", "ended_on"), left_on=["number", "since"], right_on=["number", "ended_on"], how="semi")  # fmt: skip
    assert newer.height >= gone["number"].n_unique()
