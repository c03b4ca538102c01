"""What can be analysed: for each analysis the least it needs, the client's figure, a verdict."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Need:
    """Figures from which an analysis is usable with care (`warn`) and ready (`enough`).

    `core`: without it a client with order lines is not ready; the lack of another closes a section, not the report.
    `at_most`: the figure must not be above the limits, instead of not below.
    """

    analysis: str
    measure: str
    warn: float
    enough: float
    core: bool = False
    at_most: bool = False


# Minima: RFM quintiles want some 60 customers a band; a Kaplan-Meier curve, and a model of repeat orders, a few
# hundred ended gaps or repeat buyers; a proportion by arm or respondent group thirty answers; a share of money
# known four fifths; a lifetime value two years, so that a season is seen twice.
NEEDS: tuple[Need, ...] = (
    Need("rfm", "customers", 100, 300, core=True),
    Need("rfm", "identified_share", 0.5, 0.8, core=True),
    Need("lifecycle", "closed_gaps", 100, 300, core=True),
    Need("lifecycle", "history_days", 180, 365, core=True),
    Need("value", "customers", 100, 300, core=True),
    Need("freshness", "days_behind", 31, 7, at_most=True),
    Need("lifetime_value", "repeat_customers", 100, 300),
    Need("lifetime_value", "history_days", 365, 730),
    Need("like_for_like", "history_days", 365, 455),
    Need("cohorts", "quarters", 2, 4),
    Need("categories", "known_share", 0.5, 0.8),
    Need("channels", "known_share", 0.5, 0.8),
    Need("margin", "known_share", 0.5, 0.8),
    Need("rhythm", "distinct_hours", 2, 8),
    Need("customer_figures", "people", 100, 300),
    Need("demographics", "attributes", 100, 300),
    Need("events", "rows", 1_000, 10_000),
    Need("survey", "respondents", 30, 200),
    Need("survey", "answered_share", 0.5, 0.8),
    Need("experiments", "arms", 2, 2),
    Need("experiments", "smallest_arm", 100, 500),
    Need("feedback", "rows", 30, 200),
    Need("visits", "rows", 100, 1_000),
    Need("balances", "people", 30, 200),
    Need("consent", "stated_share", 0.5, 0.8),
)

# What rests on order lines: one delivery of them opens it all.
OF_ORDERS = (
    "rfm", "lifecycle", "value", "freshness", "lifetime_value", "like_for_like", "cohorts", "categories", "channels", "margin", "rhythm",
)  # fmt: skip


def readiness(figures: Mapping[tuple[str, str], float], *, has_orders: bool = True) -> pd.DataFrame:
    """Verdict per analysis: see `readiness` of schema.py.  `figures` maps (analysis, measure) to the client's figure.

    The verdict of an analysis with several needs is its worst; its row shows that need.  An analysis of
    whose data there is no figure is `absent`: nothing was delivered for it, and nothing is wrong; but with order
    lines a core analysis without its figure fails.
    """
    table = pd.DataFrame([_row(need, figures, required=need.core and has_orders) for need in NEEDS])
    table = table[table["analysis"] != "customer_figures"] if has_orders else table  # order lines say the same more exactly
    severity = table["status"].map({"absent": 0, "fail": 1, "warn": 2, "pass": 3})
    worst = table.assign(severity=severity).sort_values("severity", kind="stable").drop_duplicates("analysis")
    return worst.sort_index()[["analysis", "measure", "minimum", "actual", "status"]].reset_index(drop=True)


def _row(need: Need, figures: Mapping[tuple[str, str], float], *, required: bool) -> dict[str, object]:
    actual = figures.get((need.analysis, need.measure))
    if actual is None:
        status = "fail" if required else "absent"
    else:
        sign = -1 if need.at_most else 1
        status = "pass" if sign * actual >= sign * need.enough else "warn" if sign * actual >= sign * need.warn else "fail"
    shown = float("nan") if actual is None else float(actual)
    return {"analysis": need.analysis, "measure": need.measure, "minimum": need.enough, "actual": shown, "status": status}


def exit_code(table: pd.DataFrame, *, has_orders: bool = True) -> int:
    """0 ready · 1 usable with warnings · 2 not ready.

    Not ready is a client with order lines where a core analysis lacks what it needs, and one without them where
    nothing that was delivered can be analysed.
    """
    core = {need.analysis for need in NEEDS if need.core}
    verdicts = table.set_index("analysis")["status"]
    if not verdicts.isin(["pass", "warn"]).any() or (has_orders and (verdicts[verdicts.index.isin(core)] == "fail").any()):
        return 2
    return 1 if verdicts.isin(["fail", "warn"]).any() else 0
