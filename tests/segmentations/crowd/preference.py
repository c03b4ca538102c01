"""Tastes, what is due and what orders were for: one buyer in five leans towards one value, the rest choose by the mix."""

import numpy as np
import pandas as pd

CHOICES = {
    "category": (["Tea", "Coffee", "Cups", "Gifts"], (0.4, 0.3, 0.2, 0.1)),
    "channel": (["Web", "Store", "App"], (0.5, 0.3, 0.2)),
    "daypart": (["morning", "midday", "afternoon", "evening"], (0.1, 0.3, 0.3, 0.3)),
}
VARIANTS = [
    ("preference.category", {}),
    ("preference.channel", {"minimum": 2, "confidence": 0.8}),
    ("preference.price", {}),
    ("preference.time", {"time": "daypart"}),
    ("preference.time", {"time": "weekend"}),
    ("replenishment", {}),
    ("occasion", {}),
]


def columns(crowd: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The columns of habits, replenishment and occasion, and their like in the customer table."""
    orders = crowd["order_count"].fillna(0).astype("int64").to_numpy()
    found: dict[str, object] = {}
    for habit, (values, mix) in CHOICES.items():
        found |= _choices(habit, np.array(values, dtype=object), mix, orders, rng)
    bargain = np.where(rng.random(len(crowd)) < 0.2, 0.95, 0.3)
    weekend = np.where(rng.random(len(crowd)) < 0.2, 0.9, 0.25)
    found |= {
        "habits.order_n": orders,
        "habits.weekend_n": rng.binomial(orders, weekend),
        "habits.priced_n": orders,
        "habits.discount_n": rng.binomial(orders, bargain),
        "replenishment.phase": np.where(rng.random(len(crowd)) < 0.3, np.nan, rng.uniform(0, 4, len(crowd)).round(2)),
        "top_weekday": 1.0, "weekend_share": 0.3, "discount_share": 0.1,
    }  # fmt: skip
    kinds = np.array([rng.multinomial(n, rng.dirichlet([2.0, 0.4, 0.2, 0.2, 0.3])) for n in orders]).reshape(-1, 5)
    names = ("self_use", "gift", "banquet", "bulk", "unclassified")
    found |= {"occasion.orders": orders} | {f"occasion.{name}": kinds[:, place] for place, name in enumerate(names)}
    table = pd.DataFrame(found, index=crowd.index)
    silent = orders == 0  # no row in the tables of the window
    inside = [column for column in table if column.startswith(("habits.", "occasion."))]
    return table.assign(**{column: table[column].mask(silent) for column in inside})


def _choices(habit: str, values: np.ndarray, mix: tuple[float, ...], orders: np.ndarray, rng: np.random.Generator) -> dict:
    """Top, second and squares of choices; every fifth customer chooses one value nine times in ten."""
    own = np.tile(np.array(mix), (len(orders), 1))
    leaning = rng.random(len(orders)) < 0.2
    own[leaning] = 0.1 / (len(values) - 1)
    own[leaning, rng.integers(0, len(values), leaning.sum())] = 0.9
    counts = np.array([rng.multinomial(n, part / part.sum()) for n, part in zip(orders, own, strict=True)])
    order = np.argsort(-counts, axis=1, kind="stable")
    rows = np.arange(len(counts))
    top_n, second_n = (counts[rows, order[:, place]] for place in (0, 1))
    return {
        f"habits.{habit}_n": counts.sum(axis=1),
        f"habits.{habit}_top": np.where(top_n > 0, values[order[:, 0]], None),
        f"habits.{habit}_top_n": top_n,
        f"habits.{habit}_second": np.where(second_n > 0, values[order[:, 1]], None),
        f"habits.{habit}_second_n": second_n,
        f"habits.{habit}_squares": (counts**2).sum(axis=1),
        f"top_{habit}": np.where(top_n > 0, values[order[:, 0]], None),
        f"top_{habit}_share": top_n / np.maximum(counts.sum(axis=1), 1),
        f"{habit}_entropy": 0.5,
    }
