"""How many first-time buyers order again, by the time they have waited.

BG/NBD calls every one-time buyer alive, because in it customers leave at repeats alone.  What can be
known of them is empirical: of those who had waited as long, how many ordered within the next year?
The product-limit curve answers as far as the data reach, those still waiting included.
"""

import numpy as np
import pandas as pd

from analysis.errors import SchemaError
from analysis.lifetime.product_limit import survival

RELIABLE = 30  # customers still waiting below whom the curve is not read


def first_gaps(gaps: pd.DataFrame) -> pd.DataFrame:
    """From the table `gaps` (customer_id, gap_number, gap_days, closed) to one row per customer, sorted:
    customer_id, waited (days from the first order day to the second, or to as_of), ordered (bool).
    """
    _needs(gaps, ("customer_id", "gap_number", "gap_days", "closed"))
    first = gaps.loc[gaps["gap_number"] == 1, ["customer_id", "gap_days", "closed"]].sort_values("customer_id", ignore_index=True)
    return first.set_axis(["customer_id", "waited", "ordered"], axis="columns").astype({"waited": "float64", "ordered": "bool"})


def first_gaps_at(first: pd.DataFrame, histories: pd.DataFrame) -> pd.DataFrame:
    """`first_gaps` as they stood on the earlier day of `histories` (customer_id, customer_age then)."""
    then = first.merge(histories[["customer_id", "customer_age"]], on="customer_id", validate="1:1")
    ordered = then["ordered"] & (then["waited"] <= then["customer_age"])
    waited = then["waited"].where(ordered, then["customer_age"])
    return pd.DataFrame({"customer_id": then["customer_id"], "waited": waited, "ordered": ordered})


def second_order_curve(first: pd.DataFrame, *, times: np.ndarray | None = None) -> pd.DataFrame:
    """From `first_gaps` to one row per day since the first order: day, at_risk, events, ordered, low, high.

        at_risk    float  customers waiting on that day
        events     float  of these, with the second order on it
        ordered    float  product-limit share with a second order by that day; low, high its 95 % interval

    `times` says how often each customer counts.  Nobody gives an empty table.
    """
    _needs(first, ("waited", "ordered"))
    curve = survival(first["waited"].to_numpy(), first["ordered"].to_numpy(), times)
    return pd.DataFrame(
        {
            "day": curve["time"],
            "at_risk": curve["at_risk"],
            "events": curve["events"],
            "ordered": 1.0 - curve["survived"],
            "low": 1.0 - curve["high"],
            "high": 1.0 - curve["low"],
        }
    )


def reach(curve: pd.DataFrame) -> int:
    """The last day on which at least 30 customers were still waiting; 0 where there is none."""
    enough = curve.loc[curve["at_risk"] >= RELIABLE, "day"]
    return int(enough.max()) if len(enough) else 0


def still_waiting(curve: pd.DataFrame, waited: np.ndarray, *, ahead: float) -> tuple[np.ndarray, np.ndarray]:
    """Of those who have waited so long: the share that will not have ordered `ahead` days on, or at the curve's reach.

    The second array is the days of `ahead` that the curve covers: all of them, fewer, or none (share 1).
    """
    last = reach(curve)
    waited = np.asarray(waited, dtype=float)
    if not last:
        return np.ones(waited.size), np.zeros(waited.size)
    left = 1.0 - curve["ordered"].to_numpy()[: last + 1]
    begin = np.minimum(np.floor(waited), last).astype("int64")
    end = np.minimum(np.floor(waited + ahead), last).astype("int64")
    share = np.divide(left[end], left[begin], out=np.ones(waited.size), where=left[begin] > 0)
    return share, np.clip(last - waited, 0.0, ahead)


def _needs(table: pd.DataFrame, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise SchemaError("The second-order curve needs the column {column}.", column=missing[0])
