"""What natural groups are looked for in: three kinds of buyers, by the size of an order and the share on discount."""

import numpy as np
import pandas as pd

VARIANTS = [
    ("clusters", {}),
    ("clusters", {"k": 4, "scaling": "standard"}),
    ("clusters", {"k": 3, "scaling": "raw", "columns": ["recency_days", "average_order", "attribute.income"]}),
]
KINDS = {"average_order": (30.0, 90.0, 300.0), "discount_share": (0.50, 0.02, 0.20)}


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Order size and discount share of those with an order, an income for most, a card number that measures nothing."""
    n, bought = len(crowd), crowd["order_count"] > 0
    kind = rng.integers(0, 3, n)
    size = np.array(KINDS["average_order"])[kind] * rng.lognormal(0, 0.12, n)
    discount = np.clip(np.array(KINDS["discount_share"])[kind] + rng.normal(0, 0.02, n), 0, 1)
    held = pd.DataFrame({"average_order": size, "discount_share": discount}, crowd.index).where(bought)
    income = pd.Series(rng.lognormal(10, 0.4, n).round(-2), crowd.index).where(rng.random(n) > 0.1)
    return held.assign(**{"attribute.income": income, "attribute.card": np.arange(1000.0, 1000.0 + n)})
