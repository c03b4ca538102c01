"""Lifetimes of a million customers drawn from known parameters: fit, predict, resample.

    python tests/benchmarks/lifetime.py                  # a million
    python tests/benchmarks/lifetime.py --customers 100000 --draws 50

Printed are CPU seconds (user and system), wall seconds and the most memory held so far, by step; and the
parameters found beside those the customers were drawn from.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
TRUTH = {"r": 0.6, "alpha": 60.0, "a": 0.9, "b": 3.0, "p": 6.0, "q": 4.0, "gamma": 60.0}


def drawn(people: int, *, seed: int = 1) -> pd.DataFrame:
    """Histories in whole days of BG/NBD and Gamma-Gamma customers, first purchases over a year, seen for one to two years."""
    random = np.random.default_rng(seed)
    rates, leaving = random.gamma(TRUTH["r"], 1 / TRUTH["alpha"], people), random.beta(TRUTH["a"], TRUTH["b"], people)
    age = random.integers(365, 731, people).astype("float64")
    repeats, last, now = np.zeros(people), np.zeros(people), np.zeros(people)
    active = np.arange(people)
    while active.size:
        now[active] += np.ceil(random.exponential(1 / np.maximum(rates[active], 1e-12)))
        active = active[now[active] <= age[active]]
        repeats[active] += 1
        last[active] = now[active]
        active = active[random.random(active.size) >= leaving[active]]
    scale = random.gamma(TRUTH["q"], 1 / TRUTH["gamma"], people)
    money = np.where(repeats > 0, random.gamma(TRUTH["p"] * np.maximum(repeats, 1)) / scale / np.maximum(repeats, 1), np.nan)
    ids = np.char.add("c", np.char.zfill(np.arange(people).astype(str), 8))
    return pd.DataFrame(
        {"customer_id": ids, "repeat_count": repeats, "last_order_age": last, "customer_age": age, "mean_repeat_value": money}
    )


def measured(name: str, step: Callable[[], object]) -> object:
    """Run a step and print what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    made = step()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    sys.stdout.write(f"{name:42s} {time.process_time() - cpu:8.2f} {time.perf_counter() - wall:8.2f} {memory:8.2f}\n")
    sys.stdout.flush()
    return made


def main() -> None:
    """Draw, fit, predict, and say what each took."""
    sys.path.insert(0, str(ROOT))
    from analysis import lifetime as stage
    from analysis.lifetime.resampled import draws

    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--customers", type=int, default=1_000_000)
    options.add_argument("--draws", type=int, default=5)
    given = options.parse_args()
    sys.stdout.write(f"{given.customers:,} customers{'':26s} CPU s   wall s   GB held\n")
    people = measured("drawn", lambda: drawn(given.customers))
    first = pd.DataFrame(
        {"customer_id": people["customer_id"], "waited": people["customer_age"], "ordered": people["repeat_count"] > 0}
    )
    curve = stage.second_order_curve(first)
    whole = measured("BG/NBD on all", lambda: stage.bg_nbd.fit(people))
    value = measured("Gamma-Gamma on all", lambda: stage.gamma_gamma.fit(people))
    kept = measured("both, as the report does (100,000 drawn)", lambda: stage.fit_lifetime(people))
    measured("P(alive) of all", lambda: stage.bg_nbd.probability_alive(people, whole))
    measured("orders of 180 days, all", lambda: stage.bg_nbd.expected_purchases(people, whole, ahead=180))
    measured("the table lifetime, all, a year", lambda: stage.lifetime(people, kept, second_orders=curve))
    measured(f"{given.draws} refits", lambda: draws(people, kept, first_gaps=first, number=given.draws))
    found = pd.concat([whole.iloc[0], value.iloc[0]]).drop("log_likelihood")
    sys.stdout.write(
        "\n" + pd.DataFrame({"drawn from": TRUTH, "all": found, "100,000": kept.iloc[0]}).loc[list(TRUTH)].to_string() + "\n"
    )


if __name__ == "__main__":
    main()
