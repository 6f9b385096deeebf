"""Expectations over a beta distribution, by Gauss–Jacobi quadrature (Golub & Welsch 1969)."""

import numpy as np
from scipy.linalg import eigh_tridiagonal

from nahbar.insight.clv.arrays import Floats

NODES = 40


def beta_quadrature(a: float, b: Floats) -> tuple[Floats, Floats]:
    """Nodes in (0, 1) and weights for Beta(``a``, ``b``), one row per value of ``b``.

    Exact for polynomials; both are ``len(b)`` × ``NODES``, the weights of a row add up to 1.
    """
    n = np.arange(1, NODES)[:, None]
    total = a + b - 2
    near = 2 * n + total
    center = np.vstack([a / (a + b), 0.5 + (a - b) * total / (2 * near * (near + 2))])
    square = n * (n + a - 1) * (n + b - 1) * (n + total) / (near**2 * (near + 1) * (near - 1))
    # the factor n + a + b - 2 cancels in the first row, where it may be zero
    square[0] = a * b / ((a + b) ** 2 * (a + b + 1))
    nodes, weights = np.empty((2, len(b), NODES))
    for row in range(len(b)):
        values, vectors = eigh_tridiagonal(center[:, row], np.sqrt(square[:, row]))
        nodes[row], weights[row] = np.clip(values, 1e-15, 1.0), vectors[0] ** 2
    return nodes, weights
