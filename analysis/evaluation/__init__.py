"""Did it work, and does it still hold: movement, figures, experiments, change, drift.

Tables in, tables out; only keys, no display words.
"""

from analysis.evaluation.alerts import judged
from analysis.evaluation.chance import expected_by_resampling
from analysis.evaluation.drift import DRIFT_FEATURES, drift
from analysis.evaluation.experiments import experiment_arms
from analysis.evaluation.histories import REPLAYED
from analysis.evaluation.kpis import period_kpis, segment_kpis
from analysis.evaluation.migration import NEW, expected_by_chance, migration
from analysis.evaluation.revenue_change import revenue_change
from analysis.evaluation.size_change import size_changes
from analysis.evaluation.spread import period_spread
from analysis.evaluation.timeline import PeriodTables, timeline
from analysis.evaluation.visits import visit_funnel, visit_kpis

__all__ = [
    "DRIFT_FEATURES",
    "NEW",
    "REPLAYED",
    "PeriodTables",
    "drift",
    "expected_by_chance",
    "expected_by_resampling",
    "experiment_arms",
    "judged",
    "migration",
    "period_kpis",
    "period_spread",
    "revenue_change",
    "segment_kpis",
    "size_changes",
    "timeline",
    "visit_funnel",
    "visit_kpis",
]
