"""What is sent back: later lines with negative quantity and money, numbered R + order number.

This is the planted sign of leaving: who sends something back leaves more often (demo/leaving.py).
"""

import numpy as np
import pandas as pd

from analysis.sources.demo import leaving
from analysis.sources.demo.northgate import catalogue, season

PARTIAL = 0.4  # of returned lines with several units, those not sent back whole
LEAVING_ODDS = 3.5  # of a line sent back: odds to leave after its order, against those of a line that is kept


def returns(orders: pd.DataFrame, lines: pd.DataFrame, left: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """One row per returned line: the columns of `lines` with a negative quantity, and day, minute.

    Each line comes back with its department's rate, more often where its customer `left` (day number, NaN for those
    who stay) after the order, 3 to 34 days later, all of an order's lines at one time; guests and cancelled orders
    return nothing, nor does what would fall after the data.
    """
    rates = np.array([catalogue.RETURN_RATES[department] for department in catalogue.DEPARTMENTS])
    last = is_last(orders, left)[lines["order"]]
    kept, gone = leaving.chances(rates, last=float(last.mean()), odds=LEAVING_ODDS)
    comes_back = rng.random(len(lines)) < np.where(last, gone[lines["department"]], kept[lines["department"]])
    whole = (lines["quantity"] == 1) | (rng.random(len(lines)) >= PARTIAL)
    part = np.maximum(1, (rng.random(len(lines)) * lines["quantity"]).astype(int))
    delay = 3 + rng.binomial(31, 0.32, len(orders))
    day = (orders["day"].to_numpy() + delay)[lines["order"]]
    minute = (9 * 60 + rng.integers(0, 8 * 60, len(orders)))[lines["order"]]
    allowed = ~(orders["guest"] | orders["cancelled"]).to_numpy()[lines["order"]]
    back = lines.assign(quantity=-np.where(whole, lines["quantity"], part), day=day, minute=minute)
    return back[comes_back & allowed & (day < season.DAYS)].reset_index(drop=True)


def is_last(orders: pd.DataFrame, left: np.ndarray) -> np.ndarray:
    """True for each order after which its customer left; a guest's is nobody's."""
    return (orders["day"].to_numpy() == left[orders["customer"]]) & ~orders["guest"].to_numpy()


def by_leaving(orders: pd.DataFrame, returned: pd.DataFrame, left: np.ndarray) -> dict[str, dict[str, int]]:
    """Orders after which the customer left and all others that stand: how many, and with how many something came back."""
    last, back = is_last(orders, left), np.isin(np.arange(len(orders)), returned["order"])
    stands = ~(orders["guest"] | orders["cancelled"]).to_numpy()
    return {
        name: {"orders": int(chosen.sum()), "with_a_return": int((chosen & back).sum())}
        for name, chosen in (("left_afterwards", stands & last), ("stayed", stands & ~last))
    }
