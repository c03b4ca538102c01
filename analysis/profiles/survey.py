"""How satisfied a segment says it is, and whether it would recommend: with the room that chance takes.

Only those who answered are counted.  Whoever answers may be more pleased, or angrier, than whoever
does not, and nothing in the answers tells; the intervals know of chance alone.

Reichheld (2003), The One Number You Need to Grow, for the net promoter score: the share of 9 and
10 less the share of 0 to 6, in points.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from analysis.profiles.habits import adjusted
from analysis.profiles.membership import members
from analysis.profiles.suppression import TOTAL

SATISFACTION, SATISFIED, NPS = "satisfaction", "satisfied", "nps"
MEASURES = (SATISFACTION, SATISFIED, NPS)
COLUMNS = [
    "method", "segment", "measure", "n", "value", "low", "high", "difference", "difference_low", "difference_high", "p_adjusted",
]  # fmt: skip
PROMOTER, DETRACTOR, TOP = 9, 6, 10


def survey_scores(
    answers: pd.DataFrame | None,
    segments: pd.DataFrame,
    *,
    method: str,
    items: Mapping[str, str],
    as_of: object,
    minimum: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Mean satisfaction and net promoter score of each segment that answered, and of all respondents.

    From one row per answer (customer_id, one column per item; answered_at where held) and the table
    `segments` to one row per segment and measure, '(all)' first:

        measure     satisfaction (mean on the item's scale) | satisfied (share of 1, of an item of 0 and 1) |
                    nps (points, -100 to 100)
        n           int    respondents
        value, low, high       float  with its interval: Student's t; of a share Wilson's; for the score the
                                      normal one of its multinomial variance
        difference  float  value less that of all other respondents, with difference_low and _high
        p_adjusted  float  that the difference is chance (Benjamini–Hochberg over the table); missing for '(all)'

    `items` names the columns: {"satisfaction": …, "nps": …}, or "satisfied" for a yes or no; a measure without an item is left out.
    A customer who answered twice counts with the latest answer up to `as_of`.  Below `minimum`
    respondents nothing but n is shown; rounded as they are printed, the other figures do not give
    it away.  A measure that fewer answered in all is left out; without answers the table is empty.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    if answers is None or not items:
        return pd.DataFrame(columns=COLUMNS)
    latest = _latest(answers, as_of)
    parts = []
    for measure in MEASURES:
        if measure in items:
            values = _points(latest[items[measure]]) if measure == NPS else latest[items[measure]].astype(float)
            known = values.to_frame("value").join(segment.rename("segment"), how="inner").dropna()
            if len(known) < minimum:  # nobody answered yet, or too few to say anything of anybody
                continue
            parts.append(_scores(known, level, minimum, measure).assign(measure=measure))
    if not parts:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.concat(parts, ignore_index=True).assign(method=method)
    return table.assign(p_adjusted=adjusted(table["p"]))[COLUMNS]


def _latest(answers: pd.DataFrame, as_of: object) -> pd.DataFrame:
    known = answers.dropna(subset="customer_id")
    if "answered_at" in known:
        known = known[~(known["answered_at"].dt.normalize() > pd.Timestamp(as_of))].sort_values("answered_at", kind="stable")
    return known.drop_duplicates("customer_id", keep="last").set_index("customer_id")


def _points(values: pd.Series) -> pd.Series:
    """100 for a promoter, -100 for a detractor, 0 between; other numbers are no answers."""
    values = values.astype(float).where(values.between(0, TOP))
    return (values.ge(PROMOTER).astype(float) - values.le(DETRACTOR).astype(float)).mul(100).where(values.notna())


def _scores(known: pd.DataFrame, level: float, minimum: int, measure: str) -> pd.DataFrame:
    groups = {TOTAL: known["value"], **{name: rows["value"] for name, rows in known.groupby("segment")}}
    rows = []
    for name, values in groups.items():
        others = known.loc[known["segment"].ne(name), "value"] if name != TOTAL else values.iloc[:0]
        rows.append({"segment": name, "n": len(values)} | _one(values, level, measure) | _against(values, others, level, measure))
    table = pd.DataFrame(rows)
    hidden = table["n"] < minimum
    figures = table.columns.drop(["segment", "n"])
    return table.assign(**{name: table[name].mask(hidden) for name in figures})


def _one(values: pd.Series, level: float, measure: str) -> dict[str, float]:
    n, mean, score = len(values), values.mean(), measure == NPS
    if n < 2:
        return {"value": mean, "low": np.nan, "high": np.nan}
    if measure == SATISFIED:
        wilson = stats.binomtest(int(values.sum()), n).proportion_ci(level, method="wilson")
        return {"value": mean, "low": wilson.low, "high": wilson.high}
    tail = (1 - level) / 2
    half = (stats.norm.isf(tail) if score else stats.t.isf(tail, n - 1)) * np.sqrt(values.var(ddof=0 if score else 1) / n)
    low, high = mean - half, mean + half
    return {"value": mean, "low": max(low, -100.0) if score else low, "high": min(high, 100.0) if score else high}


def _against(values: pd.Series, others: pd.Series, level: float, measure: str) -> dict[str, float]:
    """The difference to all others: Welch's t, for the score and for shares the normal."""
    if min(len(values), len(others)) < 2:
        return dict.fromkeys(("difference", "difference_low", "difference_high", "p"), np.nan)
    score = measure in (NPS, SATISFIED)
    ddof = 0 if score else 1
    one, two = values.var(ddof=ddof) / len(values), others.var(ddof=ddof) / len(others)
    spread, difference = np.sqrt(one + two), values.mean() - others.mean()
    if spread == 0:
        return {"difference": difference, "difference_low": difference, "difference_high": difference, "p": np.nan}
    freedom = np.inf if score else (one + two) ** 2 / (one**2 / (len(values) - 1) + two**2 / (len(others) - 1))
    half = stats.t.isf((1 - level) / 2, freedom) * spread
    p = 2 * stats.t.sf(abs(difference) / spread, freedom)
    return {"difference": difference, "difference_low": difference - half, "difference_high": difference + half, "p": p}
