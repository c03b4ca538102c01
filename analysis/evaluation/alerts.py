"""Rules held against the figures of a period: crossed, crossed within chance, or kept."""

import numpy as np
import pandas as pd

RULE_COLUMNS = ["rule", "kpi", "lens", "segment", "bound", "limit"]
COLUMNS = [*RULE_COLUMNS, "value", "low", "high", "n", "status"]
CHANGES = ("change_below", "change_above")


def judged(rules: pd.DataFrame, figures: pd.DataFrame) -> pd.DataFrame:
    """Each rule with the figure it is about and what became of it: one row per rule, in their order.

    `rules`: rule (number), kpi, lens, segment ('' for all customers), bound (below, above, change_below, change_above),
    limit.  `figures`: kpi, lens, segment and value with its 95 % interval (low, high), n; the same of the change against the
    comparison; missing ends: no interval is held.

        value, low, high   the figure, or its change where the bound is one of change
        status             crossed (the whole interval lies beyond the limit, or no interval is held) | within_chance (the
                           figure does, its interval does not) | kept | not_held (no such figure is held or shown)
    """
    pairs = rules.merge(figures, on=["kpi", "lens", "segment"], how="left", validate="m:1")
    by_change = pairs["bound"].isin(CHANGES)
    told = {name: pairs[f"change_{name}"].where(by_change, pairs[name]) for name in ("low", "high")}
    value = pairs["change"].where(by_change, pairs["value"]).astype(float)
    under = pairs["bound"].isin(("below", "change_below")).to_numpy()
    beyond = np.where(under, value < pairs["limit"], value > pairs["limit"])
    far = told["high"].where(under, told["low"]).astype(float)  # the end of the interval that speaks for the rule being kept
    certain = far.isna() | np.where(under, far < pairs["limit"], far > pairs["limit"])
    status = np.select([value.isna(), beyond & certain, beyond], ["not_held", "crossed", "within_chance"], default="kept")
    return pairs.assign(value=value, **told, status=status)[COLUMNS]
