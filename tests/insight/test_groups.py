"""Groups are found where there are some, and not made up where there are none."""

import numpy as np
import polars as pl
import pytest

from nahbar.insight.errors import InsightError
from nahbar.insight.groups import describe_groups, find_groups


def table(points: np.ndarray) -> pl.DataFrame:
    features = {f"f{at}": column for at, column in enumerate(points.T)}
    return pl.DataFrame({"who": np.arange(len(points))} | features)


def codes(found) -> list[str]:
    return [remark.code for remark in found.remarks]


BLOBS = {
    "normal": lambda random: random.normal(size=(1500, 3)),
    "even": lambda random: random.random((1500, 2)),
    "slanted": lambda random: random.normal(size=(1500, 2)) @ np.array([[1, 0.95], [0, 0.3]]),
    "lognormal": lambda random: np.exp(random.normal(size=(1500, 3))),
    "counts": lambda random: random.poisson(1, size=(1500, 3)).astype(float),
    "few": lambda random: random.normal(size=(60, 2)),
}


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("blob", BLOBS)
def test_nothing_is_found_in_one_blob(blob, seed):
    found = find_groups(table(BLOBS[blob](np.random.default_rng(seed))), id="who", seed=seed)
    assert found.kinds == 1
    assert codes(found) == ["no_groups"]
    assert found.groups.is_empty()
    assert found.marks.is_empty()
    assert found.frame["group"].null_count() == len(found.frame)


@pytest.mark.parametrize("seed", range(4))
def test_groups_that_are_far_apart_are_found_whole(seed):
    random = np.random.default_rng(seed)
    centers = np.array([[0, 0, 0], [7, 0, 0], [0, 7, 0], [7, 7, 7]])
    truth = random.choice(4, 1500, p=[0.5, 0.25, 0.15, 0.1])
    found = find_groups(table(centers[truth] + random.normal(size=(1500, 3))), id="who", seed=seed)
    assert found.kinds == 4
    # numbered by size, as the truth is
    assert (found.frame["group"].to_numpy() - 1 == truth).mean() > 0.98
    assert (found.groups["stability"] >= 0.75).all()
    assert found.groups["share"].sum() == pytest.approx(1)


@pytest.fixture
def shop() -> pl.DataFrame:
    """Many who spend little and often, fewer who spend much and seldom."""
    random = np.random.default_rng(3)
    is_big = random.random(2000) < 0.2
    return pl.DataFrame(
        {
            "who": [f"K{at}" for at in range(2000)],
            "visits": np.where(is_big, random.poisson(3, 2000), random.poisson(60, 2000)) + 1,
            "spent": np.where(
                is_big, random.lognormal(7, 0.3, 2000), random.lognormal(3, 0.3, 2000)
            ),
            "age": random.normal(50, 12, 2000),
        }
    )


def test_marks_say_what_sets_a_group_apart_in_its_own_units(shop):
    found = find_groups(shop, id="who", seed=1)
    assert found.kinds == 2
    marks = {(row["group"], row["feature"]): row for row in found.marks.iter_rows(named=True)}
    assert marks[1, "visits"]["direction"] == "high"
    assert marks[2, "visits"]["direction"] == "low"
    assert marks[2, "spent"]["direction"] == "high"
    assert not any(feature == "age" for _, feature in marks)
    assert marks[2, "spent"]["median"] == pytest.approx(np.exp(7), rel=0.1)
    assert found.groups["visits"].to_list() == pytest.approx([61, 4], abs=1)


def test_the_same_seed_gives_the_same_groups(shop):
    one, other = (find_groups(shop, id="who", seed=9) for _ in range(2))
    assert one.frame.equals(other.frame)
    assert one.groups.equals(other.groups)


def test_who_lacks_a_feature_belongs_to_no_group(shop):
    holes = shop.with_columns(
        pl.when(pl.int_range(pl.len()) < 3).then(None).otherwise("spent").alias("spent"),
        pl.when(pl.int_range(pl.len()) == 5).then(float("nan")).otherwise("age").alias("age"),
    )
    found = find_groups(holes, id="who", seed=1)
    assert found.frame["group"].is_null().arg_true().to_list() == [0, 1, 2, 5]
    assert found.frame["id"].to_list() == shop["who"].to_list()
    assert codes(found) == ["features_missing"]


def test_a_feature_without_variation_is_left_out_and_told(shop):
    found = find_groups(shop.with_columns(branch=pl.lit(1)), id="who", seed=1)
    assert found.kinds == 2
    assert codes(found) == ["features_without_variation"]


def test_four_people_get_no_figures():
    frame = pl.DataFrame({"spent": [1.0] * 20 + [9.0] * 4})
    groups, marks = describe_groups(frame, np.array([1] * 20 + [2] * 4), features=["spent"])
    assert groups["size"].to_list() == [20, 4]
    assert groups["spent"].to_list() == [1.0, None]
    assert marks["group"].to_list() == [1]


@pytest.mark.parametrize("rows", [0, 1, 4, 49])
def test_few_customers_are_no_groups(rows, shop):
    found = find_groups(shop.head(rows), id="who", seed=1)
    assert codes(found) == ["too_few_customers"]
    assert len(found.frame) == rows


def test_equal_customers_are_no_groups():
    frame = pl.DataFrame({"who": range(100), "spent": [5] * 100})
    assert codes(find_groups(frame, id="who", seed=1)) == [
        "features_without_variation",
        "no_groups",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda frame: frame.select("who"), "no_features"),
        (lambda frame: frame.with_columns(name=pl.lit("x")), "not_a_number"),
        (lambda frame: frame.with_columns(size=pl.lit(1)), "name_reserved"),
        (lambda frame: pl.concat([frame, frame]), "id_repeated"),
        (lambda frame: frame.drop("who"), "column_missing"),
    ],
)
def test_what_cannot_be_is_refused(change, code, shop):
    with pytest.raises(InsightError) as refused:
        find_groups(change(shop), id="who", seed=1)
    assert refused.value.code == code


def test_fewer_than_two_kinds_are_refused(shop):
    with pytest.raises(InsightError) as refused:
        find_groups(shop, id="who", seed=1, kinds=(1, 3))
    assert refused.value.code == "kinds_impossible"
