"""What customers miss, planted: searches for a department that is on no price list."""

import numpy as np
import pandas as pd

from analysis.sources.demo.lanting import catalogue, events, season
from analysis.sources.demo.lanting.latent_types import NAMES
from analysis.sources.demo.lanting.people import People

UNSOLD = "产后修复"
SEEKERS = {"skin_regular": 0.30, "injection_maintainer": 0.30, "antiageing_investor": 0.22}  # share who look for it; of all
OTHER_SEEKERS = 0.10  # … other kinds this share


def searches(folk: People, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Searches of 2025 for the department that is not held, in the columns of `events.events`; its number is one past the last."""
    table = folk.table
    seeks = rng.random(len(table)) < np.array([SEEKERS.get(name, OTHER_SEEKERS) for name in NAMES])[table["kind"].to_numpy()]
    joined = (table["joined"].to_numpy().astype("datetime64[D]") - season.START).astype(int)
    start = np.maximum(events.FROM, joined)
    end = np.where(np.isnan(left), season.DAYS, left)
    rows = np.flatnonzero(seeks & (end - start > 30))
    customer = np.repeat(rows, 1 + rng.poisson(0.8, len(rows)))
    count = len(customer)
    day = (start[customer] + rng.random(count) * (end - start)[customer]).astype(int)
    return pd.DataFrame(
        {
            "customer": customer,
            "second": day * 86400 + rng.choice(24, count, p=events.HOURS) * 3600 + rng.integers(0, 3600, count),
            "seconds": np.ceil(rng.exponential(30, count)).astype(int),
            "kind": int(np.flatnonzero(events.KINDS == "搜索")[0]),
            "department": len(catalogue.DEPARTMENTS),
            "device": rng.choice(3, size=count, p=(0.47, 0.48, 0.05)),
            "channel": rng.choice(len(events.CHANNELS), size=count, p=events.CHANNEL_WEIGHTS),
            "platform": rng.choice(2, size=count, p=(0.86, 0.14)),
        }
    )


def with_searches(found: pd.DataFrame, added: pd.DataFrame) -> pd.DataFrame:
    """All events in time order."""
    both = pd.concat([found, added[found.columns]], ignore_index=True)
    return both.sort_values(["second", "customer"], kind="stable", ignore_index=True)


def truth(added: pd.DataFrame) -> list[dict]:
    """What should be found, first things first."""
    return [{"evidence": "not_held", "subject": UNSOLD, "searches": len(added), "customers": int(added["customer"].nunique())}]
