"""Do those who look come to buy?

Of customers who had not ordered for a while, or never, some browsed lately and some did not.  Both are
followed over the same days.  It is a comparison, not an effect: who browses may have been keener to begin with.
"""

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from analysis.segmentations.engagement import BROWSED, ORDERED, describe
from analysis.segmentations.population import check_key, check_table

GROUPS = ("lapsed", "never")  # ordered before, but not for longer than `buying_days`; never ordered


def browsing_returns(
    record: pd.DataFrame, definition: pd.DataFrame, orders: pd.DataFrame, *, start: pd.Timestamp, days: int
) -> pd.DataFrame:
    """Of customers without a recent order, those who browsed and those who did not, and who ordered then.

    From the record on the day `start` (customer_id, recency_days, events.browsing_days_30), the definition of
    engagement.state and `orders` (customer_id, ordered_at, is_order) to the table `browsing_returns`: group, browsing,
    n, returned, share, low, high (95 % Wilson interval).  Days are counted as in `overview.segment_returns`.  Without
    orders in the record there are no rows.

    Raises SchemaError if a column is missing or a customer stands twice.
    """
    rules = describe(definition).set_index("segment")
    columns = ["group", "browsing", "n", "returned", "share", "low", "high"]
    if "online_browsing" not in rules.index or np.isnan(rules.loc["online_browsing", "order_age_low"]):
        return pd.DataFrame(columns=columns)
    check_table(record, "features", ("customer_id", ORDERED, BROWSED))
    check_key(record, "features")
    check_table(orders, "orders", ("customer_id", "ordered_at", "is_order"))
    rule = rules.loc["online_browsing"]
    away = record[ORDERED].to_numpy(dtype="float64", na_value=np.nan)
    looked = record[BROWSED].to_numpy(dtype="float64", na_value=np.nan) >= rule["browsing_days_low"]
    back = record["customer_id"].isin(_ordered(orders, start, days)).to_numpy()
    rows = []
    for group, held in zip(GROUPS, (away > rule["order_age_low"], np.isnan(away)), strict=True):
        for browsing in (True, False):
            own = back[held & (looked == browsing)]
            if own.size:
                low, high = binomtest(int(own.sum()), own.size).proportion_ci(method="wilson")
                rows.append((group, int(browsing), own.size, int(own.sum()), float(own.mean()), low, high))
    return pd.DataFrame(rows, columns=columns)


def _ordered(orders: pd.DataFrame, start: pd.Timestamp, days: int) -> np.ndarray:
    """Customers with an order that stands in the days after `start`."""
    elapsed = (orders["ordered_at"].dt.normalize() - pd.Timestamp(start).normalize()).dt.days
    return orders.loc[elapsed.between(1, days) & orders["is_order"].to_numpy(dtype=bool), "customer_id"].unique()
