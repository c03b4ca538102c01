"""Who of a list is contacted and who is left alone: arms drawn by lot, alike in segment, value and recency.

The lot is a hash of seed, play and customer, so that the same list is drawn again whenever it is rebuilt; a customer
who has an arm keeps it.  Within a segment, customers above and below the median of revenue and of recency are drawn
from apart, and each of these strata gives its share as nearly as whole customers allow (largest remainders).

Athey and Imbens (2017), The Econometrics of Randomized Experiments, section 7 (stratification).
"""

import hashlib
from collections.abc import Mapping

import numpy as np
import pandas as pd

TREATMENT, HOLD_OUT = "treatment", "hold_out"
SEGMENT = ["method", "segment"]


def assign_arms(people: pd.DataFrame, *, hold_out: float, seed: str, given: Mapping[str, str] | None = None) -> pd.DataFrame:
    """`people` (customer_id, method, segment, revenue, recency_days; each once) with stratum and arm.

    Of every segment the share `hold_out` is held out, to the nearest customer; at least one, and never all, of two or
    more; a single customer is contacted.  `given` are arms that were handed out before: they stay, and those who are
    new are drawn so that each stratum comes as near to its share as it still can.  Raises ValueError if `hold_out` is
    not between 0 and 1.
    """
    if not 0 < hold_out < 1:
        raise ValueError(f"hold_out must lie between 0 and 1, not {hold_out}")
    table = people.reset_index(drop=True).assign(stratum=strata(people.reset_index(drop=True)), arm=TREATMENT)
    table["lot"] = [_lot(seed, one) for one in table["customer_id"]]
    known = pd.Series([(given or {}).get(one) for one in table["customer_id"]], index=table.index, dtype="str")
    for _, segment in table.groupby(SEGMENT):
        for stratum, quota in _quotas(segment["stratum"], hold_out).items():
            rows = segment[segment["stratum"] == stratum]
            settled = known.loc[rows.index]
            wanted = max(quota - int(settled.eq(HOLD_OUT).sum()), 0)
            drawn = rows[settled.isna()].sort_values("lot").index[:wanted]
            table.loc[drawn, "arm"] = HOLD_OUT
    return table.assign(arm=known.fillna(table["arm"])).drop(columns="lot")


def strata(people: pd.DataFrame) -> pd.Series:
    """Above or below the median of the segment: revenue_recency, such as high_late; without a figure low, or never."""
    groups = people.groupby(SEGMENT)
    revenue, silent = people["revenue"].astype(float), people["recency_days"].astype(float)
    rich = revenue > groups["revenue"].transform("median").astype(float)
    late = np.where(silent > groups["recency_days"].transform("median").astype(float), "late", "early")
    return pd.Series(np.where(rich, "high", "low"), index=people.index) + "_" + np.where(silent.isna(), "never", late)


def _quotas(stratum: pd.Series, hold_out: float) -> dict[str, int]:
    """How many to hold out of each stratum of a segment, by largest remainders; ties by the stratum's name."""
    sizes = stratum.value_counts().sort_index()
    total = len(stratum)
    target = min(max(int(np.floor(total * hold_out + 0.5)), 1), total - 1)
    fair = sizes * target / total
    quotas = np.floor(fair).astype(int)
    left = (fair - quotas).sort_values(ascending=False, kind="stable").index[: target - int(quotas.sum())]
    quotas[left] += 1
    return quotas.to_dict()


def _lot(seed: str, customer_id: str) -> str:
    return hashlib.blake2b(f"{seed}/{customer_id}".encode(), digest_size=16).hexdigest()
