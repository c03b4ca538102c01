"""How unequal a segment is inside: what its own top tenth brings."""

import pandas as pd

from analysis.profiles.concentration import revenue_concentration, top_share
from analysis.profiles.membership import members

COLUMNS = ["method", "segment", "top", "customers", "revenue_share"]


def segment_concentration(
    features: pd.DataFrame, segments: pd.DataFrame, *, method: str, top: float = 0.1, minimum: int = 10
) -> pd.DataFrame:
    """The share of a segment's revenue that its own best customers bring.

    From one row per customer (customer_id, state, revenue) and the table `segments` to one row per
    segment: top (the fraction looked at), customers (so many they are), revenue_share (of the segment's
    revenue in the window).  Segments whose top holds fewer than `minimum` customers, or whose
    revenue is not positive, are left out.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = features["customer_id"].map(members(segments, method))
    rows = []
    for name, own in features.groupby(segment):
        customers = round(own["state"].eq("buyer").sum() * top)
        if customers >= minimum and own["revenue"].sum() > 0:
            rows.append((method, name, top, customers, top_share(revenue_concentration(own), top)))
    return pd.DataFrame(rows, columns=COLUMNS)
