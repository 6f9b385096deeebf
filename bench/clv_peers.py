"""Run by the peers' interpreter: BG/NBD by lifetimes or pymc-marketing on a parquet file."""

import json
import sys
import time

import pandas as pd


def fit_lifetimes(data):
    from lifetimes import BetaGeoFitter  # the other peer is not to be loaded

    fitter = BetaGeoFitter()
    fitter.fit(data["frequency"], data["recency"], data["age"])
    return {name: float(fitter.params_[name]) for name in ("r", "alpha", "a", "b")}


def fit_pymc(data):
    # flat priors: the default ones move the answer away from the maximum of the likelihood
    from pymc_extras.prior import Prior  # the other peer is not to be loaded
    from pymc_marketing.clv import BetaGeoModel  # the other peer is not to be loaded

    data = data.rename(columns={"age": "T"})
    data["customer_id"] = range(len(data))
    names = ("r", "alpha", "a", "b")
    model = BetaGeoModel(data=data, model_config={name: Prior("HalfFlat") for name in names})
    model.fit(method="map", progressbar=False)
    return {name: float(model.idata.posterior[name].mean()) for name in names}


def main():
    peer, path, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    fit = {"lifetimes": fit_lifetimes, "pymc": fit_pymc}[peer]
    data = pd.read_parquet(path)[["frequency", "recency", "age"]]
    fit(data.head(2000))
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        parameters = fit(data)
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "parameters": parameters}))


main()
