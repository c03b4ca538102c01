"""Do the odds come true?  Predictions by band against what happened in the days held out."""

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.intervals import wilson

BANDS = 10
Z = norm.isf(0.025)
COLUMNS = ("kind", "band", "customers", "predicted", "actual", "low", "high", "probability_alive")


def calibration(predicted: pd.DataFrame, happened: pd.DataFrame, *, bands: int = BANDS) -> pd.DataFrame:
    """The table `lifetime_calibration`, from the model's `predictions` and `outcomes`, the same customers in the same order.

    kind               str    orders: bands of expected orders, all customers;
                              alive: bands of P(alive), repeat buyers only
    band               int    1 lowest; equal predictions stand together, so there may be fewer than ten
    customers          int
    predicted          float  orders: mean expected order days; alive: mean probability to order in the days held out
    actual             float  orders: mean order days; alive: share that ordered
    low, high          float  95 % interval of `actual` (mean and standard error; Wilson for shares)
    probability_alive  float  mean P(alive) of the band; missing for orders
    """
    table = predicted.assign(happened=happened["orders"].to_numpy(), ordered=happened["orders"].to_numpy() > 0)
    repeated = table[table["probability_alive"].notna()]
    parts = [_orders(table, bands), _alive(repeated, bands)]
    return pd.concat([part for part in parts if len(part)] or [_orders(table, bands)], ignore_index=True)[list(COLUMNS)]


def banded(values: pd.Series, bands: int) -> np.ndarray:
    """The band of each value, 1 lowest: cut on values, equal ones together, numbered without gaps."""
    limits = np.quantile(values, np.arange(1, bands) / bands, method="inverted_cdf")
    return np.unique(np.searchsorted(np.unique(limits), values), return_inverse=True)[1] + 1


def _orders(table: pd.DataFrame, bands: int) -> pd.DataFrame:
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    by = table.sort_values(["orders", "happened"]).assign(band=lambda t: banded(t["orders"], bands)).groupby("band")
    found = by.agg(
        customers=("orders", "size"), predicted=("orders", "mean"), actual=("happened", "mean"), spread=("happened", "std")
    )
    half = Z * found.pop("spread").fillna(0.0) / np.sqrt(found["customers"])
    found = found.assign(kind="orders", low=(found["actual"] - half).clip(lower=0.0), high=found["actual"] + half)
    return found.assign(probability_alive=np.nan).reset_index()


def _alive(table: pd.DataFrame, bands: int) -> pd.DataFrame:
    if table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    table = table.sort_values(["probability_alive", "probability_of_order"]).assign(
        band=lambda t: banded(t["probability_alive"], bands)
    )
    found = table.groupby("band").agg(
        customers=("ordered", "size"),
        predicted=("probability_of_order", "mean"),
        actual=("ordered", "mean"),
        probability_alive=("probability_alive", "mean"),
    )
    low, high = wilson(found["actual"] * found["customers"], found["customers"])
    return found.assign(kind="alive", low=low, high=high).reset_index()
