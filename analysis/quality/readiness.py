"""What can be analysed: for each analysis the least it needs, the client's figure, a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Need:
    """Figures from which an analysis is usable with care (`warn`) and ready (`enough`)."""

    analysis: str
    measure: str
    warn: float
    enough: float
    optional: bool = False  # True: its lack closes a section, not the report


# Minima: RFM quintiles want some 60 customers a band; a Kaplan-Meier curve a few hundred ended
# gaps; a proportion by arm or respondent group thirty answers; a share of money known four fifths.
NEEDS: tuple[Need, ...] = (
    Need("rfm", "customers", 100, 300),
    Need("lifecycle", "closed_gaps", 100, 300),
    Need("lifecycle", "history_days", 180, 365),
    Need("value", "customers", 100, 300),
    Need("like_for_like", "history_days", 365, 455, optional=True),
    Need("cohorts", "quarters", 2, 4, optional=True),
    Need("categories", "known_share", 0.5, 0.8, optional=True),
    Need("channels", "known_share", 0.5, 0.8, optional=True),
    Need("margin", "known_share", 0.5, 0.8, optional=True),
    Need("rhythm", "distinct_hours", 2, 8, optional=True),
    Need("demographics", "attributes", 100, 300, optional=True),
    Need("events", "rows", 1_000, 10_000, optional=True),
    Need("survey", "respondents", 30, 200, optional=True),
    Need("experiments", "arms", 2, 2, optional=True),
    Need("feedback", "rows", 30, 200, optional=True),
)


def readiness(figures: Mapping[tuple[str, str], float]) -> pd.DataFrame:
    """Verdict per analysis: see `readiness` of schema.py.  `figures` maps (analysis, measure) to the client's figure.

    The verdict of an analysis with several needs is its worst; its row shows that need.
    """
    rows = []
    for need in NEEDS:
        actual = float(figures.get((need.analysis, need.measure), 0.0))
        status = "pass" if actual >= need.enough else "warn" if actual >= need.warn else "fail"
        rows.append(
            {"analysis": need.analysis, "measure": need.measure, "minimum": need.enough, "actual": actual, "status": status}
        )
    table = pd.DataFrame(rows)
    severity = table["status"].map({"fail": 0, "warn": 1, "pass": 2})
    worst = table.assign(severity=severity).sort_values("severity", kind="stable").drop_duplicates("analysis")
    return worst.sort_index()[["analysis", "measure", "minimum", "actual", "status"]].reset_index(drop=True)


def exit_code(table: pd.DataFrame) -> int:
    """0 ready · 1 usable with warnings · 2 not ready (a core analysis lacks what it needs)."""
    core = {need.analysis for need in NEEDS if not need.optional}
    failed = set(table.loc[table["status"] == "fail", "analysis"])
    if failed & core:
        return 2
    return 1 if failed or (table["status"] == "warn").any() else 0
