"""Who is slipping away, by what they brought: bands of risk across tiers of value.

Revenue here is what these customers brought in the window.  It is not what would be lost: some come back by themselves,
and what a customer brought is no promise of more.
"""

import numpy as np
import pandas as pd

from analysis.segmentations.population import buyers, check_table
from analysis.segmentations.risk import BANDS


def risk_by_value(record: pd.DataFrame, *, tiers: str = "value") -> pd.DataFrame:
    """Who is slipping away, by what they brought: one row per tier and band with buyers, tiers by revenue per buyer.

        tier           str    segment of the lens `tiers`
        segment        str    band of risk
        customers      int    buyers
        revenue        float  their revenue in the window
        revenue_share  float  share of all buyers' revenue; missing where there is none

    From the record with segment.risk, segment.<tiers>, state and revenue.  Raises SchemaError if a column is missing.
    """
    needed = ("state", "revenue", "segment.risk", f"segment.{tiers}")
    check_table(record, "features", needed)
    people = buyers(record, needs=("revenue",))
    words = record.loc[record["state"].eq("buyer").to_numpy(), list(needed[2:])].reset_index(drop=True).astype("str")
    people = people.assign(segment=words["segment.risk"], tier=words[f"segment.{tiers}"]).sort_values("revenue")
    cells = people.groupby(["tier", "segment"])["revenue"].agg(customers="size", revenue="sum").reset_index()
    per_head = people.groupby("tier")["revenue"].mean().sort_values(ascending=False, kind="stable")
    cells["tier"] = pd.Categorical(cells["tier"], list(per_head.index))
    cells["segment"] = pd.Categorical(cells["segment"], list(BANDS))
    total = cells["revenue"].sum()
    cells = cells.sort_values(["tier", "segment"], ignore_index=True).astype({"tier": "str", "segment": "str"})
    return cells.assign(
        customers=cells["customers"].astype("int64"), revenue_share=cells["revenue"] / total if total > 0 else np.nan
    )


def presentable_risk(cells: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`risk_by_value` without the numbers of small cells, and `shown`.

    A cell of fewer than `minimum` customers is blank.  The totals of tiers and bands stand elsewhere on the page, so a
    line with one blank gets a second one, the next smallest, until no line has a single one.
    """
    table = cells.set_index(["tier", "segment"])["customers"].unstack(fill_value=0)
    values = table.to_numpy()
    hidden = (values > 0) & (values < minimum)
    for _ in range(values.size):
        further = [spot for line in _alone(hidden) if (spot := _next_smallest(values, hidden, line)) is not None]
        if not further:
            break
        hidden[further[0]] = True
    flags = pd.DataFrame(hidden, index=table.index, columns=table.columns).stack()
    blank = flags.reindex(pd.MultiIndex.from_frame(cells[["tier", "segment"]])).to_numpy(dtype=bool)
    numbers = {column: cells[column].astype("float64").mask(blank) for column in ("customers", "revenue", "revenue_share")}
    return cells.assign(**numbers, shown=~blank)


def _alone(hidden: np.ndarray) -> list[tuple[int | slice, int | slice]]:
    """Rows and columns in which one cell alone is hidden."""
    rows = [(int(row), slice(None)) for row in np.flatnonzero(hidden.sum(axis=1) == 1)]
    return rows + [(slice(None), int(column)) for column in np.flatnonzero(hidden.sum(axis=0) == 1)]


def _next_smallest(values: np.ndarray, hidden: np.ndarray, line: tuple[int | slice, int | slice]) -> tuple[int, int] | None:
    """The cell to hide beside the one that is alone in its line: where the crossing line hides something already, then the smallest."""
    inside = np.zeros_like(hidden)
    inside[line] = True
    free = np.argwhere(inside & ~hidden & (values > 0))
    crossing = hidden.any(axis=0)[None, :] if isinstance(line[0], int) else hidden.any(axis=1)[:, None]
    crossing = np.broadcast_to(crossing, hidden.shape)
    places = (tuple(int(i) for i in spot) for spot in free)
    return min(places, key=lambda spot: (not crossing[spot], values[spot], spot), default=None)
