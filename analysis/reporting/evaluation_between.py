"""Any two dates: the segments of another day than the eve of the period, beside those of its end."""

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd

from analysis.config import parse_period, previous
from analysis.errors import ConfigError
from analysis.findings import Basis
from analysis.findings import evaluation as findings
from analysis.reporting import compose
from analysis.reporting.chosen import ChosenLens
from analysis.reporting.divided import OF_TODAY, by_hand
from analysis.reporting.earlier import DAYS
from analysis.reporting.evaluation_base import Base
from analysis.reporting.records import dated_record
from analysis.segmentations import small_cells
from analysis.segmentations.overrides import overridden
from analysis.store import Run


def between(base: Base, compare_with: str) -> Base:
    """`base` with its start on another day: a day (2025-03-31), the end of a period (2025-Q1); blank for the eve of its own.

    The segments of that day are told by the limits of now, as everywhere in the chapter.  Segments that are too small on
    that day stand with those that are kept back.  Raises ConfigError for what is neither day nor period, and for a day that
    is not before the end of the period or that lies before the first order.
    """
    day = compared_day(base.run, compare_with)
    if day is None or day == base.eve:
        return base
    if not base.dates.first <= day < base.dates.as_of:
        raise ConfigError(
            "compare_with: {day} cannot be compared with {as_of}. Choose a day before that, from {first} on.",
            day=day,
            as_of=base.dates.as_of,
            first=base.dates.first,
        )
    dates = replace(base.dates, start=day + timedelta(days=1))
    told = replace(base, dates=dates, basis=Basis.of(dates, base.features), started=None, then=None, no_start=findings.NO_LENS_DAY)
    held = _held(base, day)
    if held is None:
        return told
    features, segments = held
    if not findings.enough(segments, base.lens.lens):
        return replace(told, no_start=findings.no_start(None, base.lens.lens))
    lens = with_hidden(base, base.lens, segments, features)
    ended = lens.grouped(base.run.read_table("segments"))
    return replace(told, lens=lens, ended=ended, started=lens.grouped(segments), then=features, no_start=None)


def compared_day(run: Run, compare_with: str) -> date | None:
    """The day that `compare_with` names: itself, or the last day of a period; None for nothing."""
    if not compare_with:
        return None
    try:
        return date.fromisoformat(compare_with)
    except ValueError:
        return parse_period(compare_with, run.config.periods, calendar=run.config.calendar).end


def _held(base: Base, day: date) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """The customers of that day and their segments; None where the lens cannot be told for it."""
    run, lens = base.run, base.lens
    if day == previous(run.period).start - timedelta(days=1) and run.has_table("segments-earlier"):
        segments = run.read_table("segments-earlier")
        if lens.held_in(segments):
            return run.read_table("features-earlier"), segments[segments["method"] == lens.lens]
    features = compose.features_on(run, day, base.dates, window_months=base.page.window_months)
    record = dated_record(run, base.dates, day, features, columns=lens.defined_by)
    if lens.lens.partition(".")[0] in OF_TODAY or not set(lens.defined_by) <= set(record.columns):
        return None
    return features, with_hand(run, lens, lens.assign(record), day=day)


def with_hand(run: Run, lens: ChosenLens, found: pd.DataFrame, *, day: date) -> pd.DataFrame:
    """The segments of a lens (customer_id, segment) with the client's overrides of that day: customer_id, method, segment."""
    table = found.assign(method=lens.lens)[["customer_id", "method", "segment"]]
    return overridden(table, by_hand(run, table), as_of=day, known={lens.lens: lens.order})[0]


def with_hidden(base: Base, lens: ChosenLens, segments: pd.DataFrame, features: pd.DataFrame) -> ChosenLens:
    """`lens` that also keeps back what is too small in `segments`, beside what the report shows of its own two days."""
    decided = base.run.read_table("shown_segments").set_index(["method", "segment"])
    known = []
    for table, flag in DAYS.items():
        if base.run.has_table(table):
            held = base.run.read_table(table)
            held = held.loc[held["method"] == lens.lens, ["customer_id", "method", "segment"]]
            seen = decided[flag].reindex(pd.MultiIndex.from_frame(held[["method", "segment"]])).ne(False).to_numpy()
            known.append(held.assign(day=flag, shown=seen))
    worth = features.set_index("customer_id")["revenue"]
    shown = small_cells.shown_segments(
        segments, None, minimum=base.minimum, worth=(worth, None), earlier=pd.concat(known, ignore_index=True)
    )
    return replace(lens, hidden=tuple(dict.fromkeys([*lens.hidden, *small_cells.hidden_of(shown, lens.lens)])))
