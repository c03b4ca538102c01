"""Which traits set the segments apart, strongest first.

A segmentation always differs in what it was made from: that recent buyers are recent is no finding.
So the variables that define a method are left out, and with them their near-copies, before anything
is measured.  What is left is ordered by effect size; p-values only say what chance could have done,
with the false discovery rate controlled over all comparisons of the method.

Benjamini and Hochberg (1995), Controlling the False Discovery Rate.
"""

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd
from scipy import stats

from analysis.association import cramers_v
from analysis.profiles.effects import (
    CLIFFS_DELTA,
    COHEN_ETA_SQUARED,
    COHEN_W,
    cliffs_delta,
    eta_squared,
    ranks_by_group,
    strength,
)
from analysis.profiles.membership import members
from analysis.profiles.suppression import TOTAL, hidden_cells
from analysis.profiles.traits import MISSING

ALL = TOTAL
COLUMNS = ["method", "segment", "trait", "measure", "effect", "strength", "p_adjusted", "direction", "n"]
BAND_OF = {"weekend_buyer": "weekend_share"}  # bands under another name than their number's
SAME_ORDER = 0.95  # rank correlation from which a trait counts as a copy of a defining variable

# A defining variable and the traits that follow from it.  The counts of categories and channels
# and the shares of the top ones are bound to the number of orders: one order has one category,
# one channel and a share of 1.
_ORDERS = (
    "order_count", "lifetime_order_count", "order_day_count", "period_order_count", "gap_count", "unit_count",
    "gap_mean_days", "gap_median_days", "last_gap_days", "gap_variation", "category_count", "channel_count",
    "category_entropy", "top_category_share", "top_channel_share", "top_daypart_share", "first_time_share",
)  # fmt: skip
_MONEY = ("revenue", "gross_revenue", "lifetime_revenue", "period_revenue", "margin", "unit_count")
_GAPS = ("gap_mean_days", "gap_median_days", "last_gap_days")
_PLACE = ("city", "city_tier", "region", "province", "country", "district", "store")
DERIVED_FROM: dict[str, tuple[str, ...]] = {
    "recency_days": ("recency_days", "last_order_at", "trend", "period_order_count", "period_revenue"),
    "order_count": _ORDERS,
    "lifetime_order_count": _ORDERS,
    "order_day_count": _ORDERS,
    "gap_count": _ORDERS,
    "revenue": _MONEY,
    "gross_revenue": _MONEY,
    "lifetime_revenue": _MONEY,
    "margin": _MONEY,
    "average_order": ("average_order",),
    "tenure_days": ("tenure_days", "first_order_at", "joined_at"),
    "first_order_at": ("tenure_days", "first_order_at", "joined_at"),
    "last_order_at": ("recency_days", "last_order_at", "trend", "period_order_count", "period_revenue"),
    **dict.fromkeys(_GAPS, _GAPS),
    "top_category": ("top_category", "top_category_share", "category_entropy", "category_count"),
    "top_category_share": ("top_category_share", "category_entropy", "category_count"),
    "category_entropy": ("top_category_share", "category_entropy", "category_count"),
    "top_channel": ("top_channel", "top_channel_share", "channel_count"),
    "top_channel_share": ("top_channel_share", "channel_count"),
    "weekend_share": ("weekend_share", "weekend_buyer", "top_weekday"),
    "top_weekday": ("weekend_share", "weekend_buyer", "top_weekday"),
    "age": ("age", "birth_date", "birth_year"),
    "birth_date": ("age", "birth_date", "birth_year"),
    **dict.fromkeys(_PLACE, _PLACE),
}
# A ratio follows from its two parts together: where only money defines, the average order is a finding.
RATIOS: dict[str, tuple[str, str]] = {"average_order": ("revenue", "order_count")}


def differentiators(
    traits: pd.DataFrame,
    numeric: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    method: str,
    defined_by: Collection[str],
    minimum: int = 10,
) -> pd.DataFrame:
    """What sets the segments of `method` apart, beside what they were made from.

    From one row per customer of categorical `traits` and of `numeric` traits to one row per trait for
    the whole method (segment '(all)') and per trait and segment:

        measure     (all): cramers_v (categorical), eta_squared of ranks (numeric); segments: cliffs_delta
                    against all other customers, for a categorical trait of its most typical level, where
                    it is the difference of the two shares
        effect      float, signed for cliffs_delta
        p_adjusted  float, Benjamini–Hochberg over all rows of the method
        direction   higher | lower, or the level that stands out; missing for numeric traits under (all)
        n           customers whose trait is known

    Traits that follow from `defined_by` are left out (`left_out`).  A trait held both as a number and
    in bands is compared as a number only; of numeric traits that order customers alike (rank correlation
    .95 or more) only the first column is compared.  Unknown values are not compared.
    Segments with fewer than `minimum` known customers get no row of their own, and no level is named
    that the index hides.  Sorted within a segment by effect size (η² by its root), '(all)' first.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    alike = _alike(numeric)
    skipped = _left_out(alike, defined_by)
    banded = {*numeric.columns.drop("customer_id"), *(band for band, number in BAND_OF.items() if number in numeric)}
    rows = [row for trait, known in _known(traits, segment, skipped | banded) for row in _categorical(trait, known, minimum)]
    distinct = numeric.drop(columns=_repeats(alike.drop(index=skipped, columns=skipped, errors="ignore")))
    rows += [row for trait, known in _known(distinct, segment, skipped) for row in _numeric(trait, known, minimum)]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.DataFrame(rows, columns=["segment", "trait", "measure", "effect", "strength", "p", "direction", "n"])
    table = table.assign(method=method, p_adjusted=stats.false_discovery_control(table["p"]))
    size = table["effect"].abs().where(table["measure"].ne("eta_squared"), np.sqrt(table["effect"].abs()))
    order = table.assign(first=table["segment"].ne(ALL), size=-size).sort_values(["first", "segment", "size", "trait"])
    return order[COLUMNS].reset_index(drop=True)


def left_out(numeric: pd.DataFrame, *, defined_by: Collection[str]) -> set[str]:
    """The traits that say again what defines a method.

    The variables in `defined_by`, what DERIVED_FROM lists for them, RATIOS of which both parts are
    left out, and every column of `numeric` that puts customers in almost the same (or opposite) order
    as a variable in `defined_by`: rank correlation .95 or more.
    """
    return _left_out(_alike(numeric), defined_by)


def _left_out(alike: pd.DataFrame, defined_by: Collection[str]) -> set[str]:
    listed = {name for variable in defined_by for name in (variable, *DERIVED_FROM.get(variable, ()))}
    ratios = {name for name, parts in RATIOS.items() if listed.issuperset(parts)}
    copies = {name for variable in alike.columns.intersection(list(defined_by)) for name in alike.index[alike[variable]]}
    return listed | ratios | copies


def _repeats(alike: pd.DataFrame) -> list[str]:
    """Columns that order customers like one before them."""
    before = np.triu(alike.to_numpy(dtype=bool), k=1)
    return alike.columns[before.any(axis=0)].tolist()


def _alike(numeric: pd.DataFrame) -> pd.DataFrame:
    """For each two columns whether they put customers in (almost) the same or the opposite order."""
    columns = numeric.drop(columns="customer_id")
    varied = columns.loc[:, columns.nunique() > 1]
    return varied.rank().corr().abs() >= SAME_ORDER


def _known(table: pd.DataFrame, segment: pd.Series, skipped: set[str]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each trait that varies, with (segment, value) of the customers in whom it is known."""
    joined = table.set_index("customer_id").join(segment.rename("__segment"), how="inner")
    for trait in table.columns.drop("customer_id").difference(list(skipped), sort=False):
        known = joined[["__segment", trait]].set_axis(["segment", "value"], axis=1).dropna()
        known = known[known["value"].astype(object).ne(MISSING)]
        if known["value"].nunique() > 1 and known["segment"].nunique() > 1:
            yield trait, known


def _categorical(trait: str, known: pd.DataFrame, minimum: int) -> Iterator[tuple]:
    """Cramér's V of the whole table, then each segment's most typical level against the rest."""
    n, counts = len(known), pd.crosstab(known["value"], known["segment"])
    effect, p = cramers_v(counts.to_numpy())
    expected = np.outer(counts.sum(axis=1), counts.sum()) / n
    hidden = hidden_cells(counts, minimum=minimum)
    weight = ((counts - expected) ** 2 / expected).sum(axis=1)[~hidden[TOTAL]]
    limits = tuple(limit / np.sqrt(min(counts.shape) - 1) for limit in COHEN_W)
    yield ALL, trait, "cramers_v", effect, strength(effect, limits), p, weight.idxmax() if len(weight) else None, n
    for segment in counts.columns[counts.sum() >= minimum]:
        inside, outside = counts[segment], counts.sum(axis=1) - counts[segment]
        ahead = (inside / inside.sum() - outside / outside.sum())[~(hidden[segment] | hidden[TOTAL])]
        if len(ahead) and ahead.max() > 0:
            delta, p = float(ahead.max()), float(stats.chi2_contingency(np.array([inside, outside]), correction=False).pvalue)
            yield segment, trait, "cliffs_delta", delta, strength(delta, CLIFFS_DELTA), p, ahead.idxmax(), n


def _numeric(trait: str, known: pd.DataFrame, minimum: int) -> Iterator[tuple]:
    """η² of the ranks over all segments, then each segment's delta against the rest."""
    n, ranks = len(known), ranks_by_group(known["value"], known["segment"])
    effect, p = eta_squared(ranks)
    yield ALL, trait, "eta_squared", effect, strength(effect, COHEN_ETA_SQUARED), p, None, n
    for segment, (delta, p) in cliffs_delta(ranks).loc[ranks.sizes >= minimum].iterrows():
        direction = "higher" if delta > 0 else "lower"
        yield segment, trait, "cliffs_delta", float(delta), strength(delta, CLIFFS_DELTA), float(p), direction, n
