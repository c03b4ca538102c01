"""The figures of a period by the segment in which customers started.

Segments are those at the start.  By the segment at the end, everyone who ordered would stand among the active
ones, and retention would be 100 % there and 0 % elsewhere whatever happened.

A figure of the same period a year before stands beside: of those who stood in the segment on the eve of that
period.  The range of the difference is made of the two intervals (MOVER): Zou and Donner (2008), Construction of
confidence limits about effect measures, Statistics in Medicine 27, 1693-1702.  Many customers are in both groups,
so that the range is a little too wide rather than too narrow.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.evaluation.measures import Measure, order_measures
from analysis.evaluation.membership import members
from analysis.evaluation.period import Day
from analysis.intervals import mean_interval, ratio_interval, wilson

FIGURE = ["segment", "kpi", "value", "low", "high", "n"]
BESIDE = ["reference", "reference_n", "change", "change_low", "change_high"]
SEGMENT_COLUMNS = ["method", *FIGURE, *BESIDE]
KPIS = (
    "retention", "activity", "orders_per_customer", "average_order", "revenue_per_customer", "repeat_rate", "return_rate", "win_back", "clv",
    "satisfaction", "rating", "nps", "click_rate", "conversion", "contact_response", "referral", "incremental_return", "spend_return",
)  # fmt: skip


def segment_kpis(
    segments_at_start: pd.DataFrame,
    orders: pd.DataFrame,
    *,
    method: str,
    start: Day,
    end: Day,
    further: Sequence[Measure] = (),
    ready: pd.DataFrame | None = None,
    reference: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """What the customers of each segment did in the period: one row per segment × kpi.

    From the segments on the eve of `start` (customer_id, method, segment) and `orders` (customer_id, ordered_at,
    amount, is_order): the figures of `order_measures`, those of `further`, and rows that are `ready` (segment, kpi,
    value, low, high, n).

        low, high   95 % interval: Wilson for shares, t for means, delta method over customers for ratios
        n           customers that the figure is about; those at the start, where it is about all
        reference   the figure of this table for the comparison period, of the segments on its own eve
        change      value less reference, with its 95 % range

    Customers not yet known at the start belong to no segment.  Raises ConfigError where the segments hold no such
    method.
    """
    segment = members(segments_at_start, method)
    measures = [*order_measures(orders, start=start, end=end), *further]
    found = [figures(segment, one) for one in measures] + ([] if ready is None else [ready[FIGURE]])
    table = pd.concat([one for one in found if len(one)], ignore_index=True).assign(method=method)
    rank = {kpi: place for place, kpi in enumerate(KPIS)}
    table = table.assign(rank=table["kpi"].map(rank)).sort_values(["segment", "rank"], kind="stable", ignore_index=True)
    return beside(table, reference)[SEGMENT_COLUMNS]


def figures(segment: pd.Series, measure: Measure) -> pd.DataFrame:
    """One measure by segment (by customer_id): segment, kpi, value, low, high, n."""
    rows = measure.rows
    if measure.everyone:
        alone = measure.kind == "ratio"  # without a row, neither a part nor a whole
        rows = rows.reindex(segment.index).fillna({"part": 0.0, "whole": 0.0 if alone else 1.0})
    placed = rows.assign(segment=segment.reindex(rows.index)).dropna(subset=["segment"])
    made = [(key, measure.kpi, *_figure(part, measure.kind), len(part)) for key, part in placed.groupby("segment")]
    return pd.DataFrame(made, columns=FIGURE)


def _figure(rows: pd.DataFrame, kind: str) -> tuple[float, float, float]:
    """value, low and high."""
    part, whole = rows["part"], rows["whole"]
    total = whole.sum()
    value = float(part.sum() / total) if total else float("nan")
    match kind:
        case "share":
            low, high = wilson(float(part.sum()), float(total))
        case "mean":
            low, high = mean_interval(part)
        case _:
            low, high = ratio_interval(part, whole)
    return value, float(low), float(high)


def beside(table: pd.DataFrame, reference: pd.DataFrame | None) -> pd.DataFrame:
    """`table` with the figures of the comparison and the range of the difference; missing without a comparison."""
    if reference is None:
        return table.assign(**dict.fromkeys(BESIDE, np.nan))
    key = ["method", "segment", "kpi"]
    then = reference[[*key, "value", "low", "high", "n"]].rename(
        columns={"value": "reference", "low": "then_low", "high": "then_high", "n": "reference_n"}
    )
    both = table.merge(then, on=key, how="left", validate="1:1").astype({"reference_n": float})
    change = both["value"] - both["reference"]
    below = np.hypot(both["value"] - both["low"], both["then_high"] - both["reference"])
    above = np.hypot(both["high"] - both["value"], both["reference"] - both["then_low"])
    return both.assign(change=change, change_low=change - below, change_high=change + above)
