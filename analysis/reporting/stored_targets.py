"""What chapter 04 of the period before stored for this one to be held against."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.config import previous
from analysis.findings.evaluation_stored import against_stored
from analysis.schema import DERIVED
from analysis.store import Run
from analysis.text import Words


@dataclass(frozen=True)
class Stored:
    """Targets by figure, or by segment and figure; and the rows of `kpi_targets` behind them, of one lens."""

    targets: Mapping[str, float]
    rows: pd.DataFrame
    period: str

    def words(self, shown: pd.DataFrame | None) -> Words | None:
        """How the segments of `shown` (chapter 05) did against what was stored; None where nothing was."""
        return None if shown is None or self.rows.empty else against_stored(self.rows, shown, period=self.period)


def stored(run: Run, lens: str) -> Stored:
    """The targets of client.yaml, and below them those that the period before stored for the lens.

    Where the target was to hold what is there, no target is drawn: only a figure beyond its range is a change.
    """
    before = Run.open(run.client, previous(run.period), data=run.data, reports=run.reports)
    held = (
        before.read_table("kpi_targets") if before.has_table("kpi_targets") else pd.DataFrame(columns=DERIVED["kpi_targets"].names)
    )
    own = held[held["method"] == lens].reset_index(drop=True)
    proven = own[own["source"] == "evidence"]
    told = dict(zip(proven["segment"] + "." + proven["kpi"], proven["target"].astype(float), strict=True))
    return Stored({**told, **run.config.strategy.targets}, own, before.period.label)
