"""Which segments grew or shrank in a period, and whether by more than chance.

Customers come to a segment and leave it all the time.  In a segment that is what it was, whoever crosses its border is
as likely to come as to leave: the exact test of McNemar on those who crossed.  Over all segments of a lens the false
discovery rate is held (Benjamini and Hochberg, 1995).

McNemar (1947), Note on the sampling error of the difference between correlated proportions, Psychometrika 12.
"""

import numpy as np
import pandas as pd
from scipy import stats

from analysis.evaluation.membership import members

COLUMNS = ["method", "segment", "before", "after", "came", "went", "change", "low", "high", "p_adjusted", "verdict"]
LEVEL = 0.05


def size_changes(started: pd.DataFrame, ended: pd.DataFrame, *, method: str) -> pd.DataFrame:
    """One row per segment of either day: customers before and after, who came and went, and the verdict.

    From the segments at the start and at the end (customer_id, method, segment):

        came, went    customers at the end who did not stand there at the start, and the reverse
        change        after / before - 1, with its 95 % interval (low, high); missing where nobody stood there
        verdict       grown | shrunk (p_adjusted below .05) | as_chance
    """
    pairs = pd.DataFrame({"before": members(started, method), "after": members(ended, method)})
    keys = sorted({*pairs["before"].dropna(), *pairs["after"].dropna()})
    rows = []
    for key in keys:
        was, is_now = pairs["before"].eq(key).to_numpy(), pairs["after"].eq(key).to_numpy()
        rows.append((method, key, int(was.sum()), int(is_now.sum()), int((is_now & ~was).sum()), int((was & ~is_now).sum())))
    table = pd.DataFrame(rows, columns=COLUMNS[:6])
    if table.empty:
        return table.reindex(columns=COLUMNS)
    p = [_p(row.came, row.went) for row in table.itertuples()]
    before = table["before"].where(table["before"] > 0).astype(float)
    middle = (table["after"] - table["before"]) / before
    half = stats.norm.isf(0.025) * np.sqrt(table["came"] + table["went"]) / before
    adjusted = stats.false_discovery_control(p)
    moved = np.where(table["came"] > table["went"], "grown", "shrunk")
    return table.assign(
        change=middle, low=middle - half, high=middle + half, p_adjusted=adjusted,
        verdict=np.where(adjusted < LEVEL, moved, "as_chance"),
    )[COLUMNS]  # fmt: skip


def _p(came: int, went: int) -> float:
    return 1.0 if came == went else float(stats.binomtest(came, came + went, 0.5).pvalue)
