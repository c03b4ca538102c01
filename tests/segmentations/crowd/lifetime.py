"""Predicted values of the crowd: more for those who buy often and lately; some have none."""

import numpy as np
import pandas as pd

VARIANTS = [("clv", {}), ("clv", {"shares": (0.02, 0.1, 0.2, 0.4, 0.7)})]


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """lifetime.*, missing for one buyer in twenty and for those who never ordered; one-time buyers have no P(alive)."""
    buyer = crowd["state"].eq("buyer")
    rate = crowd["lifetime_order_count"] / crowd["tenure_days"].clip(lower=30) * 365
    alive = np.exp(-crowd["recency_days"] / 300)
    expected = (rate * alive).where(buyer & (rng.random(len(crowd)) > 0.05))
    return pd.DataFrame(
        {
            "lifetime.clv": np.round(expected * rng.lognormal(3.5, 0.4, len(crowd)), 0),
            "lifetime.expected_orders": expected,
            "lifetime.probability_alive": alive.where(expected.notna() & (crowd["lifetime_order_count"] > 1)),
        },
        index=crowd.index,
    )
