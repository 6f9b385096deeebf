"""Find groups of customers, or say that there are none."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from nahbar.insight.clv.arrays import Floats, Ints
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.errors import InsightError
from nahbar.insight.frames import ArrowStream, read_columns
from nahbar.insight.groups.kmeans import STARTS, assign, fit_centers
from nahbar.insight.groups.portrait import FEWEST, describe_groups
from nahbar.insight.groups.scaling import Scale, blur_counts, learn_scale
from nahbar.insight.groups.soundness import have_valleys, measure_stability

SAMPLED = 20_000
STABLE = 0.75  # mean Jaccard from which Hennig calls a group valid
FEWEST_CUSTOMERS = 50
RESERVED = {"id", "group", "size", "share", "stability"}


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """``frame``: ``id, group`` of all customers, groups numbered from 1, the largest first; null
    for customers of whom a feature is unknown, and for all where no groups were found.

    ``groups``: per group ``size, share``, ``stability`` (mean Jaccard, 0–1) and the median of each
    feature; ``marks``: what sets it apart, see :func:`describe_groups`; both empty where no groups
    were found. ``kinds`` is their number, else 1. ``n`` customers could be grouped.
    """

    frame: pl.DataFrame
    groups: pl.DataFrame
    marks: pl.DataFrame
    kinds: int
    n: int
    remarks: tuple[Remark, ...]
    explanation: str


def find_groups(
    features: ArrowStream,
    *,
    id: str,  # noqa: A002  # the column that says who
    seed: int,
    kinds: tuple[int, int] = (2, 8),
) -> Grouping:
    """Look for between ``kinds[0]`` and ``kinds[1]`` groups by k-means on comparable scales.

    ``features`` has a row per customer: the ``id`` column and any number of numeric ones. Skewed
    features are read on a log scale (asinh), all in standard deviations without their tails. Of the numbers of groups that
    hold, the largest is taken. A number holds if every group comes again in half of the data with
    a mean Jaccard similarity of .75 (Hennig 2007), and if between any two neighbours the density
    falls below that of both: what is cut out of one blob may well be stable. Fitted on 20,000
    customers at most, drawn by ``seed``; all are assigned.

    Groups that overlap so far that no valley lies between them (normal ones nearer than about 4
    standard deviations) are not found: better none than made-up ones.

    Raises :class:`InsightError`: ``column_missing``, ``not_a_frame``, ``no_features``,
    ``not_a_number``, ``name_reserved``, ``id_repeated``, ``kinds_impossible``.
    """
    if not 2 <= kinds[0] <= kinds[1]:
        raise InsightError(
            "kinds_impossible", "At least 2 groups, and no fewer at most than least."
        )
    table, names, remarks = _read(features, id)
    known = table.drop_nulls(names)
    n = len(known)
    random = np.random.default_rng(seed)
    sample = _draw(known.select(names), random)
    scales = {name: scale for name in names if (scale := learn_scale(sample[name])) is not None}
    even = ", ".join(name for name in names if name not in scales)
    if even and n >= FEWEST_CUSTOMERS:
        sentence = f"The same for nearly all customers, and so of no use: {even}."
        remarks += (Remark("features_without_variation", sentence, {"features": even}),)
    if n < FEWEST_CUSTOMERS:
        sentence = f"{n} customers are too few to fall into groups."
        values = {"customers": n, "needed": FEWEST_CUSTOMERS}
        return _find_nothing(
            table, names, n, (*remarks, Remark("too_few_customers", sentence, values))
        )
    points = _place({name: sample[name] for name in scales}, scales)
    found = _search(points, kinds, random) if scales else None
    if found is None:
        sentence = f"The {n} customers do not fall into groups: they pass into one another."
        none = Remark("no_groups", sentence, {"customers": n})
        return _find_nothing(table, names, n, (*remarks, none))
    return _portray(table, known, scales, found, remarks)


def _read(features: ArrowStream, who: str) -> tuple[pl.DataFrame, list[str], tuple[Remark, ...]]:
    """``id`` and the features as floats, null where they are not finite numbers."""
    ids = read_columns(features, {"id": who})
    table = features.collect() if isinstance(features, pl.LazyFrame) else pl.DataFrame(features)
    names = [name for name in table.columns if name != who]
    if not names:
        raise InsightError("no_features", "Besides the ids there is no column to group by.")
    for name in names:
        dtype = table[name].dtype
        if not (dtype.is_numeric() or dtype in {pl.Boolean, pl.Null}):
            raise InsightError(
                "not_a_number", f"The column {name} holds {dtype}, not numbers.", {"column": name}
            )
    if ids["id"].n_unique() < len(ids):
        raise InsightError("id_repeated", "Some ids stand in more than one row.")
    taken = sorted(RESERVED & set(names))
    if taken:
        raise InsightError(
            "name_reserved", f"A feature cannot be called {taken[0]}.", {"column": taken[0]}
        )
    numbers = table.select(pl.col(names).cast(pl.Float64))
    numbers = numbers.select(pl.when(pl.all().is_finite()).then(pl.all()))
    unknown = len(numbers) - numbers.drop_nulls().height
    remarks: tuple[Remark, ...] = ()
    if unknown:
        sentence = f"{unknown} customers lack a feature and belong to no group."
        remarks = (Remark("features_missing", sentence, {"customers": unknown}),)
    return pl.concat([ids, numbers], how="horizontal"), names, remarks


def _draw(known: pl.DataFrame, random: np.random.Generator) -> dict[str, Floats]:
    """The features of as many customers as are fitted on, in random order, counts blurred."""
    rows = random.choice(len(known), min(len(known), SAMPLED), replace=False)
    drawn = known[rows]
    return {name: blur_counts(drawn[name].to_numpy(), random) for name in known.columns}


def _place(columns: Mapping[str, Floats], scales: Mapping[str, Scale]) -> Floats:
    """Customers as points, an axis for each feature."""
    axes = [scale.read(columns[name]) for name, scale in scales.items()]
    return np.stack(axes, axis=1) if axes else np.empty((0, 0))


def _search(
    points: Floats, kinds: tuple[int, int], random: np.random.Generator
) -> tuple[Floats, Floats] | None:
    """Centres and stabilities of the most groups that hold."""
    for count in range(kinds[1], kinds[0] - 1, -1):
        centers = fit_centers(points, count, random, starts=2 * STARTS)
        if have_valleys(points, centers):
            stability = measure_stability(points, centers, random)
            if (stability >= STABLE).all():
                return centers, stability
    return None


def _find_nothing(
    table: pl.DataFrame, names: list[str], n: int, remarks: tuple[Remark, ...]
) -> Grouping:
    none = table.head(0).select(names)
    groups, marks = describe_groups(none, np.empty(0, dtype=np.int64), features=names)
    return Grouping(
        frame=table.select("id", pl.lit(None, pl.Int64).alias("group")),
        groups=groups.with_columns(stability=pl.lit(None, pl.Float64)),
        marks=marks,
        kinds=1,
        n=n,
        remarks=remarks,
        explanation=remarks[-1].sentence,
    )


def _portray(
    table: pl.DataFrame,
    known: pl.DataFrame,
    scales: Mapping[str, Scale],
    found: tuple[Floats, Floats],
    remarks: tuple[Remark, ...],
) -> Grouping:
    centers, stability = found
    points = _place({name: known[name].to_numpy() for name in scales}, scales)
    number = assign(points, centers)
    size = np.bincount(number, minlength=len(centers))
    order = np.argsort(-size, kind="stable")
    place = np.argsort(order)
    group: Ints = place[number] + 1
    groups, marks = describe_groups(known, group, features=list(scales), compared=points)
    steady = pl.DataFrame({"group": place + 1, "stability": stability})
    small = int((size < FEWEST).sum())
    if small:
        sentence = f"{small} groups have fewer than {FEWEST} customers and show no figures."
        remarks += (Remark("groups_too_small", sentence, {"groups": small, "needed": FEWEST}),)
    assigned = known.select("id", pl.Series("group", group))
    return Grouping(
        frame=table.select("id").join(assigned, on="id", how="left", maintain_order="left"),
        groups=groups.join(steady, on="group", how="left", maintain_order="left"),
        marks=marks,
        kinds=len(centers),
        n=len(known),
        remarks=remarks,
        explanation=(
            f"{len(known)} customers fall into {len(centers)} groups, of "
            f"{', '.join(str(count) for count in size[order])}. Drawn again from half of the "
            f"customers, the least steady one came back with {stability.min():.0%} of its members."
        ),
    )
