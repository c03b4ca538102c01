"""Several periods side by side: what each report showed of all customers and of each segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

COLUMNS = ["period", "starts", "figure", "segment", "value", "low", "high", "n", "ruler"]
OF_SIZES = {"size": "customers", "money": "revenue"}  # figure -> column of `segment_sizes`
OF_SEGMENTS = ("retention", "revenue_per_customer")  # kpis of `segment_kpis` that are followed


@dataclass(frozen=True)
class PeriodTables:
    """What the report of one period showed: nothing that it kept back.

    `kpis`, `sizes` and `by_segment` are the tables kpis, segment_sizes and segment_kpis, of one lens and of shown segments;
    `rules` the definitions of that lens, by which one tells whether its ruler is that of the period before.
    """

    label: str
    start: date
    kpis: pd.DataFrame
    sizes: pd.DataFrame
    by_segment: pd.DataFrame | None
    rules: Sequence[pd.DataFrame]


def timeline(periods: Sequence[PeriodTables]) -> pd.DataFrame:
    """One row per period, figure and segment ('' for all customers), in order of time.

    figure  a kpi of the period, `size` (customers of a segment at the end), `money` (their revenue in the window), or a kpi
            of a segment with its interval
    ruler   number of the definitions: the same number, the same limits
    """
    parts, ruler = [], 1
    for before, one in zip([None, *periods], periods, strict=False):
        ruler += before is not None and not same_rules(before.rules, one.rules)
        found = [one.kpis[["kpi", "value", "n"]].rename(columns={"kpi": "figure"}).assign(segment="")]
        found += [
            pd.DataFrame({"segment": one.sizes["segment"], "value": one.sizes[column], "n": one.sizes["customers"]}).assign(figure=figure)
            for figure, column in OF_SIZES.items()
        ]  # fmt: skip
        if one.by_segment is not None:
            followed = one.by_segment[one.by_segment["kpi"].isin(OF_SEGMENTS)]
            found.append(followed[["kpi", "segment", "value", "low", "high", "n"]].rename(columns={"kpi": "figure"}))
        table = pd.concat([part for part in found if len(part)], ignore_index=True)
        parts.append(table.assign(period=one.label, starts=pd.Timestamp(one.start), ruler=ruler))
    every = pd.concat(parts, ignore_index=True)
    blank = {name: np.nan for name in ("low", "high") if name not in every}
    every = every.assign(**blank).astype({"value": float, "low": float, "high": float, "n": "int64"})
    return every[COLUMNS].dropna(subset="value").reset_index(drop=True)


def same_rules(before: Sequence[pd.DataFrame], after: Sequence[pd.DataFrame]) -> bool:
    """Whether two sets of definitions cut customers alike: the same tables, whatever the order of their columns."""
    return len(before) == len(after) and all(
        sorted(one) == sorted(other) and one[sorted(one)].equals(other[sorted(one)])
        for one, other in zip(before, after, strict=True)
    )
