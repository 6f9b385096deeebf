"""k-means with the starts of Arthur & Vassilvitskii (k-means++, 2007)."""

import numpy as np

from nahbar.insight.clv.arrays import Floats, Ints

STARTS = 4
DRAFTED_ON = 4_000  # points on which starts are tried; the best is then settled on all
STEPS = 40
CHUNK = 200_000  # rows whose distances are held at once


def fit_centers(
    points: Floats, kinds: int, random: np.random.Generator, *, starts: int = STARTS
) -> Floats:
    """The centres with the least sum of squares of a few starts; points come in random order."""
    draft = points[:DRAFTED_ON]
    drafts = [_settle(draft, _start(draft, kinds, random)) for _ in range(starts)]
    best = min(drafts, key=lambda fit: fit[0])[1]
    return best if len(points) <= DRAFTED_ON else _settle(points, best)[1]


def assign(points: Floats, centers: Floats) -> Ints:
    """The number of the nearest centre."""
    nearest = [
        _apart(points[at : at + CHUNK], centers).argmin(axis=0)
        for at in range(0, len(points), CHUNK)
    ]
    return np.concatenate(nearest) if nearest else np.empty(0, dtype=np.int64)


def _settle(points: Floats, centers: Floats) -> tuple[float, Floats]:
    """Move each centre to the mean of what is nearest to it until that hardly helps."""
    centers, kinds = centers.copy(), len(centers)
    lengths = float((points**2).sum())
    loss = np.inf
    for _ in range(STEPS):
        apart = _apart(points, centers)
        number = apart.argmin(axis=0)
        last, loss = loss, float(apart.min(axis=0).sum()) + lengths
        size = np.bincount(number, minlength=kinds)
        sums = np.stack(
            [np.bincount(number, weights=axis, minlength=kinds) for axis in points.T], axis=1
        )
        filled = size > 0
        centers[filled] = sums[filled] / size[filled, None]
        if last - loss <= 1e-4 * loss:
            break
    return loss, centers


def _start(points: Floats, kinds: int, random: np.random.Generator) -> Floats:
    centers = [points[random.integers(len(points))]]
    nearest = np.full(len(points), np.inf)
    for _ in range(kinds - 1):
        nearest = np.minimum(nearest, ((points - centers[-1]) ** 2).sum(axis=1))
        reached = np.cumsum(nearest)
        at = np.searchsorted(reached, random.random() * reached[-1])
        centers.append(points[min(int(at), len(points) - 1)])
    return np.array(centers)


def _apart(points: Floats, centers: Floats) -> Floats:
    """Squared distances, a row per centre, less the squared length of each point, the same for all."""
    distance: Floats = (centers**2).sum(axis=1)[:, None] - 2 * centers @ points.T
    return distance
