"""How much of the revenue comes from how few customers.

Buyers are put in order of revenue, largest first; the curve says which share of the revenue
the first so many of them bring (a Lorenz curve read from the top).  Customers who returned more
than they kept stand at the end, so with refunds the curve may pass 1 before it comes back to it.
It says who brings the money today, not who could bring more.

Lorenz (1905), Methods of Measuring the Concentration of Wealth.
"""

import numpy as np
import pandas as pd

POINTS = 100


def revenue_concentration(features: pd.DataFrame) -> pd.DataFrame:
    """The share of revenue that each share of buyers brings, highest revenue first.

    From one row per customer (state, revenue) to 101 rows, from none to all buyers:

        customer_share  float  0, .01 … 1 of the buyers
        revenue_share   float  share of their revenue; linear within one customer, exact at whole ones
        customers       int    customers in that share, rounded to whole ones

    Only customers in state `buyer` count; one without revenue in the window counts with 0.
    Without buyers the table is empty; where the total is not positive the shares are missing.
    """
    buyers = features.loc[features["state"].eq("buyer"), "revenue"]
    revenue = np.sort(buyers.fillna(0.0).to_numpy(dtype=float))[::-1]
    points = np.arange(POINTS + 1) if len(revenue) else np.arange(0)
    whole, part = np.divmod(points * len(revenue), POINTS)
    reached = np.concatenate([[0.0], np.cumsum(revenue)])
    money = reached[whole] + np.append(revenue, 0.0)[whole] * part / POINTS
    total = reached[-1]
    return pd.DataFrame(
        {
            "customer_share": points / POINTS,
            "revenue_share": money / total if total > 0 else np.full(len(points), np.nan),
            "customers": (points * len(revenue) + POINTS // 2) // POINTS,
        }
    )


def top_share(concentration: pd.DataFrame, share: float) -> float:
    """The share of revenue that the top `share` of buyers brings; missing without buyers.

    `share` is a fraction from 0 to 1; between two percentiles the curve is read linearly.
    Raises ValueError outside that range.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share must lie between 0 and 1, not {share}")
    if concentration.empty:
        return float("nan")
    return float(np.interp(share, concentration["customer_share"], concentration["revenue_share"]))
