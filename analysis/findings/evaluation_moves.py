"""Movement as tables: flows, who stayed beside chance, moves beyond chance; and the days they rest on."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

import numpy as np
import pandas as pd

from analysis.findings.notes import Basis
from analysis.segmentations import method_of
from analysis.segmentations.small_cells import TOGETHER

ALL, NEW, NOT_YET, NOT_KNOWN = "(all)", "(new)", "not_yet", "not_known"
STATES = ("no_order", "prospect", "refund_only", NEW)  # no order yet: they cannot stay or move as buyers do
ENOUGH = 30  # customers below which no share is given
MOVE = ["from_segment", "to_segment"]
# By method: segments taken together where there are too many to follow.
GROUPS = {
    "rfm": {
        "champions": "keep", "loyal": "keep", "potential_loyalist": "grow", "new": "grow", "promising": "grow",
        "need_attention": "nudge", "about_to_sleep": "nudge", "at_risk": "win_back", "cant_lose": "win_back",
        "hibernating": "gone", "lost": "gone",
        # The Chinese eight boxes, and schemes of four and six groups.
        "important_value": "keep", "general_value": "keep", "premium": "keep", "repeat_buyer": "keep",
        "important_develop": "grow", "general_develop": "grow", "top_spender": "grow", "rfm_recent": "grow", "low_spenders": "grow",
        "general_keep": "nudge", "rfm_others": "nudge",
        "important_keep": "win_back", "important_win_back": "win_back",
        "general_win_back": "gone", "rfm_inactive": "gone",
    },
}  # fmt: skip
GROUP_ORDER = ("keep", "grow", "nudge", "win_back", "gone")  # from the best to those long gone
SEASON_DAYS = 300  # a shorter period holds a season of its own


def of_everybody(method: str) -> bool:
    """Whether a lens divides all customers known, and not those alone who have ordered."""
    return getattr(method_of(method), "DIVIDES", "buyers") == "customers"


def enough(started: pd.DataFrame, method: str) -> bool:
    """Whether a segment at the start, of customers who had ordered, is large enough to tell of."""
    sizes = started.loc[started["method"].eq(method) & ~started["segment"].isin(STATES), "segment"].value_counts()
    return bool((sizes >= ENOUGH).any())


def shown_moves(moves: pd.DataFrame, *, minimum: int, hide: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    """`moves` with `shown`: False for a cell of few customers, and for what the sums of its lines would tell of such a one.

    Of the migration table as of `flows`; `hide` is `profiles.hidden_cells`.
    """
    start, end = MOVE if MOVE[0] in moves else ("start", "end")
    counts = moves.pivot(index=end, columns=start, values="customers").fillna(0).astype("int64")
    cells = hide(counts, minimum=minimum)
    gone = [cells.at[after, before] for before, after in zip(moves[start], moves[end], strict=True)]
    return moves.assign(shown=(moves["customers"] > 0) & ~np.array(gone, dtype=bool))


def shown_flows(
    flowing: pd.DataFrame,
    moves: pd.DataFrame,
    *,
    order: Sequence[str],
    groups: Mapping[str, str] | None,
    minimum: int,
    hide: Callable[..., pd.DataFrame],
    tell: Callable[..., list[bool]],
) -> pd.DataFrame:
    """`flows` with `shown`, as `shown_moves`; also False for a flow which beside the moves that it is made of would tell one of
    those that are hidden.  `tell` is `profiles.telling_sums`; the largest flows are shown first.

    A flow that is one move and no more is hidden where that is: two tables that hide different cells would tell more of
    both, and what is then kept back is nearly everything.
    """
    counts, places = move_counts(moves), {"order": order, "groups": groups}
    hidden = hide(counts, minimum=minimum)
    covered, held = hidden[counts.columns].to_numpy(dtype=bool), counts.to_numpy() > 0
    cells = [own & held for own in flow_sums(flowing.assign(shown=True), moves, **places)]
    same = pd.Series(
        [bool(own.sum() == 1 and (own & covered).any()) for own in cells], index=_largest(flowing.assign(shown=True)).index
    )
    also = flowing.assign(same=same).pivot(index="end", columns="start", values="same").eq(True)
    table = shown_moves(flowing, minimum=minimum, hide=partial(hide, also=also))
    told = tell(counts, hidden, flow_sums(table, moves, **places))
    return table.assign(shown=table["shown"] & ~table.index.isin(_largest(table).index[np.array(told, dtype=bool)]))


def flow_sums(
    shown: pd.DataFrame, moves: pd.DataFrame, *, order: Sequence[str], groups: Mapping[str, str] | None
) -> list[np.ndarray]:
    """The cells of `move_counts` that each flow which is shown adds up, the largest flow first."""
    counts, (places, outside) = move_counts(moves), _places(moves, order, groups)
    ends, starts = counts.index.map(lambda key: places.get(key, "")), counts.columns.map(lambda key: places.get(key, outside))
    return [np.outer(ends == flow.end, starts == flow.start) for flow in _largest(shown).itertuples()]


def _largest(flowing: pd.DataFrame) -> pd.DataFrame:
    return flowing[flowing["shown"]].sort_values("customers", ascending=False, kind="stable")


def move_counts(moves: pd.DataFrame) -> pd.DataFrame:
    """Customers by where they went (a row each) and where they came from (a column each)."""
    return moves.pivot(index=MOVE[1], columns=MOVE[0], values="customers").fillna(0).astype("int64")


def stays(moves: pd.DataFrame, before: pd.DataFrame | None, *, order: Sequence[str], minimum: int) -> pd.DataFrame:
    """Who stayed in the segment of the start: one row per segment in display order, then '(all)'.

    From the migration table with its expectations, and that of the period before (None: not held):
    segment, n, stayed, share, expected, low, high, then (share of the period before), revenue (of all
    who started there), reading (as_chance, more_stayed, fewer_stayed; by_rule where chance has no
    say; blank below 30 customers, where fewer than `minimum` stayed or left or the cell is not shown, and where nothing
    was replayed; a blank that stands alone gets a second one, as the row of all would tell it).
    The range of '(all)' adds the variances of the segments: their customers are drawn independently.
    """
    started = moves.groupby("from_segment").agg(n=("customers", "sum"), revenue=("revenue", "sum"))
    own = _diagonal(moves)
    table = started.join(own[["customers", "expected", "expected_low", "expected_high"]])
    table.columns = ["n", "revenue", "stayed", "expected", "low", "high"]
    replayed = set(moves.loc[moves["expected"].notna(), "from_segment"])
    table = table.loc[[key for key in order if key in (replayed or table.index) and key not in STATES]]
    table = table.fillna(0.0 if replayed else {"stayed": 0.0, "revenue": 0.0})
    table["then"] = np.nan if before is None else _shares_before(before).reindex(table.index)
    table.loc[ALL] = _together(table)
    table["share"] = table["stayed"] / table["n"]
    certain = (table["low"] == table["high"]) & (table["share"] == table["low"])
    least = np.minimum(table["stayed"], table["n"] - table["stayed"])
    kept = set(own.index[~own["shown"]])
    gone = least.between(1, minimum - 1) | table.index.isin(kept)
    if gone.sum() == 1 and len(beside := least[~gone & (table.index != ALL)]):
        gone |= table.index == beside.idxmin()
    outside = [
        (table["n"] < ENOUGH) | gone | table["expected"].isna(),
        certain,
        table["share"] > table["high"],
        table["share"] < table["low"],
    ]
    table["reading"] = np.select(outside, ["", "by_rule", "more_stayed", "fewer_stayed"], default="as_chance")
    return table.rename_axis("segment").reset_index()


def _diagonal(moves: pd.DataFrame) -> pd.DataFrame:
    return moves[moves["from_segment"] == moves["to_segment"]].set_index("from_segment")


def _shares_before(before: pd.DataFrame) -> pd.Series:
    n = before.groupby("from_segment")["customers"].sum()
    return (_diagonal(before)["customers"] / n).where(n >= ENOUGH)


def _together(table: pd.DataFrame) -> pd.Series:
    """The row of all segments: shares weighted by customers, ranges added as independent."""
    n = table["n"].sum()
    expected, half = (
        (table["n"] * table["expected"]).sum() / n,
        np.hypot.reduce(table["n"] * (table["high"] - table["low"]) / 2) / n,
    )
    weights = table["n"].where(table["then"].notna())
    then = (weights * table["then"]).sum() / weights.sum() if weights.notna().any() else np.nan
    sums = {"n": n, "revenue": table["revenue"].sum(), "stayed": table["stayed"].sum()}
    return pd.Series(sums | {"expected": expected, "low": expected - half, "high": expected + half, "then": then})


def flows(moves: pd.DataFrame, *, order: Sequence[str], groups: Mapping[str, str] | None = None) -> pd.DataFrame:
    """The moves of all who stand in a segment by the end: start, end, customers, revenue, focus, start_rank, end_rank.

    Segments are taken together by `groups` (none: as they are); customers without an order at the start
    begin in 'not_yet', those without one at the end are left out; of a lens that divides all customers those begin in
    'not_known' who were not known at the start; '(few)' stands for segments that are not shown.  Ranks give the display order of the
    places; focus is true for those who start where most revenue came from.
    """
    kept = moves[~moves["to_segment"].isin(STATES)]
    places, outside = _places(moves, order, groups)
    last = {TOGETHER: len(GROUP_ORDER)} | {place: rank for rank, place in enumerate(GROUP_ORDER)}
    shown = sorted(dict.fromkeys(places.values()), key=lambda place: last.get(place, 0))
    ranks = {place: rank for rank, place in enumerate([*shown, outside])}
    ends = kept.assign(start=kept["from_segment"].map(places).fillna(outside), end=kept["to_segment"].map(places))
    table = ends.groupby(["start", "end"])[["customers", "revenue"]].sum().query("customers > 0").reset_index()
    table = table.assign(start_rank=table["start"].map(ranks), end_rank=table["end"].map(ranks))
    table = table.sort_values(["start_rank", "end_rank"], ignore_index=True)
    known = table[~table["start"].isin([outside, TOGETHER])]
    top = known.groupby("start")["revenue"].sum().idxmax() if len(known) else outside
    return table.assign(focus=table["start"] == top)


def _places(moves: pd.DataFrame, order: Sequence[str], groups: Mapping[str, str] | None) -> tuple[dict[str, str], str]:
    """The place of each segment among the flows, and where those begin who stood in none."""
    outside = NOT_KNOWN if len(moves) and of_everybody(moves["method"].iloc[0]) else NOT_YET
    places = {key: (groups or {}).get(key, key) for key in order if key not in STATES}
    return places | ({TOGETHER: TOGETHER} if TOGETHER in set(moves["from_segment"]) | set(moves["to_segment"]) else {}), outside


def beyond(moves: pd.DataFrame, *, minimum: int, order: Sequence[str]) -> pd.DataFrame:
    """Moves to another segment outside the range of chance, the largest sums first.

    Adds n (customers who started there), expected_customers, excess (surplus or shortfall of customers),
    worth (those customers at the mean revenue, before the start, of all who started there) and welcome (more
    than by chance moved up, or fewer down, as `order` ranks the segments).  Left out: moves of fewer than
    `minimum` customers, and starts of under 30.
    """
    n = moves.groupby("from_segment")["customers"].transform("sum")
    table = moves.assign(n=n, expected_customers=moves["expected"] * n)
    table["excess"] = table["customers"] - table["expected_customers"]
    table["worth"] = table["excess"].abs() * moves.groupby("from_segment")["revenue"].transform("sum").clip(lower=0) / n
    ranks = {key: rank for rank, key in enumerate(order)}
    up = table["to_segment"].map(ranks) < table["from_segment"].map(ranks)
    table["welcome"] = up == (table["excess"] > 0)
    outside = (table["share"] < table["expected_low"]) | (table["share"] > table["expected_high"])
    shown = outside & _to_be_shown(moves, minimum)
    return table[shown].sort_values("worth", ascending=False, ignore_index=True)


def looked_at(moves: pd.DataFrame, *, minimum: int) -> int:
    """How many moves `beyond` chooses from: one in ten falls outside its range by luck alone."""
    return int(_to_be_shown(moves, minimum).sum())


def _to_be_shown(moves: pd.DataFrame, minimum: int) -> pd.Series:
    together = (moves[MOVE] == TOGETHER).any(axis=1)
    large = (
        moves["shown"]
        & ~together
        & (moves["customers"] >= minimum)
        & (moves.groupby("from_segment")["customers"].transform("sum") >= ENOUGH)
    )
    return large & moves["expected"].notna() & (moves["from_segment"] != moves["to_segment"])


def grouped(method: str, order: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The groups in which the segments of `order` are followed, best first, each with its segments; none for other methods."""
    held = {key: GROUPS.get(method, {}).get(key) for key in order}
    return {group: own for group in GROUP_ORDER if (own := tuple(key for key in order if held[key] == group))}


def best_first(method: str, order: Sequence[str]) -> list[str]:
    """`order` by the groups of the method: who came back in place of falling silent has moved up, whatever was spent."""
    groups = GROUPS.get(method, {})
    return sorted(order, key=lambda key: GROUP_ORDER.index(groups[key]) if key in groups else len(GROUP_ORDER) if groups else 0)


def eve(basis: Basis):
    """The day before the period: where customers stood at the start."""
    return basis.period_start - timedelta(days=1)


def seasonal(basis: Basis) -> bool:
    """Whether the period is short enough to hold a season of its own."""
    return (basis.as_of - basis.period_start).days < SEASON_DAYS


def filled(basis: Basis, *, periods: int) -> bool:
    """Whether the history already spanned the whole window so many periods ago."""
    length = basis.as_of - eve(basis)
    return basis.first <= basis.window_start - length * periods


def window(basis: Basis) -> timedelta:
    """How far back behaviour features look."""
    return basis.as_of - basis.window_start + timedelta(days=1)
