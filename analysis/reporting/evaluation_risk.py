"""The risk bands of the period's eve, and who fell silent in the period."""

from dataclasses import dataclass

import pandas as pd

from analysis import lifetime
from analysis.errors import MissingTableError
from analysis.reporting.compose import recalled_dates
from analysis.reporting.divided import fit_settings
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_forecasts import BACK_TEST, STORED, Forecast, report_before
from analysis.reporting.records import gaps_at
from analysis.segmentations import record, risk, small_cells
from analysis.store import Run

LENS = "risk"


@dataclass(frozen=True)
class RiskThen:
    """Buyers of the eve with their band: customer_id, segment, silent, recency_days; which bands may be shown."""

    people: pd.DataFrame
    source: str
    hidden: tuple[str, ...]


def risk_then(base: Base, forecast: Forecast | None) -> RiskThen | None:
    """The bands as the report before gave them, else as they would have been; None where nobody was known."""
    if not base.known:
        return None
    before = report_before(base.run)
    stored = _stored(before, base)
    bands = _again(base, forecast) if stored is None else stored
    if bands is None:
        return None
    own = bands[bands["segment"].isin(risk.BANDS)]
    days = (base.dates.as_of - base.eve).days
    now = base.features.set_index("customer_id")["recency_days"].reindex(own["customer_id"])
    then = base.then.set_index("customer_id")["recency_days"].reindex(own["customer_id"])
    people = own.assign(silent=~(now < days).to_numpy(), recency_days=then.to_numpy(dtype=float))
    return RiskThen(people, BACK_TEST if stored is None else STORED, _hidden(base.run, before, stored is not None))


def _stored(before: Run, base: Base) -> pd.DataFrame | None:
    """The bands that the report before gave on the eve; None where it gave none, or of another day."""
    if not before.has_table("segments"):
        return None
    try:
        same_day = recalled_dates(before).as_of == base.eve
    except MissingTableError:
        return None
    held = before.read_table("segments")
    held = held[held["method"] == LENS]
    known = same_day and held["segment"].isin(risk.SEGMENTS).all()
    return held[["customer_id", "segment"]].reset_index(drop=True) if known and len(held) else None


def _again(base: Base, forecast: Forecast | None) -> pd.DataFrame | None:
    """The bands as they would have been on the eve, from the model fitted on the orders before it."""
    run, parts = base.run, {}
    if forecast is not None and not forecast.failed:
        own = {key: value for key, value in run.config.settings.get("lifetime", {}).items() if key == "horizon_days"}
        known = lifetime.lifetime(forecast.histories, forecast.definition, second_orders=forecast.second_orders, **own)
        parts["lifetime"] = known
    then = record.customer_record(base.then, parts)
    if risk.lacking(then):
        return None
    definition = risk.fit(then, gaps=gaps_at(base.run, base.eve), **fit_settings(run, base.dates, LENS))
    return risk.assign(then, definition)


def _hidden(run: Run, before: Run, stored: bool) -> tuple[str, ...]:
    """The bands that this report, or the one that gave them, keeps back."""
    found = [small_cells.hidden_of(run.read_table("shown_segments"), LENS)]
    if stored and before.has_table("shown_segments"):
        found.append(small_cells.hidden_of(before.read_table("shown_segments"), LENS))
    return tuple(dict.fromkeys(key for hidden in found for key in hidden))
