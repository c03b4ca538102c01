"""Did it work, and does it still hold: movement, figures, experiments, change, drift.

Tables in, tables out; only keys, no display words.
"""

from analysis.evaluation.alerts import judged
from analysis.evaluation.chance import expected_by_resampling
from analysis.evaluation.cohorts import cohort_months, cohorts_compared, first_waits
from analysis.evaluation.cut_points import comparable, cut_points
from analysis.evaluation.drift import DRIFT_FEATURES, drift, drift_bins
from analysis.evaluation.experiments import arms_of, experiment_arms
from analysis.evaluation.forecast import forecast_bands, forecast_measures
from analysis.evaluation.histories import REPLAYED
from analysis.evaluation.history import Seen, segment_history
from analysis.evaluation.kinds import AT_RISK, KINDS, WON, customer_moves, movement_kinds
from analysis.evaluation.kpis import kpi_intervals, period_kpis
from analysis.evaluation.measures import Measure, expected_value, won_back
from analysis.evaluation.measures_of_contacts import contact_measures, incremental_return, watched_contacts
from analysis.evaluation.measures_of_events import active, answer_measures, covers, event_measures, rated
from analysis.evaluation.migration import NEW, expected_by_chance, migration
from analysis.evaluation.model_grades import graded, model_grades
from analysis.evaluation.period import within
from analysis.evaluation.refit_rule import Verdict, by_luck, verdict
from analysis.evaluation.resampling import agreement, resampled
from analysis.evaluation.revenue_change import revenue_change
from analysis.evaluation.risk_outcome import in_order, risk_bands, risk_measures
from analysis.evaluation.ruler import net_change, segment_split
from analysis.evaluation.segment_change import segment_change, segments_of_period, together_where_few
from analysis.evaluation.segment_kpis import KPIS, segment_kpis
from analysis.evaluation.segment_mix import mix_verdict, segment_mix
from analysis.evaluation.separation import separation, tenths
from analysis.evaluation.size_change import size_changes
from analysis.evaluation.spread import period_spread
from analysis.evaluation.timeline import PeriodTables, timeline
from analysis.evaluation.trial_checks import trial_balance, trial_design
from analysis.evaluation.trial_effects import EVERYBODY, OTHERS, experiment_effects
from analysis.evaluation.trial_people import OUTCOMES, SHARES, UNNAMED, trial_people
from analysis.evaluation.visits import visit_funnel, visit_kpis

__all__ = [
    "AT_RISK",
    "DRIFT_FEATURES",
    "EVERYBODY",
    "KINDS",
    "KPIS",
    "NEW",
    "OTHERS",
    "OUTCOMES",
    "REPLAYED",
    "SHARES",
    "UNNAMED",
    "WON",
    "Measure",
    "PeriodTables",
    "Seen",
    "Verdict",
    "active",
    "agreement",
    "answer_measures",
    "arms_of",
    "by_luck",
    "cohort_months",
    "cohorts_compared",
    "comparable",
    "contact_measures",
    "covers",
    "customer_moves",
    "cut_points",
    "drift",
    "drift_bins",
    "event_measures",
    "expected_by_chance",
    "expected_by_resampling",
    "expected_value",
    "experiment_arms",
    "experiment_effects",
    "first_waits",
    "forecast_bands",
    "forecast_measures",
    "graded",
    "in_order",
    "incremental_return",
    "judged",
    "kpi_intervals",
    "migration",
    "mix_verdict",
    "model_grades",
    "movement_kinds",
    "net_change",
    "period_kpis",
    "period_spread",
    "rated",
    "resampled",
    "revenue_change",
    "risk_bands",
    "risk_measures",
    "segment_change",
    "segment_history",
    "segment_kpis",
    "segment_mix",
    "segment_split",
    "segments_of_period",
    "separation",
    "size_changes",
    "tenths",
    "timeline",
    "together_where_few",
    "trial_balance",
    "trial_design",
    "trial_people",
    "verdict",
    "visit_funnel",
    "visit_kpis",
    "watched_contacts",
    "within",
    "won_back",
]
