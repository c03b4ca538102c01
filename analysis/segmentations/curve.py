"""How long do customers stay away before they come back?

The Kaplan–Meier curve of the gaps between order days answers it with the open gaps included:
a customer who has been away for 60 days is evidence about the first 60 days, although nobody
knows yet when, or whether, the next order comes.  Leaving open gaps out, or taking them as
finished, makes customers look faster than they are.

Where customers leave for good, the curve does not climb to 100 % but levels off.  The curve is
bad at short histories: what nobody had time to do yet cannot be seen.

Kaplan and Meier (1958), Journal of the American Statistical Association 53, 457–481.
"""

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.segmentations.population import check_table


def gap_curve(gaps: pd.DataFrame) -> pd.DataFrame:
    """Share of gaps that an order has ended, by days since the order day.

    From one row per gap (gap_days, closed) to one row per day from 0 to the longest gap:

        day       int    days since the order
        at_risk   int    gaps still under observation on that day
        events    int    gaps that ended on that day
        returned  float  Kaplan–Meier share that has ordered again by that day

    A gap that is open at day 30 still counts among those at risk on day 30.  Part days are cut
    off.  No gaps give an empty table.

    Raises SchemaError if a column is missing, or a length is missing or negative.
    """
    check_table(gaps, "gaps", ("gap_days", "closed"))
    length = gaps["gap_days"].to_numpy(dtype="float64")
    broken = int((~np.isfinite(length) | (length < 0)).sum())
    if broken:
        raise SchemaError("Table 'gaps' has {rows} rows whose gap_days is missing or negative.", rows=broken)
    length = np.floor(length).astype("int64")
    days = np.arange(length.max(initial=-1) + 1)
    events = np.bincount(length[gaps["closed"].to_numpy(dtype=bool)], minlength=days.size)
    at_risk = np.bincount(length, minlength=days.size)[::-1].cumsum()[::-1]
    returned = 1.0 - np.cumprod(1.0 - events / at_risk)
    return pd.DataFrame({"day": days, "at_risk": at_risk, "events": events, "returned": returned})
