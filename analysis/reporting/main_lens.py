"""Which lens the chapters after 02 are about, where nobody says: the one it recommends, else one in a fixed order.

Without days, or where no lens tells what came next, nothing can be recommended.  Then the first that divides of
recency and money, value, natural groups and answers stands for the others; where none of these is there, the lens
of people and places that tells most of what customers bring, else of how satisfied they are, else of all other lenses.
"""

import numpy as np
import pandas as pd

from analysis.findings.segmentation_choice import recommended, tells
from analysis.profiles import effects
from analysis.segmentations.lenses import GROUPED, STATES
from analysis.segmentations.levels import MISSING

IN_ORDER = ("rfm", "value", "clusters", "psychographic", "psychographic.answers", "needs")
PEOPLE = ("demographic", "geographic", "membership", "risk_level", "rules")
SATISFIED = "survey.satisfaction."
COLUMNS = ["method", "why"]


def main_lens(
    segments: pd.DataFrame,
    record: pd.DataFrame,
    *,
    judged: pd.DataFrame | None,
    differences: pd.DataFrame | None,
    agreement: pd.DataFrame,
    minimum: int,
) -> pd.DataFrame:
    """The table `lens_choice`: one row (method, why), none where nothing divides the customers.

    segments    customer_id, method, segment: every lens, as of now
    record      the customer record; judged, differences, agreement as chapter 02 compares the lenses
    minimum     customers below which a segment is none
    """
    if judged is not None and differences is not None and tells(judged):
        chosen = recommended(judged, differences)[0]
        return pd.DataFrame([("rfm" if chosen == GROUPED else chosen, "recommended")], columns=COLUMNS)
    able = _dividing(segments, minimum)
    first = next((lens for lens in IN_ORDER if lens in able), None)
    if first is not None:
        return pd.DataFrame([(first, "first_held")], columns=COLUMNS)
    people = [lens for lens in able if lens.partition(".")[0] in PEOPLE] or able
    told = {lens: _explained(lens, segments, record, agreement) for lens in people}
    rows = [(max(told, key=told.get), "explains_most")] if told else []
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def _dividing(segments: pd.DataFrame, minimum: int) -> list[str]:
    """The lenses with two segments or more that can be shown."""
    known = segments[~segments["segment"].isin([*STATES, MISSING])]
    sizes = known.groupby(["method", "segment"], sort=False).size()
    groups = sizes[sizes >= minimum].groupby("method", sort=False).size()
    return [lens for lens in groups.index if groups[lens] > 1]


def _explained(lens: str, segments: pd.DataFrame, record: pd.DataFrame, agreement: pd.DataFrame) -> float:
    """η² of the ranks of revenue, else of satisfaction; else the mean Cramér's V with the other lenses."""
    target = next((name for name in record if name == "revenue" or name.startswith(SATISFIED)), None)
    if target is None:
        pairs = agreement[(agreement["method"] == lens) | (agreement["other"] == lens)]
        return float(np.nan_to_num(pairs["cramers_v"].mean()))
    own = segments[(segments["method"] == lens) & (segments["segment"] != MISSING)].set_index("customer_id")["segment"]
    known = record.set_index("customer_id")[target].astype("float64").to_frame("value").join(own, how="inner").dropna()
    if known["segment"].nunique() < 2 or known["value"].nunique() < 2:
        return 0.0
    return effects.eta_squared(effects.ranks_by_group(known["value"], known["segment"]))[0]
