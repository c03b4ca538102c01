"""An invented shop: customers with their own rates, who may leave after each order, and send things back."""

import numpy as np
import pandas as pd

from analysis.profiles.leaving.moments import order_days

FIRST, AS_OF, START = pd.Timestamp("2022-01-01"), pd.Timestamp("2025-12-31"), pd.Timestamp("2024-01-01")
DROPOUT, RETURNED = 0.12, 0.15
DELAY, SILENT = pd.Timedelta(days=15), 250  # of a return after its order; days from which somebody is known to have left
CATEGORIES = np.array(["garden", "kitchen", "toys"], dtype=object)


def shop(*, seed: int, odds: float, customers: int = 1500) -> tuple[pd.DataFrame, dict[str, pd.DataFrame], pd.Index]:
    """Days, tables and those who left, for `leaving.leaving`: a return multiplies the odds to leave by `odds`.

    Returns come 15 days after their order.
    """
    rng = np.random.default_rng(seed)
    span, rows, gone = (AS_OF - FIRST).days, [], []
    for number in range(customers):
        day, gap = rng.integers(0, span - 300), rng.gamma(6, 12)
        while day < span:
            back = rng.random() < RETURNED
            rows.append((f"c{number}", day, back))
            chance = DROPOUT / (1 - DROPOUT) * (odds if back else 1.0)
            if rng.random() < chance / (1 + chance):
                gone += [f"c{number}"] if span - day > SILENT else []
                break
            day += 1 + int(rng.gamma(3, gap / 3))
    table = pd.DataFrame(rows, columns=["customer_id", "day", "back"])
    orders = _orders(table, rng)
    return order_days(orders), {"orders": orders, **_tables(table, rng)}, pd.Index(gone)


def _orders(table: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    gross = rng.lognormal(4, 0.5, len(table)).round(2)
    sold = pd.DataFrame(
        {
            "customer_id": table["customer_id"], "ordered_at": FIRST + pd.to_timedelta(table["day"], unit="D"), "gross": gross,
            "refunded": 0.0, "list_amount": gross / rng.choice([1.0, 0.8], len(table)), "discount": np.nan,
            "unit_count": 1.0 + rng.poisson(1, len(table)),
        }
    )  # fmt: skip
    back = sold[table["back"]].assign(gross=0.0, refunded=sold["gross"], ordered_at=lambda rows: rows["ordered_at"] + DELAY)
    return pd.concat([sold, back[back["ordered_at"] <= AS_OF]], ignore_index=True)


def _tables(table: pd.DataFrame, rng: np.random.Generator) -> dict[str, pd.DataFrame]:
    """What each day was for and through which channel, drawn by lot."""
    days = pd.DataFrame({"customer_id": table["customer_id"], "day": FIRST + pd.to_timedelta(table["day"], unit="D")})
    levels = days.assign(level=rng.choice(CATEGORIES, len(days), p=(0.7, 0.2, 0.1)), amount=1.0)
    channels = days.assign(level=np.where(rng.random(len(days)) < 0.8, "web", "store"))
    return {"categories": levels, "channels": channels}
