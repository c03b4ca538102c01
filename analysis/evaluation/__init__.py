"""Did it work, and does it still hold: movement, figures, experiments, change, drift.

Tables in, tables out; only keys, no display words.
"""

from analysis.evaluation.chance import expected_by_resampling
from analysis.evaluation.drift import DRIFT_FEATURES, drift
from analysis.evaluation.experiments import arms_of, experiment_arms
from analysis.evaluation.histories import REPLAYED
from analysis.evaluation.kpis import period_kpis, segment_kpis
from analysis.evaluation.migration import NEW, expected_by_chance, migration
from analysis.evaluation.revenue_change import revenue_change
from analysis.evaluation.trial_checks import trial_balance, trial_design
from analysis.evaluation.trial_effects import EVERYBODY, OTHERS, experiment_effects
from analysis.evaluation.trial_people import OUTCOMES, SHARES, UNNAMED, trial_people
from analysis.evaluation.visits import visit_funnel, visit_kpis

__all__ = [
    "DRIFT_FEATURES",
    "EVERYBODY",
    "NEW",
    "OTHERS",
    "OUTCOMES",
    "REPLAYED",
    "SHARES",
    "UNNAMED",
    "arms_of",
    "drift",
    "expected_by_chance",
    "expected_by_resampling",
    "experiment_arms",
    "experiment_effects",
    "migration",
    "period_kpis",
    "revenue_change",
    "segment_kpis",
    "trial_balance",
    "trial_design",
    "trial_people",
    "visit_funnel",
    "visit_kpis",
]
