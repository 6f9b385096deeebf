"""The simulated firm: the same each time, true to its own truth, and with its two stories in it."""

from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl
import pytest

from nahbar.insight.clv import fit_bg_nbd, summarize_purchases
from nahbar.insight.synth import Firm, simulate_firm

AS_OF = date(2026, 11, 21)
MONEY = pl.col("quantity") * pl.col("unit_price")


@pytest.fixture(scope="module")
def house() -> Firm:
    return simulate_firm(seed=7, as_of=AS_OF)


def frames(firm: Firm) -> Iterator[tuple[str, pl.DataFrame]]:
    for holder in (firm, firm.truth):
        yield from ((n, f) for n, f in vars(holder).items() if isinstance(f, pl.DataFrame))


def with_truth(firm: Firm, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.join(firm.truth.customers, on="customer")


def bytes_of(firm: Firm) -> dict[str, bytes]:
    return {name: frame.write_json().encode() for name, frame in frames(firm)}


def test_the_same_seed_gives_the_same_firm_byte_for_byte() -> None:
    one, other = (simulate_firm(seed=3, as_of=AS_OF, customers=300) for _ in range(2))
    assert bytes_of(one) == bytes_of(other)


def test_another_seed_gives_another_firm() -> None:
    one, other = (simulate_firm(seed=seed, as_of=AS_OF, customers=300) for seed in (3, 4))
    assert bytes_of(one)["orders"] != bytes_of(other)["orders"]


def test_a_firm_that_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="50 customers"):
        simulate_firm(seed=1, as_of=AS_OF, customers=10)


def test_it_is_as_large_as_asked(house: Firm) -> None:
    assert house.customers.height == 3_000
    assert house.employees.height == 9
    assert set(house.employees["branch"]) == set(house.branches)
    assert 30_000 < house.orders.height + house.encounters.height < 60_000


def test_nobody_buys_after_dropping_out(house: Firm) -> None:
    bought = with_truth(house, house.orders.filter(pl.col("kind") == "order"))
    left = bought.filter(pl.col("alive_until").is_not_null())
    assert left.height > 1_000
    assert (left["occurred_at"].dt.date() <= left["alive_until"]).all()


def test_nobody_buys_before_they_began(house: Firm) -> None:
    bought = with_truth(house, house.orders.filter(pl.col("kind") == "order"))
    assert (bought["occurred_at"].dt.date() >= bought["began_on"]).all()


def test_nothing_happened_after_the_last_day(house: Firm) -> None:
    assert house.orders["occurred_at"].max().date() <= AS_OF
    assert house.encounters["occurred_at"].max().date() <= AS_OF
    assert house.answers["answered_at"].max().date() <= AS_OF


def test_visits_are_as_frequent_as_the_rates_say(house: Firm) -> None:
    visits = house.orders.filter(pl.col("kind") == "order").unique("order_number")
    count = visits.group_by("customer").agg(pl.len().alias("visits"))
    first = AS_OF - timedelta(days=round(5 * 365.25) - 1)
    until = pl.col("alive_until").fill_null(AS_OF)
    years = (until - pl.max_horizontal("began_on", pl.lit(first))).dt.total_days() / 365.25
    known = house.truth.customers.filter(pl.col("rate") > 0).join(count, on="customer", how="left")
    expected = known.select((pl.col("rate") * years).sum()).item()
    assert known["visits"].fill_null(0).sum() == pytest.approx(expected, rel=0.06)


def test_what_is_called_off_takes_its_order_back_to_the_cent(house: Firm) -> None:
    off = house.orders.filter(pl.col("kind") == "cancellation")
    sums = off.group_by("order_number", "customer").agg(MONEY.sum().alias("back"))
    orders = house.orders.filter(pl.col("kind").is_in(["order", "take_back"]))
    amounts = orders.group_by("order_number", "customer").agg(MONEY.sum().alias("paid"))
    matched = sums.join(
        amounts.select("customer", back=-pl.col("paid")),
        on=["customer", "back"],
        how="semi",
        nulls_equal=True,
    )
    assert matched.height == sums.height > 20


def test_cars_stand_for_most_turnover_and_earn_least_of_each_euro(house: Firm) -> None:
    sold = house.orders.filter(pl.col("kind") == "order").with_columns(amount=MONEY)
    margin = (pl.col("quantity") * (pl.col("unit_price") - pl.col("unit_cost"))).sum()
    groups = sold.group_by("group").agg(pl.col("amount").sum(), margin.alias("margin"))
    rate = dict(groups.select("group", pl.col("margin") / pl.col("amount")).iter_rows())
    assert rate["Neuwagen"] < 0.12 < 0.35 < rate["Arbeit"]
    cars = groups.filter(pl.col("group").is_in(["Neuwagen", "Gebrauchtwagen"]))["amount"].sum()
    assert cars / groups["amount"].sum() > 0.5


def test_tyres_are_changed_in_spring_and_autumn(house: Firm) -> None:
    changes = house.orders.filter(pl.col("sku") == "L120")["occurred_at"].dt.month()
    assert changes.is_in([3, 4, 5, 9, 10, 11, 12]).mean() > 0.98


def test_some_buy_without_giving_their_name(house: Firm) -> None:
    unnamed = house.orders.filter(pl.col("customer").is_null())
    assert 800 < unnamed["order_number"].n_unique() < 2_000


def test_the_shop_is_closed_on_sundays(house: Firm) -> None:
    bought = house.orders.filter(~pl.col("kind").is_in(["cancellation", "return", "complaint"]))
    others = bought.filter(~pl.col("order_number").is_in(house.truth.stories["order_number"]))
    assert (others["occurred_at"].dt.weekday() < 7).all()


def test_moods_follow_what_happened(house: Firm) -> None:
    mean = dict(house.encounters.group_by("touchpoint").agg(pl.col("mood").mean()).iter_rows())
    assert mean["Beschwerde"] < -1 < 0 < mean["Nachfassen"]
    assert mean["Teil verspätet"] < 0 < 1 < mean["Auslieferung"]


def test_a_mood_fades_to_the_customer_s_temper(house: Firm) -> None:
    moods = with_truth(house, house.truth.moods).sort("customer", "occurred_at")
    shock = pl.col("shock").abs() < 0.1
    gap = (pl.col("occurred_at").diff().over("customer")).dt.total_days()
    calm = moods.filter(shock & (gap > 700))
    assert calm.height > 10
    assert (calm["latent"] - calm["temper"]).abs().mean() < 0.15


def test_who_is_content_recommends_the_house(house: Firm) -> None:
    asked = house.answers.filter(pl.col("question") == "recommend").sort("answered_at")
    felt = house.truth.moods.select("customer", "occurred_at", "latent").sort("occurred_at")
    joined = asked.join_asof(
        felt,
        left_on="answered_at",
        right_on="occurred_at",
        by="customer",
        check_sortedness=False,
    ).drop_nulls("latent")
    assert joined.select(pl.corr("answer", "latent")).item() > 0.5
    assert asked["answer"].min() >= 0
    assert asked["answer"].max() <= 10


def test_every_answer_lies_on_its_scale(house: Firm) -> None:
    assert house.answers.filter(~pl.col("answer").is_between("lowest", "highest")).is_empty()


def test_who_was_sent_was_sent_by_somebody_who_was_there_before(house: Firm) -> None:
    truth = house.truth.customers.select("customer", "began_on", "alive_until")
    known = house.customers.select("customer", "known_on")
    pairs = house.referrals.join(known, on="customer").join(
        truth, left_on="by", right_on="customer"
    )
    assert pairs.height > 100
    assert (pairs["began_on"] <= pairs["known_on"]).all()
    assert (pairs["alive_until"].fill_null(AS_OF) >= pairs["known_on"]).all()


def test_one_employee_is_about_to_leave_with_many_ties(house: Firm) -> None:
    leaving = house.employees.filter(pl.col("leaves_on").is_not_null())
    assert leaving["name"].to_list() == ["Peter Wurzinger"]
    assert AS_OF < leaving["leaves_on"][0] < AS_OF + timedelta(days=60)
    hanging = house.truth.ties.filter((pl.col("employee") == 1) & (pl.col("share") > 0.6))
    assert hanging.height > 100


def test_few_people_stand_in_the_list_twice(house: Firm) -> None:
    twice = house.customers.filter(pl.col("same_as").is_not_null())
    assert 10 < twice.height < 40
    first = house.customers.select(pl.col("customer").alias("same_as"), "street", "postcode")
    assert twice.join(first, on=["same_as", "street", "postcode"]).height == twice.height


def test_the_parcel_is_promised_and_never_comes(house: Firm) -> None:
    number = house.truth.stories.filter(pl.col("story") == "parcel")["order_number"][0]
    order = house.orders.filter(pl.col("order_number") == number)
    assert order["promised_on"].to_list() == [date(2025, 12, 1)]
    assert order["delivered_on"].to_list() == [None]
    said = house.encounters.filter(pl.col("customer") == 0).tail(4)
    assert said["kind"].to_list() == ["contact", "contact", "contact", "cancellation"]
    assert said["occurred_at"][-1].date() == date(2026, 1, 11)
    assert house.truth.customers["left_because"][0] == "parcel"


def test_the_reminder_comes_before_the_invoice_and_again_after_the_complaint(house: Firm) -> None:
    said = house.encounters.filter(pl.col("customer") == 1).tail(6)
    assert said["touchpoint"].to_list() == [
        "Vertragsabschluss",
        "Zahlungserinnerung",
        "Frage zur Rechnung",
        "Rechnung",
        "Frage zur Rechnung",
        "Zahlungserinnerung",
    ]
    assert said["mood"].to_list() == [1, None, -1, None, -2, None]


def test_the_stories_lie_in_the_past_on_every_day_of_the_year() -> None:
    for day in (date(2026, 1, 5), date(2026, 2, 1), date(2026, 12, 24), date(2027, 1, 31)):
        firm = simulate_firm(seed=1, as_of=day, customers=60, years=3)
        said = firm.encounters.filter(pl.col("customer") == 0)
        assert said["touchpoint"][-1] == "Storno per Mail"
        assert said["occurred_at"][-1].date() < day


def test_the_purchase_model_finds_who_dropped_out(house: Firm) -> None:
    visits = house.orders.filter((pl.col("kind") == "order") & pl.col("customer").is_not_null())
    orders = visits.select("customer", day=pl.col("occurred_at").dt.date(), amount=MONEY)
    summary = summarize_purchases(
        orders, customer="customer", occurred_on="day", amount="amount", as_of=AS_OF, unit="week"
    )
    alive = fit_bg_nbd(summary).probability_alive(summary)
    told = with_truth(house, summary.with_columns(alive=alive)).filter(pl.col("frequency") >= 4)
    left = pl.col("alive_until").is_not_null()
    long_gone = told.filter(pl.col("alive_until") < AS_OF - timedelta(days=540))["alive"].mean()
    still_there = told.filter(~left)["alive"].mean()
    assert still_there - long_gone > 0.4
    believed, truly = told["alive"].mean(), 1 - told.select(left.mean()).item()
    assert abs(believed - truly) < 0.15
