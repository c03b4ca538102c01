"""Campaigns with a planted uplift by segment: how often 95 % ranges hold the truth.

    python tests/benchmarks/effects.py               # 200 seeds, about four minutes
    python tests/benchmarks/effects.py --seeds 50

Each seed draws a client of 6,000 customers in six segments, with a past that foretells what they do, and one campaign
by lot of which the truth is known in every segment.  Printed is the share of ranges that hold the truth: over everybody,
by segment as the segment's own figures say and as drawn towards the others, with the figures of before (CUPED), for
money, and for a lot by store counted in customers and in stores.  The true effects are of the customers drawn: what a
contact does to each of them on average.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from analysis.evaluation import experiment_effects, trial_design, trial_people

CUSTOMERS, SEGMENTS, STORES = 6000, 6, 24
SHARES = np.array([0.30, 0.25, 0.20, 0.12, 0.08, 0.05])
BASE = np.array([0.25, 0.18, 0.12, 0.08, 0.05, 0.03])
SPEND, SPREAD = 40.0, 0.8  # log-normal spend of who orders


def client(random: np.random.Generator, uplift: np.ndarray) -> pd.DataFrame:
    """One customer a row: segment, store, what they would do alone and contacted, and last year's money."""
    segment = random.choice(SEGMENTS, CUSTOMERS, p=SHARES)
    keen = random.normal(size=CUSTOMERS)
    store = random.integers(0, STORES, CUSTOMERS)
    local = random.normal(0, 0.03, STORES)[store]
    alone = np.clip(BASE[segment] * np.exp(0.8 * keen - 0.32) + local, 0, 0.9)
    contacted = np.clip(alone + uplift[segment], 0, 0.95)
    mean = SPEND * np.exp(SPREAD**2 / 2)
    return pd.DataFrame(
        {
            "segment": segment.astype(str), "store": store.astype(str), "alone": alone, "contacted": contacted,
            "gain": contacted - alone, "money": (contacted - alone) * mean,
            "history": np.exp(3 + keen + random.normal(0, 0.5, CUSTOMERS)),
        }
    )  # fmt: skip


def campaign(people: pd.DataFrame, mailed: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    """The contacts file: arm, what was known, and what came of it."""
    chance = np.where(mailed, people["contacted"], people["alone"])
    ordered = random.random(len(people)) < chance
    spent = ordered * random.lognormal(np.log(SPEND), SPREAD, len(people))
    arms = np.where(mailed, "mail", "control")
    return people[["segment", "store", "history"]].assign(campaign="one", arm=arms, ordered=ordered.astype(float), revenue=spent)


def effects(contacts: pd.DataFrame, *, unit: str) -> pd.DataFrame:
    people = trial_people(contacts, days=30, given=["segment", "store", "history"])
    design = trial_design(people, units={"one": unit}, given=["history"])
    return experiment_effects(people, design.assign(randomised=True), days=30, given=["history"], dimensions={"segment": "segment"})


def held(row: pd.Series, truth: float, low: str = "low", high: str = "high") -> bool:
    return bool(row[low] <= truth <= row[high])


def one_seed(seed: int) -> list[tuple[str, bool, float]]:
    """What was asked, whether the range held it, how wide the range was."""
    random = np.random.default_rng(seed)
    people = client(random, np.clip(random.normal(0.03, 0.02, SEGMENTS), -0.02, 0.1))
    truth = people.groupby("segment")["gain"].mean()
    table = effects(campaign(people, random.permutation(CUSTOMERS) < CUSTOMERS * 0.7, random), unit="customer")
    overall = table[(table["dimension"] == "(all)") & table["difference"].notna()].set_index("outcome")
    found = []
    for outcome, true in (("ordered", people["gain"].mean()), ("revenue", people["money"].mean())):
        row = overall.loc[outcome]
        found.append((f"{outcome}, everybody", held(row, true), row["high"] - row["low"]))
        found.append(
            (
                f"{outcome}, everybody, with the past (CUPED)",
                held(row, true, "adjusted_low", "adjusted_high"),
                row["adjusted_high"] - row["adjusted_low"],
            )
        )
    parts = table[(table["dimension"] == "segment") & (table["outcome"] == "ordered")]
    for row in parts.to_dict("records"):
        found.append(("ordered, by segment, own figures", held(row, truth[row["segment"]]), row["high"] - row["low"]))
        found.append(
            (
                "ordered, by segment, drawn to the others",
                held(row, truth[row["segment"]], "drawn_low", "drawn_high"),
                row["drawn_high"] - row["drawn_low"],
            )
        )
    mailed = (random.permutation(STORES) < STORES / 2)[people["store"].astype(int)]
    contacts = campaign(people, mailed, random)
    for unit in ("customer", "store"):
        table = effects(contacts, unit=unit)
        row = table[(table["dimension"] == "(all)") & (table["outcome"] == "ordered") & table["difference"].notna()].iloc[0]
        found.append((f"lot by store, counted by {unit}", held(row, people["gain"].mean()), row["high"] - row["low"]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    seeds = parser.parse_args().seeds
    began = time.process_time()
    rows = pd.DataFrame([one for seed in range(seeds) for one in one_seed(seed)], columns=["asked", "held", "wide"])
    told = rows.groupby("asked", sort=False).agg(ranges=("held", "size"), held=("held", "mean"), width=("wide", "mean"))
    told["error"] = np.sqrt(told["held"] * (1 - told["held"]) / told["ranges"])
    sys.stdout.write(told.to_string(float_format=lambda value: f"{value:.3f}"))
    sys.stdout.write(f"\n{seeds} seeds, {time.process_time() - began:.0f} s CPU\n")


if __name__ == "__main__":
    main()
