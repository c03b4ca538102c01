"""Is the crowd still mixed as it was: the share of each segment at the start and at the end of the period.

The index is that of `drift`, with segments for bins.  Two samples of one unchanged crowd differ, too: by sampling alone
the index is (1 / n then + 1 / n now) times a chi-square with one degree of freedom fewer than segments, so its 95 %
point stands beside it (Yurdakul and Naranjo 2020).  Most customers stand at both dates, so chance brings less than that.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.drift import SHIFTED, SIGNIFICANCE, WATCH, parts_of_index, same_population
from analysis.evaluation.membership import members
from analysis.intervals import newcombe

COLUMNS = ["method", "segment", "customers_then", "customers_now", "share_then", "share_now", "low", "high", "part"]


def segment_mix(started: pd.DataFrame, ended: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """The table `segment_mix`: one row per segment of either date, from the segments at both (customer_id, method, segment).

    share_then, share_now   of all customers of the date
    low, high               95 % interval of the difference, as if the two dates were drawn apart (Newcombe)
    part                    what the segment adds to the stability index
    """
    then, now = (members(table, method).value_counts() for table in (started, ended))
    keys = sorted(set(then.index) | set(now.index))
    counts = pd.DataFrame({"then": then, "now": now}).reindex(keys).fillna(0.0)
    sums = counts.sum()
    limits = [newcombe(row.now, sums["now"], row.then, sums["then"]) for row in counts.itertuples()]
    return pd.DataFrame(
        {
            "method": method,
            "segment": keys,
            "customers_then": counts["then"].astype("int64").to_numpy(),
            "customers_now": counts["now"].astype("int64").to_numpy(),
            "share_then": (counts["then"] / sums["then"]).to_numpy(),
            "share_now": (counts["now"] / sums["now"]).to_numpy(),
            "low": [low for low, _ in limits],
            "high": [high for _, high in limits],
            "part": parts_of_index(counts["then"].to_numpy(), counts["now"].to_numpy()),
        },
        columns=COLUMNS,
    )


def mix_verdict(mix: pd.DataFrame) -> dict[str, float | str]:
    """The index of the mix, what sampling alone brings in 95 of 100 cases, and the reading.

    psi, by_chance (float), p (chi-square test), verdict (stable | watch | shifted, the limits of `drift`; only where the
    test finds the dates different as well).
    """
    then, now = (mix[column].to_numpy(dtype=float) for column in ("customers_then", "customers_now"))
    psi, p = float(mix["part"].sum()), same_population(then, now)
    noise = stats.chi2.isf(SIGNIFICANCE, max(len(mix) - 1, 1)) * (1 / max(then.sum(), 1) + 1 / max(now.sum(), 1))
    moved = psi if p < SIGNIFICANCE else 0.0
    verdict = str(np.select([moved > SHIFTED, moved >= WATCH], ["shifted", "watch"], default="stable"))
    return {"psi": psi, "by_chance": float(noise), "p": p, "verdict": verdict}
