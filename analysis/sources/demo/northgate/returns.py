"""What is sent back: later lines with negative quantity and money, numbered R + order number."""

import numpy as np
import pandas as pd

from analysis.sources.demo.northgate import catalogue, season

PARTIAL = 0.4  # of returned lines with several units, those not sent back whole


def returns(orders: pd.DataFrame, lines: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """One row per returned line: the columns of `lines` with a negative quantity, and day, minute.

    Each line comes back with its department's rate, 3 to 34 days later, all of an order's lines at
    one time; guests and cancelled orders return nothing, nor does what would fall after the data.
    """
    rates = np.array([catalogue.RETURN_RATES[department] for department in catalogue.DEPARTMENTS])
    comes_back = rng.random(len(lines)) < rates[lines["department"]]
    whole = (lines["quantity"] == 1) | (rng.random(len(lines)) >= PARTIAL)
    part = np.maximum(1, (rng.random(len(lines)) * lines["quantity"]).astype(int))
    delay = 3 + rng.binomial(31, 0.32, len(orders))
    day = (orders["day"].to_numpy() + delay)[lines["order"]]
    minute = (9 * 60 + rng.integers(0, 8 * 60, len(orders)))[lines["order"]]
    allowed = ~(orders["guest"] | orders["cancelled"]).to_numpy()[lines["order"]]
    back = lines.assign(quantity=-np.where(whole, lines["quantity"], part), day=day, minute=minute)
    return back[comes_back & allowed & (day < season.DAYS)].reset_index(drop=True)
