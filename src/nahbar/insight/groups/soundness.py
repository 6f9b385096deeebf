"""Are groups really there? They come again in half of the data, and between them lies a valley."""

from itertools import combinations

import numpy as np

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.groups.kmeans import assign, fit_centers

HALVES = 20
HALF_AT_MOST = 5_000
WIDTHS = (1 / 5, 1 / 8, 1 / 12)  # of the distance of two centres, to smooth the density over
PLACES = (0.3, 0.4, 0.5, 0.6, 0.7)  # on the way, where the bottom of a valley may be
SHALLOW = 0.8  # density between two groups over that in the thinner one; a valley is below
SURENESS = 3.0  # standard errors


def measure_stability(points: Floats, centers: Floats, random: np.random.Generator) -> Floats:
    """Mean Jaccard similarity of each group with its likest in fits to half of the points.

    Hennig, Cluster-wise assessment of cluster stability (2007).
    """
    kinds = len(centers)
    number = assign(points, centers)
    total = np.zeros(kinds)
    half = min(len(points) // 2, HALF_AT_MOST)
    for _ in range(HALVES):
        chosen = random.choice(len(points), half, replace=False)
        again = assign(points, fit_centers(points[chosen], kinds, random))
        both = np.bincount(number * kinds + again, minlength=kinds**2).reshape(kinds, kinds)
        either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
        total += (both / np.maximum(either, 1)).max(axis=1)
    return total / HALVES


def have_valleys(points: Floats, centers: Floats) -> bool:
    """Whether the density between any two neighbouring centres falls clearly below both of theirs.

    One blob (a log-concave density: normal, uniform on a convex body) can be cut into parts as
    stable as groups, but has nowhere less density than at the thinner of two places on either
    side, however it is smoothed by a normal kernel (Prékopa). Neighbours are those whose midpoint
    is nearest to themselves.
    """
    for one, other in combinations(range(len(centers)), 2):
        middle = (centers[one] + centers[other]) / 2
        reach = ((centers - middle) ** 2).sum(axis=1)
        if (reach < reach[one] - 1e-9).any():
            continue
        if not _have_valley(points, centers[one], centers[other]):
            return False
    return True


def _have_valley(points: Floats, one: Floats, other: Floats) -> bool:
    way = other - one
    length = float(way @ way)
    apart = points - one
    squared, along = (apart**2).sum(axis=1), apart @ way

    def weigh(place: float, width: float) -> Floats:
        distance = squared - 2 * place * along + place**2 * length
        weight: Floats = np.exp(distance / (-2 * width**2 * length))
        return weight

    for width in WIDTHS:
        ends = [SHALLOW * weigh(0.0, width), SHALLOW * weigh(1.0, width)]
        for place in PLACES:
            between = weigh(place, width)
            if all(_is_surely_less(between, end) for end in ends):
                return True
    return False


def _is_surely_less(one: Floats, other: Floats) -> bool:
    excess = one - other
    return bool(excess.sum() + SURENESS * np.sqrt((excess**2).sum()) < 0)
