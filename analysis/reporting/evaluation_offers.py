"""What was to be offered next, against what customers chose in the period."""

from datetime import timedelta

import pandas as pd

from analysis.evaluation.discrimination import Estimate
from analysis.evaluation.forecast import COLUMNS, measured
from analysis.features import pairs
from analysis.intervals import paired_difference, wilson
from analysis.reporting import strategy_next
from analysis.reporting.evaluation_base import Base
from analysis.reporting.evaluation_forecasts import BACK_TEST, STORED, report_before
from analysis.strategies import next_best, next_best_grade
from analysis.strategies.next_best_came import came_true

POPULAR = "popular"


def offer_measures(base: Base) -> pd.DataFrame:
    """Hits of the suggestions in the period: a row per kind with the columns of `forecast_measures`, and source.

    Stored suggestions of the report before, for the kinds that it made any of; else a back-test by the grading of
    chapter 04 with the period held out, of the way that did best on as many days before it.  Kinds with fewer judged than
    are graded there have no row.
    """
    levels = strategy_next.items_of(base.page, base.dates) if base.run.has_table("order_categories") else []
    empty = pd.DataFrame(columns=[*COLUMNS, "source"])
    if not levels or base.dates.first >= base.eve:
        return empty
    before, items = report_before(base.run), levels[0]
    offers = before.read_table("next_best_customers") if before.has_table("next_best_customers") else None
    rows = _stored(base, items, offers) if offers is not None and len(offers) else _back_test(base, items)
    return pd.DataFrame(rows)[[*COLUMNS, "source"]] if rows else empty


def _stored(base: Base, items: strategy_next.Items, offers: pd.DataFrame) -> list[dict]:
    bought = pairs.customer_items(items.baskets, cuts=(base.eve,))
    held = next_best.holdings(bought, None, items=items.names, phases=1)
    rows = []
    for kind in next_best.KINDS:
        judged = came_true(offers, held, bought, kind=kind)
        if len(judged) >= next_best_grade.ENOUGH:
            hit, other = (judged[column].to_numpy(dtype=bool) for column in ("hit", "baseline_hit"))
            hits, apart = _share(int(hit.sum()), len(hit)), Estimate(*paired_difference(hit, other))
            found = measured(f"next_{kind}", "hits", hits, POPULAR, float(other.mean()), apart)
            rows.append(found | {"n": len(hit), "events": int(hit.sum()), "source": STORED})
    return rows


def _back_test(base: Base, items: strategy_next.Items) -> list[dict]:
    length = (base.dates.as_of - base.eve).days
    cuts = (base.eve - timedelta(days=length), base.eve)
    bought = pairs.customer_items(items.baskets, cuts=cuts)
    if not (bought["phase"] == 0).any():
        return []
    looked = strategy_next.browsed_of(base.run, items, base.dates, cuts)
    known = tuple(strategy_next.segments_at(base.run, cut, base.lens.lens) for cut in cuts)
    graded = next_best_grade.graded(bought, looked, items=items.names, segments=known)
    rows = []
    for kind in next_best.KINDS:
        own = graded.grade[(graded.grade["kind"] == kind) & (graded.grade["at"] == 1) & (graded.grade["baseline"] == POPULAR)]
        model, weight = graded.tried[kind]
        row = own[(own["model"] == model) & (own["weight"] == weight)].iloc[0]
        if row["n"] >= next_best_grade.ENOUGH:
            hits = Estimate(row["share"], row["low"], row["high"])
            apart = Estimate(row["difference"], row["difference_low"], row["difference_high"])
            found = measured(f"next_{kind}", "hits", hits, POPULAR, row["baseline_hits"] / row["n"], apart)
            rows.append(found | {"n": int(row["n"]), "events": int(row["hits"]), "source": BACK_TEST})
    return rows


def _share(hits: int, n: int) -> Estimate:
    low, high = wilson(hits, n)
    return Estimate(hits / n, float(low), float(high))
