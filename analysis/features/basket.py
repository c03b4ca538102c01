"""What one order is worth: the shape behind the average order."""

from datetime import date

import numpy as np
import pandas as pd

BANDS = 12  # about as many below the 95th percentile as can be read
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)


def basket_values(orders: pd.DataFrame, *, window_start: date, as_of: date) -> pd.DataFrame:
    """Orders and revenue by the value of an order, in bands of equal width: see `basket` of schema.py.

    From the table `orders` (money as float): orders that stand, within the window.  The last band has no end: a few
    very large orders would otherwise squeeze all others into one bar.  Empty where no order stands.
    """
    values = standing(orders, window_start=window_start, as_of=as_of)
    if values.empty:
        return pd.DataFrame(columns=["low", "high", "orders", "share", "revenue_share"])
    step = _step(float(values.quantile(0.95)) / BANDS)
    bands = int(np.floor(float(values.quantile(0.95)) / step)) + 1
    place = np.clip(np.floor(values / step), 0, bands).astype(int)
    table = pd.DataFrame({"band": place, "value": values}).groupby("band")["value"].agg(["size", "sum"])
    table = table.reindex(range(bands + 1), fill_value=0)
    table = table if table["size"].iloc[-1] else table.iloc[:-1]
    return pd.DataFrame(
        {
            "low": table.index * step,
            "high": np.where(table.index < bands, (table.index + 1) * step, np.nan),
            "orders": table["size"].to_numpy(),
            "share": (table["size"] / len(values)).to_numpy(),
            "revenue_share": (table["sum"] / values.sum()).to_numpy(),
        }
    )


def basket_figures(orders: pd.DataFrame, *, window_start: date, as_of: date) -> pd.Series:
    """Of the same orders: orders, mean, median, top_tenth (their share of revenue), lines and units per order."""
    values = standing(orders, window_start=window_start, as_of=as_of)
    if values.empty:
        return pd.Series({"orders": 0.0})
    largest = values.sort_values(ascending=False).head(max(round(len(values) / 10), 1))
    kept = orders.loc[values.index]
    return pd.Series(
        {
            "orders": float(len(values)),
            "mean": values.mean(),
            "median": values.median(),
            "top_tenth": largest.sum() / values.sum(),
            "lines": float(kept["line_count"].mean()),
            "units": float(kept["unit_count"].mean()),
        }
    )


def standing(orders: pd.DataFrame, *, window_start: date, as_of: date) -> pd.Series:
    """Money of the orders that stand, within the window, above zero."""
    end = pd.Timestamp(as_of) + pd.Timedelta(days=1)
    inside = orders["is_order"] & (orders["ordered_at"] >= pd.Timestamp(window_start)) & (orders["ordered_at"] < end)
    values = orders.loc[inside, "amount"].astype(float)
    return values[values > 0]


def _step(width: float) -> float:
    """The next larger of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** np.floor(np.log10(width))
    return float(next(nice for nice in NICE if nice * power >= width * (1 - 1e-9)) * power)
