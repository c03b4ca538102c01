"""What risk, growth, groups, rules and combined read: favourite categories, a model's chances, two lenses, a membership level."""

import numpy as np
import pandas as pd

RULES = [
    {"name": "VIP", "when": {"revenue": {">=": 500}, "segment.lifecycle": ["loyal", "won_back"]}},
    {"name": "Sleeping members", "when": {"attribute.tier": {"missing": False}, "recency_days": {"between": [60, 400]}}},
    {"name": "Others of weight", "when": {"any": [{"revenue": {">=": 200}}, {"attribute.tier": "gold"}]}},
]
VARIANTS = [
    ("risk", {}),
    ("growth", {"reliable_buyers": 20}),
    ("groups", {}),
    ("groups", {"scheme": "core"}),
    ("rules", {"rules": RULES}),
    ("combined", {"minimum": 10}),
    ("combined", {"by": ["value", "lifecycle", "risk"], "minimum": 15}),
]


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Columns beside the crowd's own, with its index; a quarter has no membership level, one-time buyers no chance to be alive."""
    buyer, n = crowd["state"].eq("buyer"), len(crowd)
    away, orders = crowd["recency_days"], crowd["lifetime_order_count"]
    stage = np.select([away > 200, away > 80, orders >= 4, orders >= 2], ["churned", "dormant", "loyal", "developing"], "new")
    tier = np.select([crowd["revenue"] >= 400, crowd["revenue"] >= 100, crowd["revenue"] > 0], ["a", "b", "c"], "none")
    risk = np.select([away > 200, away > 80, away > 40], ["risk_very_high", "risk_high", "risk_medium"], "risk_low")
    state = crowd["state"].map({"refund_only": "refund_only", "prospect": "no_order"})
    bought = crowd["order_count"] > 0
    held = pd.DataFrame(
        {
            "category_count": np.minimum(crowd["order_count"], rng.integers(1, 5, n)).astype("int64"),
            "top_category": pd.Series(rng.choice(["tea", "coffee", "cups"], n, p=[0.6, 0.3, 0.1]), crowd.index).where(bought),
            "lifetime.probability_alive": pd.Series(np.exp(-away / 150), crowd.index).where(orders >= 2),
            "lifetime.probability_of_order": pd.Series(0.5 * np.exp(-away / 200), crowd.index).where(buyer & (orders < 2)),
            "segment.value": pd.Series(tier, crowd.index).where(buyer, state),
            "segment.lifecycle": pd.Series(stage, crowd.index).where(buyer, state),
            "segment.risk": pd.Series(risk, crowd.index).where(buyer, state),
            "attribute.tier": pd.Series(rng.choice(["gold", "silver", "basic"], n), crowd.index).where(rng.random(n) > 0.25),
        },
        index=crowd.index,
    )
    words = ["top_category", "segment.value", "segment.lifecycle", "segment.risk", "attribute.tier"]
    return held.astype(dict.fromkeys(words, "str"))
