"""Customer lifetime value: purchase summaries, models of buying and of value, expected margin."""

from nahbar.insight.clv.beta_geometric_fit import BetaGeometricFit, fit_bg_nbd, fit_mbg_nbd
from nahbar.insight.clv.choosing import PurchaseChoice, choose_purchase_model
from nahbar.insight.clv.fit import ModelFit
from nahbar.insight.clv.gamma_gamma import GammaGammaFit, Independence, fit_gamma_gamma
from nahbar.insight.clv.holdout import HoldoutTest, hold_against
from nahbar.insight.clv.margin import NewcomerMargin, expected_margin, newcomer_margin
from nahbar.insight.clv.pareto_nbd_fit import ParetoFit, fit_pareto_nbd
from nahbar.insight.clv.purchase_fit import PurchaseFit
from nahbar.insight.clv.remarks import Remark
from nahbar.insight.clv.replacement import ReplacementFit, fit_replacement
from nahbar.insight.clv.summary import (
    PurchaseSummary,
    account_for_purchases,
    summarize_purchases,
)

__all__ = [
    "BetaGeometricFit",
    "GammaGammaFit",
    "HoldoutTest",
    "Independence",
    "ModelFit",
    "NewcomerMargin",
    "ParetoFit",
    "PurchaseChoice",
    "PurchaseFit",
    "PurchaseSummary",
    "Remark",
    "ReplacementFit",
    "account_for_purchases",
    "choose_purchase_model",
    "expected_margin",
    "fit_bg_nbd",
    "fit_gamma_gamma",
    "fit_mbg_nbd",
    "fit_pareto_nbd",
    "fit_replacement",
    "hold_against",
    "newcomer_margin",
    "summarize_purchases",
]
