"""How a customer was won: at full price, or on a day when everything was reduced."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd


def with_acquisition(features: pd.DataFrame, sales: Sequence[tuple[date, date]]) -> pd.DataFrame:
    """`features` with acquired_in_promotion: yes, no; missing for who never ordered.

    `sales` are the first and last days (both included) of promotions in which everything was reduced.
    """
    first = features["first_order_at"].dt.normalize()
    within = np.zeros(len(features), dtype=bool)
    for start, end in sales:
        within |= first.between(pd.Timestamp(start), pd.Timestamp(end)).to_numpy()
    said = pd.Series(np.where(within, "yes", "no"), index=features.index, dtype="str")
    return features.assign(acquired_in_promotion=said.where(first.notna()))
