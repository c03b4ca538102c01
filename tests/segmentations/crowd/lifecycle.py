"""Website and app events of the crowd, favourite categories, and the probability of being active.

A third of the crowd is never seen online; the others were last seen at an exponential distance; Fay, the
prospect, browsed yesterday.  Buyers who have been away long have no favourite category, as in a window.
"""

import numpy as np
import pandas as pd

from analysis.schema.canonical import EVENT_KINDS

VARIANTS = [
    ("lifecycle", {"category_gaps": 0}),
    ("lifecycle", {"first_cut_days": 60, "second_cut_days": 200}),
    ("nes", {"cycle_days": 45}),
    ("activity", {"scheme": "fixed_days"}),
    ("activity", {"scheme": "amperity"}),
    ("activity", {"scheme": "nlr"}),
    ("engagement.state", {}),
    ("engagement.state", {"seen": "login"}),
    ("engagement.frequency", {}),
    ("engagement.category", {"minimum_customers": 10}),
    ("aipl", {}),
]
CATEGORIES = np.array(["Books", "Games", "Music"], dtype=object)
USED = ("view", "click", "search", "save", "login", "share")


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Columns of `events`, top_category, trend and lifetime.probability_alive."""
    n = len(crowd)
    buyer = crowd["state"].eq("buyer").to_numpy()
    favourite = buyer & (crowd["recency_days"].to_numpy(dtype="float64", na_value=np.nan) <= 600)
    online = (rng.random(n) < 0.67) | crowd["state"].eq("prospect").to_numpy()
    last = np.where(crowd["state"].eq("prospect"), 1.0, np.floor(rng.exponential(60, n)))
    found = {
        "top_category": np.where(favourite, rng.choice(CATEGORIES, n, p=(0.5, 0.3, 0.2)), None),
        "trend": np.where(buyer, rng.choice([-1.0, 0.2, 1.0], n), np.nan),
        "lifetime.probability_alive": np.where(crowd["lifetime_order_count"] >= 2, rng.beta(1.5, 1.0, n).round(3), np.nan),
        "events.last_event_age": np.where(online, last, np.nan),
        "events.active_days_90": np.where(online & (last < 90), 1 + rng.geometric(0.4, n), 0).astype("float64"),
        "events.browsing_days_30": np.where(online & (last < 30), rng.integers(0, 4, n), 0).astype("float64"),
        "events.browsed_category": np.where(online & (rng.random(n) < 0.9), rng.choice(CATEGORIES, n), None),
        "events.last_positive_review_age": np.where(buyer & (rng.random(n) < 0.1), rng.integers(0, 700, n), np.nan),
    }
    for kind in EVENT_KINDS:
        done = online & (rng.random(n) < 0.5) & (kind in USED)
        found[f"events.last_{kind}_age"] = np.where(done, last + rng.integers(0, 60, n), np.nan)
        found[f"events.{kind}_count"] = np.where(online, np.where(done, rng.integers(1, 5, n), 0), np.nan)
    return pd.DataFrame(found, index=crowd.index).astype({"top_category": "str", "events.browsed_category": "str"})
