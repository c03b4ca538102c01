"""What to offer next: pairs, suggestions, how they were graded, and what a segment's customers are offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from analysis import features
from analysis.config import previous
from analysis.engine import DataFrame, read_parquet
from analysis.features import pairs as counts
from analysis.features import purchases
from analysis.findings import Basis
from analysis.findings import strategy_next as findings
from analysis.reporting.compose import recalled_dates
from analysis.reporting.page import Page
from analysis.schema import DERIVED
from analysis.segmentations import small_cells
from analysis.store import Run
from analysis.strategies import next_best, next_best_grade, next_best_offers, pair_lift
from analysis.text import Skip, Words

PARTS = 8  # of the history, of which the last is held out and the one before chooses the mix
LEAST_DAYS = 28  # of each of the two
MOST = {"category": 60, "product": 200}  # items counted
RESULTS = ("next_best_grade", "next_best_segments", "next_best_customers")


@dataclass(frozen=True)
class NextBest:
    """What the section shows and its words: next, next_segments, next_pairs."""

    rates: pd.DataFrame
    segments: pd.DataFrame
    pairs: pd.DataFrame
    story: Mapping[str, Words | Skip | None]


@dataclass(frozen=True)
class Items:
    """What is suggested: categories, or products where no category is held."""

    level: str
    baskets: DataFrame
    table: pd.DataFrame  # pairs.chosen_items

    @property
    def names(self) -> list[str]:
        return sorted(self.table.loc[self.table["kept"], "item"].unique())

    @property
    def cut_off(self) -> int:
        """Items that are not counted: too rare, or beyond the number that can be."""
        return self.table.loc[~self.table["kept"], "item"].nunique()


def next_offers(page: Page, lens: str) -> NextBest:
    """The section "What should we offer next?" for the segments of a lens; writes its tables."""
    run, dates, minimum = page.run, recalled_dates(page.run), page.minimum_cell
    if not run.has_table("orders"):
        return _nothing(run, findings.NO_ORDERS, run.write_table("category_pairs", _empty("category_pairs")))
    levels = items_of(page, dates)
    paired = [
        pair_lift.pair_lift(counts.pair_counts(one.baskets), counts.item_widths(one.baskets), level=one.level, minimum=minimum)
        for one in levels
    ]
    found = run.write_table("category_pairs", pd.concat(paired, ignore_index=True) if paired else _empty("category_pairs"))
    why, graded, cuts = _graded(page, levels, dates, lens) if levels else (findings.NO_CATEGORY, None, ())
    if graded is None:
        return _nothing(run, why, found)
    return _told(page, levels[0], graded, cuts, found, dates, lens)


def items_of(page: Page, dates: features.Dates) -> list[Items]:
    """What can be suggested, by its levels: categories, then products; empty where neither is held."""
    found = (_categories(page.run, dates, page.minimum_cell), _products(page.run, dates, page.refunds, page.minimum_cell))
    return [one for one in found if one is not None]


def _nothing(run: Run, why: Skip, found: pd.DataFrame) -> NextBest:
    """The section skipped, and its tables empty."""
    for name in RESULTS:
        run.write_table(name, _empty(name))
    return NextBest(_empty(RESULTS[0]), _empty(RESULTS[1]), found, {"next": why, "next_segments": None, "next_pairs": None})


def _graded(page: Page, levels: list[Items], dates: features.Dates, lens: str):
    """Why nothing can be graded (or None), the grade, and the two cuts."""
    items, run = levels[0], page.run
    length = (dates.as_of - dates.first).days // PARTS
    if length < LEAST_DAYS:
        return findings.too_short(days=PARTS * LEAST_DAYS), None, ()
    cuts = (dates.as_of - timedelta(days=2 * length), dates.as_of - timedelta(days=length))
    bought = counts.customer_items(items.baskets, cuts=cuts)
    if not (bought["phase"] == 0).any():
        return findings.too_short(days=PARTS * LEAST_DAYS), None, ()
    known = tuple(segments_at(run, cut, lens) for cut in cuts)
    made = next_best_grade.graded(bought, browsed_of(run, items, dates, cuts), items=items.names, segments=known)
    if made.grade["n"].max() < next_best_grade.ENOUGH:
        return findings.too_few(cuts[1], level=items.level), None, ()
    return None, made, cuts


def _told(
    page: Page,
    items: Items,
    graded: next_best_grade.Graded,
    cuts: tuple[date, date],
    found: pd.DataFrame,
    dates: features.Dates,
    lens: str,
) -> NextBest:
    """The tables of a client whose suggestions were graded, and their words."""
    run, minimum = page.run, page.minimum_cell
    bought, browsed = counts.customer_items(items.baskets), browsed_of(run, items, dates, ())
    now = next_best.holdings(bought, browsed, items=items.names, phases=1, segments=_of_lens(run.read_table("segments"), lens))
    fit, tail = next_best.fitted(now), next_best_offers.tail_by_segment(graded, segments_at(run, cuts[1], lens))
    offers = run.write_table("next_best_customers", next_best_offers.customer_offers(now, fit, graded, tail))
    own = found[found["level"] == items.level]
    by_segment = next_best_offers.segment_offers(offers, now, fit, tail, own, method=lens, minimum=minimum)
    run.write_table("next_best_segments", by_segment)
    run.write_table("next_best_grade", graded.grade)
    shown = small_cells.seen(by_segment[by_segment["shown"].astype(bool)], run.read_table("shown_segments"))
    basis = Basis.of(dates, run.read_table("features"))
    certain = findings.certain_pairs(found)
    shown = shown[shown["kind"] == ("new" if graded.offered("new") else "repurchase")].reset_index(drop=True)
    left_out = int(((tail["verdict"] == "not_here") & tail["kind"].isin(shown["kind"])).sum())
    story = {
        "next": findings.rates(graded, cut=cuts[1], as_of=dates.as_of, level=items.level, looked=now.browsed is not None),
        "next_segments": findings.segments(
            shown, lens=lens, level=items.level, left_out=left_out, visits=_by_visit(run), basis=basis
        ),
        "next_pairs": findings.pairs(certain, levels={items.level}, minimum=minimum, cut_off=items.cut_off),
    }
    return NextBest(findings.drawn(graded), shown, certain, story)


def _categories(run: Run, dates: features.Dates, minimum: int) -> Items | None:
    """Categories of orders; of visits for a client who is counted by visits and holds these."""
    if _by_visit(run):
        visits = purchases.category_visits(run.client_folder / "canonical" / "visits.parquet")
        baskets = counts.visit_baskets(visits, as_of=dates.as_of)
    else:
        orders, categories = (read_parquet(run.path(name)) for name in ("orders", "order_categories"))
        baskets = counts.category_baskets(orders, categories, as_of=dates.as_of)
    return _items("category", baskets, minimum)


def _by_visit(run: Run) -> bool:
    return run.config.recency_of == "visit" and "category" in run.config.source.visits.columns


def _products(run: Run, dates: features.Dates, refunds: str, minimum: int) -> Items | None:
    """Products of order lines, where they are held."""
    if run.config.source.transactions is None or "product" not in run.config.source.transactions.columns:
        return None
    lines = features.transactions(run.client_folder / "canonical" / "transactions.parquet")
    analysed = features.numbered(features.analysed_lines(lines, as_of=dates.as_of, refunds=refunds))
    return _items("product", counts.product_baskets(read_parquet(run.path("orders")), analysed, as_of=dates.as_of), minimum)


def _items(level: str, baskets: DataFrame, minimum: int) -> Items | None:
    """The items that enough customers bought; None where there are not three."""
    table = counts.chosen_items(baskets, most=MOST[level], least=minimum)
    if table.loc[table["kept"], "item"].nunique() < 3:
        return None
    return Items(level, counts.of_items(baskets, table), table)


def browsed_of(run: Run, items: Items, dates: features.Dates, cuts: tuple[date, ...]) -> pd.DataFrame | None:
    """What was looked at, under the names of the items; None where no event names one, or products are suggested."""
    path = run.client_folder / "canonical" / "events.parquet"
    if items.level != "category" or run.config.source.events is None or not path.is_file():
        return None
    table = counts.browsed_items(features.event_lines(path), as_of=dates.as_of, cuts=cuts)
    if table.empty:
        return None
    names = items.table.drop_duplicates("item").assign(key=lambda rows: counts.folded(rows["item"])).set_index("key")["item"]
    table = table.assign(item=counts.folded(table["item"]).map(names)).dropna(subset="item")
    return table.groupby(["customer_id", "item", "phase"], as_index=False)["n"].sum()


def segments_at(run: Run, day: date, lens: str) -> pd.Series | None:
    """The segments of a lens as they were known on a day: the latest held that is not after it."""
    held = {
        "segments-start": run.period.start - timedelta(days=1),
        "segments-earlier": previous(run.period).start - timedelta(days=1),
    }
    known = [name for name, at in held.items() if at <= day and run.has_table(name)]
    return _of_lens(run.read_table(known[0]), lens) if known else None


def _of_lens(segments: pd.DataFrame, lens: str) -> pd.Series:
    return segments[segments["method"] == lens].set_index("customer_id")["segment"]


def _empty(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(DERIVED[name].names))
