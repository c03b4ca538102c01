"""What the crowd said in a survey: four in ten answered, of three minds, some left an item out and some said 3 to all."""

import numpy as np
import pandas as pd

QUICK = {"starts": 3, "samples": 3}  # the contract asks for the same result, not for the best
KINDS = {"lifestyle": "psychographic"}
VARIANTS = [
    ("needs", QUICK),
    ("needs", {"segments": 3, "centre": "yes", "scaling": "standard", **QUICK}),
    ("needs", {"segments": 2, "fidelity": 0.0, **QUICK}),
    ("psychographic.answers", {"segments": 4, **QUICK}),
    ("psychographic.lifestyle", {"kinds": KINDS}),
]
NEEDS = ("price", "range", "delivery", "advice", "returns")
MINDS = np.array([[5, 3, 2, 1, 4], [2, 5, 3, 5, 1], [3, 2, 5, 3, 5]])


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Columns beside the crowd's own, with its index.  The first mind buys most, so a rule can tell it a little."""
    n = len(crowd)
    often = crowd["lifetime_order_count"].rank(pct=True).to_numpy()
    mind = np.where(rng.random(n) < 0.8, (often * 2.999).astype(int), rng.integers(0, 3, n))
    need = np.clip(np.rint(MINDS[mind] + rng.normal(0, 0.6, (n, 5))), 1, 5)
    need[rng.random(n) < 0.05] = 3.0
    need[rng.random(need.shape) < 0.05] = np.nan
    agreed = (rng.random((n, 4)) < np.array([[0.9, 0.2, 0.5, 0.3], [0.2, 0.8, 0.5, 0.3], [0.5, 0.5, 0.9, 0.8]])[mind]).astype(float)
    named = dict(zip((f"survey.need.{name}" for name in NEEDS), need.T, strict=True))
    named |= dict(
        zip(("survey.attitude.quality", "survey.attitude.thrift", "survey.motive.joy", "survey.motive.gift"), agreed.T, strict=True)
    )
    told = pd.DataFrame(named, index=crowd.index)
    told["survey.one_answer"] = np.where(told[list(named)[:5]].nunique(axis="columns") == 1, 1.0, 0.0)
    told = told[rng.random(n) < 0.4].reindex(crowd.index)
    style = pd.Series(rng.choice(["calm", "busy", "sporty"], n), crowd.index).where(rng.random(n) > 0.2)
    return told.assign(**{"attribute.lifestyle": style.astype("str")})
