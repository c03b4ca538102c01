"""What chapter 02 asks of the segmentation stage for every method, and what it puts beside the answers.

From finished tables to finished tables: which segment a cell of the grid stands for, how sure the
comparison of the lenses is, and which groups are too small to be shown.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import norm, rankdata

from analysis.segmentations.estimates import mean_of_own
from analysis.segmentations.small_cells import blanked, few

STATES = ("refund_only", "no_order", "prospect")  # segments that say nothing about buying
# Segments that say of their customers that too little is known, or that they are the rest: no extreme of a lens.
UNTOLD = (
    "(missing)", "(other)", "(not listed)", "(no store)", "(new)", "(other combinations)", "unmatched", "clv_unknown", "loyalty_one_time", "rfm_others",
    "no_clear_preference", "other_preference", "price_mixed", "too_few_orders", "occasion_unclassified", "replenish_none",
    "not_surveyed", "survey_undivided", "undivided", "online_unseen",
)  # fmt: skip
GROUPED = "rfm_groups"  # the segments of rfm in five groups
GROUPS = {
    "champions": "keep", "loyal": "keep",
    "potential_loyalist": "grow", "new": "grow", "promising": "grow",
    "need_attention": "nudge", "about_to_sleep": "nudge",
    "at_risk": "win_back", "cant_lose": "win_back",
    "hibernating": "gone", "lost": "gone",
    # The Chinese eight boxes, and schemes of four and six groups.
    "important_value": "keep", "general_value": "keep", "premium": "keep", "repeat_buyer": "keep",
    "important_develop": "grow", "general_develop": "grow", "top_spender": "grow", "rfm_recent": "grow", "low_spenders": "grow",
    "general_keep": "nudge", "rfm_others": "nudge",
    "important_keep": "win_back", "important_win_back": "win_back",
    "general_win_back": "gone", "rfm_inactive": "gone",
}  # fmt: skip
SURE = norm.ppf(0.975)
ALL = "(all)"
GROUPS_FOR_A_TEAM = (4, 7)  # fewer say too little, more are too many to act on
WORKABLE = 0.01  # share of buyers below which a group is none to work with
ENOUGH = 30  # customers at the start below which no rate is given


def untold(segment: str) -> bool:
    """Whether a segment, or a part of a combination, says that too little is known of its customers."""
    return any(part.rpartition("=")[2] in UNTOLD for part in (segment, *segment.split("|")))


def by_method(
    orders: Mapping[str, Sequence[str]], ask: Callable[..., pd.DataFrame], *tables: pd.DataFrame, **settings: object
) -> pd.DataFrame:
    """The answers of `ask(*tables, method=…, order=…)`, one below the other; `orders` holds the display order of each method."""
    # A table of many methods is divided once, not searched for each.
    parts = [dict(list(table.groupby("method", sort=False))) if "method" in table.columns else None for table in tables]
    answers = []
    for method, order in orders.items():
        own = [table if part is None else part.get(method, table.iloc[:0]) for table, part in zip(tables, parts, strict=True)]
        answers.append(ask(*own, method=method, order=order, **settings))
    return pd.concat(answers, ignore_index=True)


def of(table: pd.DataFrame | None, method: str) -> pd.DataFrame:
    """The rows of one method; none where there is no table."""
    return pd.DataFrame() if table is None else table[table["method"] == method].reset_index(drop=True)


def chosen(
    methods: Iterable[str], settings: Mapping[str, Mapping[str, object]], given: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    """Settings by method: those of client.yaml, what the notebook gives before them; blanks and zeros give nothing."""
    return {method: {**settings.get(method, {}), **_filled(given.get(method, {}))} for method in methods}


def definitions(
    ask: Callable[..., pd.DataFrame],
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame,
    frozen: Mapping[str, pd.DataFrame],
    settings: Mapping[str, Mapping[str, object]],
) -> dict[str, pd.DataFrame]:
    """A definition by method of `settings`: the frozen one, else one fitted now."""
    return {method: ask(method, features, gaps=gaps, frozen=frozen.get(method), **own) for method, own in settings.items()}


def cuts(rules: Mapping[str, pd.DataFrame]) -> tuple[float, float]:
    """The client's two limits of the life cycle, in days."""
    rule = rules["lifecycle"].loc[rules["lifecycle"]["level"] == "client"].iloc[0]
    return float(rule["first_cut_days"]), float(rule["second_cut_days"])


def _filled(given: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in given.items() if value}


def with_groups(segments: pd.DataFrame | None) -> pd.DataFrame | None:
    """`segments`, where there are any, with the segments of rfm once more, in their five groups, as the method `rfm_groups`."""
    if segments is None:
        return None
    rfm = segments[segments["method"] == "rfm"]
    grouped = rfm.assign(method=GROUPED, segment=rfm["segment"].map(lambda key: GROUPS.get(key, key)))
    return pd.concat([segments, grouped], ignore_index=True)


def judged(
    compared: pd.DataFrame, today: pd.DataFrame, at_start: pd.DataFrame | None, features: pd.DataFrame
) -> pd.DataFrame | None:
    """`lens_comparison` with the range of its separation, what lot would give, and whether a team could work with the lens.

    Adds low, high, chance as in `separation_intervals`, and able: four to seven groups of at least 1 % of buyers.
    None where nobody was known at the start.
    """
    if at_start is None:
        return None
    buyers = today[~today["segment"].isin(STATES)]
    shares = buyers.groupby("method")["segment"].value_counts(normalize=True)
    groups = compared["method"].map((shares >= WORKABLE).groupby("method").sum())
    return compared.merge(separation_intervals(at_start, features), on="method", how="left", validate="1:1").assign(
        able=groups.between(*GROUPS_FOR_A_TEAM).to_numpy()
    )


def separation_intervals(at_start: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """How sure it is how much of the revenue that followed each lens tells.

    From segments at the start of the period (customer_id, method, segment) and `features`
    (customer_id, period_revenue) to one row per method: method, low, high (95 %, around the
    separation of `lens_comparison`), chance (what as many groups drawn by lot would tell).
    """
    losses, groups = _losses(at_start, features)
    total, others = losses[ALL].to_numpy(), max(len(losses) - 1, 1)
    rows = [(method, *_estimate(total - losses[method].to_numpy(), total)[1:], (k - 1) / others) for method, k in groups.items()]
    return pd.DataFrame(rows, columns=["method", "low", "high", "chance"])


def separation_differences(at_start: pd.DataFrame, features: pd.DataFrame) -> pd.DataFrame:
    """The lenses two by two on the same customers: method, other, difference, low, high (95 %)."""
    losses, groups = _losses(at_start, features)
    held = {name: losses[name].to_numpy() for name in losses}
    found = {}
    for method, other in combinations(groups, 2):
        difference, low, high = _estimate(held[other] - held[method], held[ALL])
        found |= {(method, other): (difference, low, high), (other, method): (-difference, -high, -low)}
    rows = [(method, other, *found[method, other]) for method in groups for other in groups if other != method]
    return pd.DataFrame(rows, columns=["method", "other", "difference", "low", "high"])


def _losses(at_start: pd.DataFrame, features: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Squared distance of each buyer's revenue rank from the mean of its group, by lens, and from the mean of all."""
    wide = at_start.pivot(index="customer_id", columns="method", values="segment")[list(at_start["method"].unique())]
    wide = wide[~wide.isin(STATES).any(axis="columns")]
    revenue = features.set_index("customer_id")["period_revenue"].reindex(wide.index).fillna(0.0)
    ranks = rankdata(revenue)
    losses = {method: (ranks - mean_of_own(ranks, pd.factorize(wide[method])[0])) ** 2 for method in wide}
    return pd.DataFrame({**losses, ALL: (ranks - ranks.mean()) ** 2}, index=wide.index), wide.nunique().to_dict()


def _estimate(gain: np.ndarray, total: np.ndarray) -> tuple[float, float, float]:
    """The ratio of two means with its 95 % interval (delta method; agrees with a bootstrap of customers)."""
    if not len(total) or not total.mean() > 0:
        return np.nan, np.nan, np.nan
    ratio = float(np.nanmean(gain) / total.mean())
    spread = np.nanstd(gain - ratio * total, ddof=1) if len(gain) > 1 else np.nan
    error = float(spread / total.mean() / np.sqrt(len(gain)))
    return ratio, ratio - SURE * error, ratio + SURE * error


def grid_cells(
    grid: pd.DataFrame, scores: pd.DataFrame, segments: pd.DataFrame, *, minimum: int, hide: Callable[..., pd.DataFrame]
) -> pd.DataFrame:
    """The grid with the segment that most customers of a cell belong to, small cells blanked.

    Adds to `recency_frequency_grid`: segment, segment_share, shown.  Segments are those of the method rfm.  The sizes of
    the bands stand elsewhere on the page, so `hide` (`profiles.hidden_cells`) also blanks what would be told by them.
    """
    own = scores.merge(segments[segments["method"] == "rfm"], on="customer_id", validate="1:1")
    counts = own.groupby(["recency_score", "frequency_score", "segment"]).size().rename("in_segment").reset_index()
    most = counts.sort_values("in_segment", ascending=False, kind="stable").drop_duplicates(["recency_score", "frequency_score"])
    cells = grid.merge(most, on=["recency_score", "frequency_score"], how="left", validate="1:1")
    cells["segment_share"] = cells.pop("in_segment") / cells["customers"].replace(0, np.nan)
    gone = hidden_in(cells, rows="recency_score", columns="frequency_score", minimum=minimum, hide=hide)
    numbers = ("customers", "revenue", "revenue_share", "segment_share")
    return cells.assign(**{column: cells[column].astype("float64").mask(gone) for column in numbers}, shown=~gone)


def hidden_in(table: pd.DataFrame, *, rows: str, columns: str, minimum: int, hide: Callable[..., pd.DataFrame]) -> np.ndarray:
    """Which rows of a table of two keys and `customers` are cells that `hide` keeps back, as its sums are known."""
    counts = table.pivot(index=rows, columns=columns, values="customers").fillna(0).astype("int64")
    cells = hide(counts, minimum=minimum)
    return np.array([cells.at[row, column] for row, column in zip(table[rows], table[columns], strict=True)], dtype=bool)


def cross_cells(cross: pd.DataFrame, shown: pd.DataFrame, *, minimum: int, hide: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """`lens_cross` with `shown`, and without the segments of its first lens that `shown_segments` keeps back.

    Cells of hidden segments of the other lens stay hidden, and so does what the totals of both would tell.
    """
    method, other = cross["method"].iloc[0], cross["other"].iloc[0]
    gone = hidden_in(cross, rows="other_segment", columns="segment", minimum=minimum, hide=hide)
    hidden = {lens: set(shown.loc[(shown["method"] == lens) & ~shown["shown"], "segment"]) for lens in (method, other)}
    table = cross.assign(shown=~(gone | cross["other_segment"].isin(hidden[other]).to_numpy()))
    return table[~table["segment"].isin(hidden[method])].reset_index(drop=True)


def presentable_returns(returns: pd.DataFrame | None, shown: pd.DataFrame) -> pd.DataFrame | None:
    """`segment_returns` without the rates on fewer than `ENOUGH` customers, of those with no order to come back from, and
    of segments that `shown` (the table `shown_segments`) keeps back."""
    if returns is None:
        return None
    hidden = (returns["n"] < ENOUGH) | returns["segment"].isin(STATES)
    numbers = [column for column in returns.columns if column not in ("method", "segment")]
    told = blanked(returns, shown, by="shown_then").drop(columns="shown")
    return told.assign(**{column: told[column].mask(hidden) for column in numbers})


def band_sizes(bands: pd.DataFrame, scores: pd.DataFrame, *, minimum: int) -> pd.DataFrame:
    """`score_bands` with the customers of each band, bands of too few blank; a second one with a single one."""
    held = {name: scores[f"{name}_score"].value_counts() for name in bands["score_name"].unique()}
    customers = [int(held[name].get(score, 0)) for name, score in zip(bands["score_name"], bands["score"], strict=True)]
    counted = bands.assign(customers=customers)
    gone = counted.groupby("score_name")["customers"].transform(lambda own: few(own, minimum=minimum))
    return counted.assign(customers=counted["customers"].astype("float64").mask(gone.astype(bool)))


def smallest_told(compared: pd.DataFrame | None, today: pd.DataFrame, shown: pd.DataFrame, *, minimum: int) -> pd.DataFrame | None:
    """`lens_comparison` without the share of the smallest segment where that is too small, or its lens hides any.

    `shown` is the table `shown_segments`; the segments of today may hold a lens more, `rfm_groups`.
    """
    if compared is None:
        return None
    buyers = today[~today["segment"].isin(STATES)]
    least = compared["method"].map(buyers.groupby(["method", "segment"]).size().groupby("method").min())
    hiding = compared["method"].isin(shown.loc[~shown["shown"], "method"])
    return compared.assign(smallest_share=compared["smallest_share"].where((least >= minimum) & ~hiding))


def reconciliation(features: pd.DataFrame, sizes: pd.DataFrame) -> pd.DataFrame:
    """Customers and money in the customer table and again in the segments: method, what, unit, files, report.

    Without order lines there is no money to compare.
    """
    known, revenue = len(features), float(features["revenue"].sum()) if "revenue" in features.columns else None
    by_lens = sizes.groupby("method", sort=False)[["customers", "revenue"]].sum()
    rows = [
        row
        for method, held in by_lens.iterrows()
        for row in (
            (method, "segments", "count", known, int(held["customers"])),
            (method, "segment_money", "money", revenue, float(held["revenue"])),
        )
        if row[3] is not None
    ]
    return pd.DataFrame(rows, columns=["method", "what", "unit", "files", "report"])


def told_once(sums: pd.DataFrame) -> pd.DataFrame:
    """`reconciliation` with the lenses that agree with the customer table in one row per figure, method `(all)`; others by name.

    Adds lenses, how many a row stands for.
    """
    apart = (sums["report"] - sums["files"]).abs() >= np.where(sums["unit"] == "money", 0.005, 0.5)
    same = sums[~apart].groupby(["what", "unit"], sort=False, as_index=False)
    agreed = same.agg(files=("files", "first"), report=("report", "first"), lenses=("method", "size")).assign(method=ALL)
    return pd.concat([agreed, sums[apart].assign(lenses=1)], ignore_index=True)
