"""Which model of buying and leaving a firm's customers follow: the data choose."""

from collections.abc import Callable
from dataclasses import dataclass

from nahbar.insight.clv.beta_geometric_fit import fit_bg_nbd, fit_mbg_nbd
from nahbar.insight.clv.pareto_nbd_fit import fit_pareto_nbd
from nahbar.insight.clv.purchase_fit import PurchaseFit
from nahbar.insight.frames import ArrowStream

MODELS: dict[str, Callable[[ArrowStream], PurchaseFit]] = {
    "BG/NBD": fit_bg_nbd,
    "MBG/NBD": fit_mbg_nbd,
    "Pareto/NBD": fit_pareto_nbd,
}
# Half of what Burnham & Anderson (2002) call substantial support, in units of the log-likelihood:
# between models as close as this the data do not decide, and the quickest one is taken.
AS_GOOD = 1.0


@dataclass(frozen=True)
class PurchaseChoice:
    """The fits of all models by name, the best first, and the name of the one that was chosen.

    ``is_clear`` says whether the data decide: the best is ahead by more than ``AS_GOOD``.
    """

    fits: dict[str, PurchaseFit]
    name: str
    is_clear: bool
    explanation: str

    @property
    def fit(self) -> PurchaseFit:
        """The chosen fit."""
        return self.fits[self.name]


def choose_purchase_model(summary: ArrowStream) -> PurchaseChoice:
    """Fit BG/NBD, MBG/NBD and Pareto/NBD and choose the one under which the data are likeliest.

    All three have four parameters, so that their log-likelihoods compare as they are (Akaike's
    criterion would take the same from each). Where others come within ``AS_GOOD`` of the best, the
    first of them in the order of ``MODELS`` is chosen. Raises what :func:`fit_bg_nbd` raises.
    """
    found = {name: fit_model(summary) for name, fit_model in MODELS.items()}
    best = max(fit.log_likelihood for fit in found.values())
    close = [name for name, fit in found.items() if fit.log_likelihood > best - AS_GOOD]
    fits = dict(sorted(found.items(), key=lambda named: -named[1].log_likelihood))
    behind = ", ".join(
        f"{name} {fit.log_likelihood - best:.1f}" for name, fit in fits.items() if name != close[0]
    )
    reason = "explains the data best" if len(close) == 1 else "explains the data as well as any"
    return PurchaseChoice(
        fits=fits,
        name=close[0],
        is_clear=len(close) == 1,
        explanation=f"{close[0]} {reason} (log-likelihood {best:.1f}; {behind} against the best).",
    )
