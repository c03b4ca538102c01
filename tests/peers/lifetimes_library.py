"""BG/NBD and Gamma-Gamma beside the library lifetimes, in an environment of its own.

    python tests/peers/lifetimes_library.py --environment /tmp/peer-lifetimes             # makes it where it is not there
    python tests/peers/lifetimes_library.py --environment /tmp/peer-lifetimes --customers 100000

CDNOW's published sample in weeks, and customers drawn from known parameters in days.
"""

import argparse
import json
import sys
import time
from pathlib import Path

PACKAGES = ("lifetimes==0.11.3", "setuptools<80")  # its data module asks for pkg_resources


def fit(path: str, ahead: float) -> None:
    """In the library's environment: fit both models on a file and print the figures as one line."""
    import pandas as pd
    from lifetimes import BetaGeoFitter, GammaGammaFitter

    people = pd.read_csv(path)
    began, cpu = time.perf_counter(), time.process_time()
    counts, values = BetaGeoFitter(penalizer_coef=0.0), GammaGammaFitter(penalizer_coef=0.0)
    history = [people["repeat_count"], people["last_order_age"], people["customer_age"]]
    counts.fit(*history)
    paid = people[(people["repeat_count"] > 0) & (people["mean_repeat_value"] > 0)]
    values.fit(paid["repeat_count"], paid["mean_repeat_value"])
    figures = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - began}
    expected = counts.conditional_expected_number_of_purchases_up_to_time(ahead, *history)
    alive = counts.conditional_probability_alive(*history)[(people["repeat_count"] > 0).to_numpy()]
    figures |= {name: float(counts.params_[name]) for name in ("r", "alpha", "a", "b")}
    figures |= {"p": float(values.params_["p"]), "q": float(values.params_["q"]), "gamma": float(values.params_["v"])}
    figures |= {"orders": float(expected.sum()), "alive": float(alive.mean())}
    sys.stdout.write(json.dumps(figures) + "\n")


def main() -> None:
    """Make the environment, run both, print."""
    if len(sys.argv) == 3 and sys.argv[1].endswith(".csv"):
        return fit(sys.argv[1], float(sys.argv[2]))
    from peer import compare, environment

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--environment", type=Path, required=True)
    options.add_argument("--customers", type=int, default=1_000_000)
    given = options.parse_args()
    return compare("lifetimes", environment(given.environment, *PACKAGES), Path(__file__), people=given.customers)


if __name__ == "__main__":
    main()
