"""Did it work, and does it still hold: movement, figures, experiments, change, drift.

Tables in, tables out; only keys, no display words.
"""

from analysis.evaluation.chance import expected_by_resampling
from analysis.evaluation.drift import DRIFT_FEATURES, drift
from analysis.evaluation.experiments import experiment_arms
from analysis.evaluation.histories import REPLAYED
from analysis.evaluation.history import Seen, segment_history
from analysis.evaluation.kinds import AT_RISK, KINDS, WON, customer_moves, movement_kinds
from analysis.evaluation.kpis import period_kpis, segment_kpis
from analysis.evaluation.migration import NEW, expected_by_chance, migration
from analysis.evaluation.period import within
from analysis.evaluation.revenue_change import revenue_change
from analysis.evaluation.ruler import net_change, segment_change
from analysis.evaluation.visits import visit_funnel, visit_kpis

__all__ = [
    "AT_RISK",
    "DRIFT_FEATURES",
    "KINDS",
    "NEW",
    "REPLAYED",
    "WON",
    "Seen",
    "customer_moves",
    "drift",
    "expected_by_chance",
    "expected_by_resampling",
    "experiment_arms",
    "migration",
    "movement_kinds",
    "net_change",
    "period_kpis",
    "revenue_change",
    "segment_change",
    "segment_history",
    "segment_kpis",
    "visit_funnel",
    "visit_kpis",
    "within",
]
