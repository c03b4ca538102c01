"""The tables about money of chapter 01: its parts, what was restated, what is provisional, the control totals that hold."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import quality
from analysis.features import analysed_lines
from analysis.reporting.compose import Held
from analysis.reporting.deliveries import restated_so_far
from analysis.store import Run


def money_parts(run: Run, held: Held) -> pd.DataFrame | None:
    """The table `money_parts`, written; None without order lines."""
    if not held.has_orders:
        return None
    days = {"start": held.dates.start, "as_of": held.dates.as_of}
    return run.write_table("money_parts", quality.money_parts(held.analysed, **days))


def restatements(run: Run, held: Held) -> pd.DataFrame | None:
    """The table `restatements` of the months up to the period's end, written; None without order lines."""
    if not held.has_orders:
        return None
    seen = restated_so_far(run)
    return run.write_table("restatements", seen[seen["month"] <= pd.Timestamp(held.dates.as_of)].reset_index(drop=True))


def provisional(run: Run, held: Held) -> tuple[pd.DataFrame, pd.DataFrame] | tuple[None, None]:
    """The tables `provisional` and `refund_lags` of everything held, written; None without order lines.

    They speak of the last days of the data, which may lie after the period.
    """
    if not held.has_orders:
        return None, None
    booked, last = analysed_lines(held.lines, as_of=held.dates.last, refunds="net"), held.dates.last
    refunds = quality.refund_days(booked)
    lags = quality.refund_lags(refunds, last=last)
    days = quality.provisional_days(refunds, quality.sales_days(booked), lags, last=last, declared=run.config.provisional_days)
    return run.write_table("provisional", days), run.write_table("refund_lags", lags)


def controls(run: Run) -> pd.DataFrame | None:
    """The table `control_totals`, which was settled before the chapter began; None where none are declared."""
    return run.read_table("control_totals") if run.config.control_totals and run.has_table("control_totals") else None


@dataclass(frozen=True)
class Funds:
    """The four tables of chapter 01 about money, and whether its figures are without tax; None where not held."""

    parts: pd.DataFrame | None
    restated: pd.DataFrame | None
    provisional: pd.DataFrame | None
    controls: pd.DataFrame | None
    without_tax: bool
    lags: pd.DataFrame | None = None

    def told(self) -> dict[str, Any]:
        """What sentences are made of."""
        names = ("parts", "restated", "provisional", "controls", "without_tax")
        return {name: getattr(self, name) for name in names}


def funds(run: Run, held: Held) -> Funds:
    """Everything about money, computed and written."""
    days, lags = provisional(run, held)
    asked = run.config.money
    without_tax = asked.figures == "without_tax" and asked.tax == "included"
    return Funds(money_parts(run, held), restatements(run, held), days, controls(run), without_tax, lags)
