"""What the next period is held against: the client's own targets, what tested effects promise, else what is there now.

given      client.yaml says so
evidence   share who order now, and on top the tested effect for those who will be contacted
holding    no target and no evidence: what is there now.  Low and high are how far two samples of the same customers
           lie apart by chance; only beyond them something has changed
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

ENOUGH = 30  # customers behind a rate
ALL = "(all)"
SHARE = "retention"
Z = 1.959964
REFUND_ONLY = "refund_only"  # customers who sent everything back: no share of them is a target
COLUMNS = ["method", "segment", "kpi", "baseline", "n", "target", "low", "high", "source"]


def kpi_targets(
    returns: pd.DataFrame,
    sizes: pd.DataFrame,
    allocation: pd.DataFrame,
    kpis: pd.DataFrame,
    given: Mapping[str, float],
    *,
    method: str,
) -> pd.DataFrame:
    """The table `kpi_targets` of the lens `method`, and of the figures of all customers that `given` names.

    returns     method, segment, n, share: who ordered in the period, of those who stood there at its start
    sizes       method, segment, customers: who will stand there at the start of the next
    allocation  method, segment, contacts and extra_low, extra_base, extra_high: orders beyond those that come anyway
    kpis        kpi, value, n of all customers
    given       target by figure ('revenue'), or by segment and figure ('champions.retention'; 'retention' is every segment's)

    An extra order counts as one more customer who orders; the range is that of the effects and of chance together.
    """
    now = returns[(returns["method"] == method) & (returns["n"] >= ENOUGH) & (returns["segment"] != REFUND_ONLY)]
    table = now[["segment", "n", "share"]].merge(
        sizes.loc[(sizes["method"] == method) & (sizes["customers"] > 0), ["segment", "customers"]], on="segment", validate="1:1"
    )
    extra = allocation[allocation["method"] == method].groupby("segment")[["extra_low", "extra_base", "extra_high"]].sum()
    rows = [_of_segment(row, extra, given) for row in table.to_dict("records")]
    figures = kpis.set_index("kpi")
    for kpi in [key for key in given if key in figures.index]:
        value = float(figures.at[kpi, "value"])
        rows.append((ALL, kpi, value, float(figures.at[kpi, "n"]), float(given[kpi]), np.nan, np.nan, "given"))
    return pd.DataFrame(rows, columns=COLUMNS[1:]).assign(method=lambda t: np.where(t["segment"] == ALL, ALL, method))[COLUMNS]


def _of_segment(row: Mapping[str, float], extra: pd.DataFrame, given: Mapping[str, float]) -> tuple:
    """One segment's share who order: its target, and from where."""
    base, n, segment = float(row["share"]), float(row["n"]), row["segment"]
    low, high = chance_range(base, n, float(row["customers"]))
    own = given.get(f"{segment}.{SHARE}", given.get(SHARE))
    if own is not None:
        return segment, SHARE, base, n, float(own), low, high, "given"
    if segment in extra.index and extra.at[segment, "extra_base"] > 0:
        less, gain, more = (float(extra.at[segment, f"extra_{name}"]) / row["customers"] for name in ("low", "base", "high"))
        below, above = np.hypot(gain - less, base - low), np.hypot(more - gain, high - base)
        return (
            segment,
            SHARE,
            base,
            n,
            min(base + gain, 1.0),
            max(base + gain - below, 0.0),
            min(base + gain + above, 1.0),
            "evidence",
        )
    return segment, SHARE, base, n, base, low, high, "holding"


def chance_range(share: float, n: float, then: float) -> tuple[float, float]:
    """Where the share of `then` customers falls in 95 of 100 cases if nothing changes, `share` having been seen among `n`.

    Two more successes and failures are counted (Agresti and Coull), so that 0 and 1 are not taken for certain.
    """
    smoothed = (share * n + 2) / (n + 4)
    half = Z * np.sqrt(smoothed * (1 - smoothed) * (1 / n + 1 / then))
    return float(max(0.0, share - half)), float(min(1.0, share + half))
