"""Chapter 05, why revenue changed."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.findings import evaluation as findings
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_kpis import Results
from analysis.text import Words


@dataclass(frozen=True)
class Change:
    """The parts of the change in revenue; none where the same days of the year before are not held."""

    parts: pd.DataFrame | None
    story: Mapping[str, Words]


def change(base: Base, results: Results) -> Change:
    """The table `revenue_change` and its words."""
    if not findings.compared(results.kpis):
        return Change(None, {})
    parts = evaluation.revenue_change(base.orders, reference=results.reference.days, **base.span)
    parts = base.run.write_table("revenue_change", parts)
    return Change(parts, {"change": findings.explained(parts, results.kpis, reference=results.reference, basis=base.basis)})
