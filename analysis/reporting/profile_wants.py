"""The last questions of chapter 03: what is missing, what rises and falls, on what occasions they buy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

import pandas as pd

from analysis import features
from analysis.config.festivals import festivals
from analysis.features import browsing
from analysis.findings import Basis
from analysis.findings import segment_profile_occasions as occasion_words
from analysis.findings import segment_profile_trends as trend_words
from analysis.findings.segment_profile_index import NO_ORDERS
from analysis.findings.segment_profile_lens import Lens
from analysis.profiles import category_trends, order_contexts
from analysis.reporting import overview, records
from analysis.reporting.page import Page
from analysis.reporting.profile_unmet import Unmet, unmet
from analysis.text import Skip, Words

LATE = 7  # days by which the first order may miss the start of the year before


@dataclass(frozen=True)
class Wants:
    """What the three sections show, and their words by section: missing …, trends, contexts."""

    unmet: Unmet
    trends: pd.DataFrame | None
    baskets: pd.DataFrame
    story: Mapping[str, Words | Skip | None]


def wants(
    page: Page,
    lens: Lens,
    segments: pd.DataFrame,
    *,
    orders: pd.DataFrame | None,
    features_held: pd.DataFrame,
    dates: features.Dates,
) -> Wants:
    """All three; `segments` are the grouped ones of the lens, `orders` the table of that name, None where none are held."""
    basis = Basis.of(dates, features_held)
    missed = unmet(page, segments, orders=orders, features_held=features_held, dates=dates)
    if orders is None:
        return Wants(
            missed, None, pd.DataFrame(), {**missed.story, "trends": NO_ORDERS, "trends_table": None, "contexts": NO_ORDERS}
        )
    table, trends = _trends(page, orders, dates, basis)
    baskets, contexts = _contexts(page, lens, segments, orders, dates, basis)
    every = trend_words.EVERY_CATEGORY if table is not None else None
    story = {**missed.story, "trends": trends, "trends_table": every, "contexts": contexts}
    return Wants(missed, table, baskets, story)


def _trends(page: Page, orders: pd.DataFrame, dates: features.Dates, basis: Basis) -> tuple[pd.DataFrame | None, Words | Skip]:
    run = page.run
    categories, reference = run.read_table("order_categories"), overview.reference(run, dates.as_of)
    if categories["category"].nunique() < 2:
        return None, trend_words.NO_CATEGORIES
    before = orders["ordered_at"].dt.normalize().between(pd.Timestamp(reference.start), pd.Timestamp(reference.end))
    if dates.first > reference.start + timedelta(days=LATE) or not before.any():
        return None, trend_words.NO_YEAR
    days = {"period": (dates.start, dates.as_of), "reference": reference.days}
    table = category_trends.category_trends(orders, categories, **days, minimum=page.minimum_cell)
    return run.write_table("category_trends", table), trend_words.trends(table, reference=reference, basis=basis)


def _contexts(
    page: Page, lens: Lens, segments: pd.DataFrame, orders: pd.DataFrame, dates: features.Dates, basis: Basis
) -> tuple[pd.DataFrame, Words | Skip]:
    run, window = page.run, {"window_start": dates.window_start, "as_of": dates.as_of}
    path = run.client_folder / "canonical" / "events.parquet"
    held = run.config.source.events is not None and path.is_file()
    days = {"start": dates.window_start, "end": dates.as_of}
    visited = browsing.event_contexts(features.event_lines(path), **days) if held else None
    calendar, years = run.config.calendar, range(dates.window_start.year, dates.as_of.year + 2)
    seasons = [(one.start, one.end) for one in festivals(calendar, years).values()] if calendar.holidays or calendar.days else []
    told = records.order_occasions(run, dates) if run.has_table("occasion") else None  # where the client divides by occasion
    each = order_contexts.order_contexts(orders, **window, told=told, seasons=seasons, visited=visited)
    baskets = run.write_table("context_baskets", order_contexts.basket_by_context(each, minimum=page.minimum_cell))
    if baskets.empty:
        return baskets, occasion_words.NO_CONTEXT
    leaning = order_contexts.contexts_by_segment(each, segments, method=lens.method, minimum=page.minimum_cell)
    run.write_table("context_segments", leaning)
    return baskets, occasion_words.contexts(baskets, leaning, shown=lens.shown, basis=basis)
