"""BG/NBD and Gamma-Gamma beside pymc-marketing, in an environment of its own: the mode under flat priors.

    python tests/peers/pymc_marketing_library.py --environment /tmp/peer-pymc             # makes it (about 800 MB) where it is not there
    python tests/peers/pymc_marketing_library.py --environment /tmp/peer-pymc --customers 100000

With its default priors the library's estimates are drawn towards them (a .706 instead of .793 on CDNOW);
flat ones are the same question as maximum likelihood.  CPU includes compilation.
"""

import argparse
import json
import sys
import time
from pathlib import Path

PACKAGES = ("pymc-marketing>=0.19",)


def fit(path: str, ahead: float) -> None:
    """In the library's environment: fit both models on a file and print the figures as one line."""
    import numpy as np
    import pandas as pd
    from pymc_extras.prior import Prior
    from pymc_marketing.clv import BetaGeoModel, GammaGammaModel

    people = pd.read_csv(path).rename(columns={"repeat_count": "frequency", "last_order_age": "recency", "customer_age": "T"})
    people["customer_id"] = np.arange(len(people))
    paid = people[(people["frequency"] > 0) & (people["mean_repeat_value"] > 0)]
    paid = paid.rename(columns={"mean_repeat_value": "monetary_value"})
    began, cpu = time.perf_counter(), time.process_time()
    flat = Prior("HalfFlat")
    names = {"counts": ("r", "alpha", "a", "b"), "values": ("p", "q", "v")}
    counts = BetaGeoModel(model_config=dict.fromkeys(names["counts"], flat))
    values = GammaGammaModel(model_config=dict.fromkeys(names["values"], flat))
    counts.fit(people[["customer_id", "frequency", "recency", "T"]], method="map")
    values.fit(paid[["customer_id", "frequency", "monetary_value"]], method="map")
    figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}
    expected = counts.expected_purchases(future_t=ahead)
    alive = counts.expected_probability_alive().to_numpy().reshape(-1)[(people["frequency"] > 0).to_numpy()]
    figures |= {name: float(counts.idata.posterior[name].mean()) for name in names["counts"]}
    figures |= {mine: float(values.idata.posterior[name].mean()) for mine, name in (("p", "p"), ("q", "q"), ("gamma", "v"))}
    sys.stdout.write(json.dumps(figures | {"orders": float(expected.to_numpy().sum()), "alive": float(alive.mean())}) + "\n")


def main() -> None:
    """Make the environment, run both, print."""
    if len(sys.argv) == 3 and sys.argv[1].endswith(".csv"):
        return fit(sys.argv[1], float(sys.argv[2]))
    from peer import compare, environment

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--environment", type=Path, required=True)
    options.add_argument("--customers", type=int, default=1_000_000)
    given = options.parse_args()
    return compare("pymc-marketing", environment(given.environment, *PACKAGES), Path(__file__), people=given.customers)


if __name__ == "__main__":
    main()
