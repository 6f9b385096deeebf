"""What every fitted model says of itself."""

from dataclasses import dataclass

import numpy as np

from nahbar.insight.clv.arrays import Floats
from nahbar.insight.clv.newton import Maximum
from nahbar.insight.clv.remarks import Remark

FEW_CUSTOMERS = 50  # below, the standard errors of these models are rather a hope than a measure


@dataclass(frozen=True, kw_only=True)
class ModelFit:
    """A maximum of the likelihood.

    ``covariance`` follows the order of ``parameters``, on their own scale, from the observed
    information; NaN for a parameter at a bound. ``n`` counts the customers fitted on.
    """

    parameters: dict[str, float]
    covariance: Floats
    log_likelihood: float
    n: int
    warnings: tuple[Remark, ...]
    explanation: str

    @property
    def standard_errors(self) -> dict[str, float]:
        """One per parameter; NaN where there is none."""
        return dict(zip(self.parameters, np.sqrt(np.diag(self.covariance)).tolist(), strict=True))

    @property
    def point(self) -> Floats:
        """The parameters as an array."""
        return np.array(list(self.parameters.values()))


def describe(names: tuple[str, ...], maximum: Maximum, n: int) -> tuple[Remark, ...]:
    """The warnings that any of the models may give."""
    found = []
    if not maximum.converged:
        found.append(
            Remark(
                "not_converged",
                f"The search stopped after {maximum.steps} steps before it had settled.",
                {"steps": maximum.steps},
            )
        )
    if n < FEW_CUSTOMERS:
        found.append(
            Remark(
                "too_few_customers",
                f"{n} customers are few: at least {FEW_CUSTOMERS} make the figures dependable.",
                {"customers": n, "needed": FEW_CUSTOMERS},
            )
        )
    found.extend(
        Remark(
            "parameter_at_bound",
            f"The data leave {name} undetermined; it was held at {value:.4g}.",
            {"parameter": name, "value": float(value)},
        )
        for name, value, free in zip(names, maximum.point, maximum.free, strict=True)
        if not free
    )
    with np.errstate(invalid="ignore"):
        vague = np.sqrt(np.diag(maximum.covariance)) > maximum.point
    found.extend(
        Remark(
            "parameter_uncertain",
            f"The data say little of {name}: its standard error exceeds its value.",
            {"parameter": name, "value": float(value)},
        )
        for name, value, doubtful in zip(names, maximum.point, vague, strict=True)
        if doubtful
    )
    if np.isnan(np.diag(maximum.covariance)[maximum.free]).any():
        found.append(
            Remark("no_standard_errors", "The likelihood has no peak to read an uncertainty from.")
        )
    return tuple(found)
