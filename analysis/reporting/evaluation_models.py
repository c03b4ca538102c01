"""Chapter 05, do the models still hold: what the report before predicted, against what came."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from analysis import evaluation
from analysis.config import parse_period
from analysis.errors import ConfigError
from analysis.findings import evaluation_models as findings
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_forecasts import Forecast, forecast, report_before
from analysis.reporting.evaluation_offers import offer_measures
from analysis.reporting.evaluation_risk import RiskThen, risk_then
from analysis.schema import DERIVED
from analysis.segmentations import risk
from analysis.store import Run
from analysis.text import Skip, Words

KEPT = 4  # periods that stand side by side
ALIKE = 0.1  # periods whose days differ by a larger share are not compared


@dataclass(frozen=True)
class Models:
    """Measures with grades, tenths of the forecast, bands of risk, and earlier measures; empty or None where not held."""

    measures: pd.DataFrame
    bands: pd.DataFrame | None
    risk: pd.DataFrame | None
    history: pd.DataFrame | None
    story: Mapping[str, Words | Skip | None]


def models(base: Base) -> Models:
    """The tables `model_health`, `model_calibration` and `risk_outcome`, and their words."""
    made = forecast(base)
    placed = risk_then(base, made)
    measures, bands, by_band = _measured(base, made, placed)
    base.run.write_table("model_health", measures)
    if measures.empty:
        return Models(measures, None, None, None, {"models": findings.NO_MODEL})
    days = (base.dates.as_of - base.eve).days
    found = findings.Tested(measures, bands, report_before(base.run).period.label, base.eve, days)
    without = [findings.NO_CHOICE if made is None else findings.missing(made.failed, judged=bands is not None)]
    without += [findings.KEPT_BACK] if placed is not None and placed.hidden else []
    told = {
        "models": findings.models(found, without=tuple(one for one in without if one is not None)),
        "calibration": findings.calibration(found),
    }
    shown = None if by_band is None else by_band[by_band["customers"] >= max(findings.ENOUGH, base.minimum)]
    if shown is not None and len(shown) > 1:
        told["risk"] = findings.risk(shown, source=placed.source, eve=base.eve, visits=base.by_visits)
    past = _history(base.run, measures)
    return Models(measures, bands, shown, past, told | ({} if past is None else {"history": findings.history(past)}))


def _measured(
    base: Base, made: Forecast | None, placed: RiskThen | None
) -> tuple[pd.DataFrame, pd.DataFrame | None, pd.DataFrame | None]:
    """The table `model_health`, the tenths of the forecast, and the bands of risk that may be shown."""
    parts, bands, by_band, ordered = [offer_measures(base)], None, None, True
    if placed is not None:
        if not placed.hidden:
            by_band = base.run.write_table("risk_outcome", evaluation.risk_bands(placed.people, order=risk.BANDS))
            ordered = evaluation.in_order(by_band)
        own = evaluation.risk_measures(placed.people, order=risk.BANDS)
        parts.insert(0, own[~own["measure"].eq("lift") | (not placed.hidden)].assign(source=placed.source))
    if made is not None and made.predicted is not None:
        own = evaluation.forecast_measures(made.predicted, made.happened).assign(source=made.source)
        if len(own):
            parts.insert(0, own)
            bands = evaluation.forecast_bands(made.predicted, made.happened, minimum=base.minimum)
            base.run.write_table("model_calibration", bands)
    held = [part for part in parts if len(part)]
    names = list(DERIVED["model_health"].names)
    if not held:
        return pd.DataFrame(columns=names), None, None
    table = pd.concat(held, ignore_index=True).assign(days=(base.dates.as_of - base.eve).days)
    return evaluation.graded(table, bands_in_order=ordered)[names], bands, by_band


def _history(run: Run, measures: pd.DataFrame) -> pd.DataFrame | None:
    """The measures of earlier periods of about this length, oldest first, this one last; None without an earlier one."""
    found = []
    for path in run.client_folder.glob("*/model_health.parquet"):
        try:
            period = parse_period(path.parent.name, run.config.periods, calendar=run.config.calendar)
        except ConfigError:  # a folder of another name, or a period that client.yaml no longer has
            continue
        alike = abs(period.days - run.period.days) <= ALIKE * run.period.days
        if period.end < run.period.start and alike:
            earlier = Run(run.client, period, run.config, run.data, run.reports)
            found.append((period.end, earlier.read_table("model_health").assign(period=period.label)))
    before = [table for _, table in sorted(found, key=lambda one: one[0]) if len(table)][-(KEPT - 1) :]
    if not before:
        return None
    table = pd.concat([*before, measures.assign(period=run.period.label)], ignore_index=True)
    rank = {model: place for place, model in enumerate(DERIVED["model_health"].columns[0].values)}
    return table.sort_values("model", key=lambda models: models.map(rank), kind="stable", ignore_index=True)
