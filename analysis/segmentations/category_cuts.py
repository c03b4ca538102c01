"""Cuts by category: furniture is bought less often than coffee.

A category with enough gaps has a curve of its own, and its cuts are read off it as the client's are.
Such a curve looks no further back than the window, so its cuts tend to be a little shorter than the
client's, which see the whole history.
"""

from collections.abc import Iterator

import pandas as pd

from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cuts import curve_cuts
from analysis.segmentations.population import check_table


def gaps_by_category(gaps: pd.DataFrame, people: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The gaps that may speak for each category: those that began since the window did, by category in order.

    From `gaps` (customer_id, gap_number, gap_days, closed) and one row per buyer (customer_id, recency_days,
    top_category).  A customer has a favourite category only after an order in the window.  Gaps that began before it
    would be those of customers who came back alone, and make every category look more faithful than the client; so
    they are left out.  The window is taken to be as long as the longest recency of a customer with a favourite; where
    every buyer has one, nobody is missing and every gap counts.
    """
    check_table(gaps, "gaps", ("customer_id", "gap_number"))
    held = people.dropna(subset="top_category")
    known = gaps.merge(held[["customer_id", "top_category"]], on="customer_id", how="inner")
    if len(held) < len(people):
        known = known.sort_values(["customer_id", "gap_number"], ascending=[True, False])
        began = known.groupby("customer_id")["gap_days"].cumsum()  # days before as_of: this gap and all that follow
        known = known[began <= held["recency_days"].max()]
    yield from known.groupby("top_category")


def category_cuts(
    gaps: pd.DataFrame, people: pd.DataFrame, *, shares: tuple[float, float], reliable_gaps: int, category_gaps: int
) -> list[dict[str, str | float | int]]:
    """A row of cuts, as in `curve_cuts`, for each category with at least `category_gaps` closed gaps.

    With key (the category), gaps and closed_gaps.
    """
    rows = []
    for category, own in gaps_by_category(gaps, people):
        closed = int(own["closed"].sum())
        if closed < max(category_gaps, reliable_gaps):
            continue
        cuts = curve_cuts(gap_curve(own), shares=shares, reliable_gaps=reliable_gaps)
        if cuts["basis"] != "fixed":
            rows.append({"key": category, **cuts, "gaps": len(own), "closed_gaps": closed})
    return rows
