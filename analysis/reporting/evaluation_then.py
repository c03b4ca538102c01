"""Chapter 05, the year before: in which segments customers stood on the eve of the days that the period is compared with."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis.config import LikeForLike
from analysis.findings import evaluation_kpis as words
from analysis.reporting import chosen, compose
from analysis.reporting.evaluation_base import Base
from analysis.text import Message

LIFECYCLE, SILENT = "lifecycle", ("dormant", "churned")


@dataclass(frozen=True)
class YearBefore:
    """The segments on that eve by the saved limits, and who was silent then; `why` they cannot be told, where they cannot.

    `short` is by how many days the behaviour known then falls short of the window; it is as long as today's at 0.
    """

    segments: pd.DataFrame | None
    silent: pd.Index | None
    why: Message | None = None
    short: int = 0


def year_before(base: Base, reference: LikeForLike) -> YearBefore:
    """Only lenses that orders and visits alone make are known for another day than the run's own."""
    eve = reference.start - timedelta(days=1)
    if eve < base.dates.first:
        return YearBefore(None, None, words.NOT_HELD_THEN)
    features = compose.features_then(base.run, eve, base.dates)
    if not set(base.lens.defined_by) <= set(features.columns):
        return YearBefore(None, None, words.NOT_TOLD_THEN)
    segments = base.lens.assign_grouped(features).assign(**base.of)
    return YearBefore(segments, _silent_then(base, features), short=_short(base, eve))


def silent_at_start(base: Base) -> pd.Index | None:
    """Customers who were silent on the eve of the period: dormant or churned by the life cycle; None where it is not held."""
    if not base.run.has_table("segments-start"):
        return None
    return _silent(base.run.read_table("segments-start"))


def _silent_then(base: Base, features: pd.DataFrame) -> pd.Index | None:
    lens = chosen.every_lens(base.run).get(LIFECYCLE)
    if lens is None or not set(lens.defined_by) <= set(features.columns):
        return None
    return _silent(lens.assign(features).assign(method=LIFECYCLE))


def _silent(segments: pd.DataFrame) -> pd.Index | None:
    stages = segments[segments["method"] == LIFECYCLE]
    silent = stages.loc[stages["segment"].isin(SILENT), "customer_id"]
    return pd.Index(silent) if len(silent) else None


def _short(base: Base, eve: date) -> int:
    """Days of the window of that eve which lie before the order lines begin."""
    window_start = eve - (base.dates.as_of - base.dates.window_start)
    return max((base.dates.first - window_start).days, 0)
