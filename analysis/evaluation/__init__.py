"""Did it work, and does it still hold: movement, figures, experiments, change, drift.

Tables in, tables out; only keys, no display words.
"""

from analysis.evaluation.chance import expected_by_resampling
from analysis.evaluation.cut_points import comparable, cut_points
from analysis.evaluation.drift import DRIFT_FEATURES, drift, drift_bins
from analysis.evaluation.experiments import experiment_arms
from analysis.evaluation.forecast import forecast_bands, forecast_measures
from analysis.evaluation.histories import REPLAYED
from analysis.evaluation.kpis import period_kpis, segment_kpis
from analysis.evaluation.migration import NEW, expected_by_chance, migration
from analysis.evaluation.model_grades import graded, model_grades
from analysis.evaluation.refit_rule import Verdict, by_luck, verdict
from analysis.evaluation.resampling import agreement, resampled
from analysis.evaluation.revenue_change import revenue_change
from analysis.evaluation.risk_outcome import in_order, risk_bands, risk_measures
from analysis.evaluation.segment_mix import mix_verdict, segment_mix
from analysis.evaluation.separation import separation, tenths
from analysis.evaluation.visits import visit_funnel, visit_kpis

__all__ = [
    "DRIFT_FEATURES",
    "NEW",
    "REPLAYED",
    "Verdict",
    "agreement",
    "by_luck",
    "comparable",
    "cut_points",
    "drift",
    "drift_bins",
    "expected_by_chance",
    "expected_by_resampling",
    "experiment_arms",
    "forecast_bands",
    "forecast_measures",
    "graded",
    "in_order",
    "migration",
    "mix_verdict",
    "model_grades",
    "period_kpis",
    "resampled",
    "revenue_change",
    "risk_bands",
    "risk_measures",
    "segment_kpis",
    "segment_mix",
    "separation",
    "tenths",
    "verdict",
    "visit_funnel",
    "visit_kpis",
]
