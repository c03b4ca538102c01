"""Traits made fit to compare segments of different size and different numbers of orders.

Two things spoil a comparison of segments before it begins.  Rare levels leave cells too small to
show, and hiding them takes whole rows along.  And habits read per customer follow the number of
orders: whoever ordered once has one favourite channel and a weekend share of 0 or 1, whoever ordered
ten times nearly always has the channel and the weekend that everybody has.  So rare levels are put
together here, and habits are left to `order_habits`, which counts orders.
"""

from collections.abc import Collection

import pandas as pd

from analysis.profiles.differentiators import DERIVED_FROM
from analysis.profiles.membership import members
from analysis.profiles.traits import MISSING, OTHER

HABITS = ("top_category", "top_channel", "top_daypart", "top_weekday", "weekend_buyer", "store")
FOLLOW_ORDERS = (
    "weekend_share", "discount_share", "refund_share", "refund_amount", "trend",
    "revenue", "gross_revenue", "lifetime_revenue", "margin", "unit_count",
)  # fmt: skip
NAMED = 3  # so many joined levels keep their names
EXPOSURE = ("order_count", "tenure_days", "recency_days")  # who orders more has ordered longer, and lately


def without_habits(traits: pd.DataFrame, *, declared: Collection[str] = ()) -> pd.DataFrame:
    """The traits of customers (categorical or numeric) that do not follow from their number of orders.

    Leaves out HABITS and FOLLOW_ORDERS; a column that the client declared as an attribute stays.
    """
    dropped = [name for name in (*HABITS, *FOLLOW_ORDERS) if name in traits and name not in declared]
    return traits.drop(columns=dropped)


def without_makers(traits: pd.DataFrame, defined_by: Collection[str]) -> pd.DataFrame:
    """The traits of customers less those that make the segments, or follow from what does: there they would be no finding."""
    made = {name for maker in defined_by for name in (maker, *DERIVED_FROM.get(maker, ()))}
    return traits.drop(columns=[name for name in traits.columns if name in made and name != "customer_id"])


def broad_levels(traits: pd.DataFrame, segments: pd.DataFrame, *, method: str, minimum: int = 10) -> pd.DataFrame:
    """The categorical traits with their rare levels put together.

    From one row per customer (customer_id, one text column per trait) to the same with fewer levels:
    a level that fewer than `minimum` (but not 0) customers of some segment have is joined to
    '(other)', in bands (18–24, <100, 65+) to its smaller neighbour, until no such level is left or
    two levels are.  Unknown values stay '(missing)'.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    inside = traits["customer_id"].map(segment)
    columns = {name: _broad(traits[name], inside, minimum) for name in traits.columns.drop("customer_id")}
    return traits.assign(**columns)


def _broad(values: pd.Series, segment: pd.Series, minimum: int) -> pd.Series:
    counts = pd.crosstab(values, segment).drop(index=MISSING, errors="ignore")
    joined = {level: level for level in counts.index}
    banded = any(map(_is_band, counts.index)) and all(map(_is_figure, counts.index))
    pair = _next_band if banded else next_level
    while len(counts) > 2 and (counts.gt(0) & counts.lt(minimum)).any(axis=None):
        names = pair(counts, minimum)
        joined = {level: names.get(name, name) for level, name in joined.items()}
        counts = counts.rename(index=names).groupby(level=0).sum()
    return values.replace(joined | _few(joined))


def next_level(counts: pd.DataFrame, minimum: int) -> dict[str, str]:
    """The rarest level that is too small joins '(other)'; so does the next rarest where that is empty or too small itself."""
    size = counts.sum(axis=1).drop(OTHER, errors="ignore")
    rare = size[(counts.gt(0) & counts.lt(minimum)).any(axis=1).reindex(size.index)]
    one = (rare if len(rare) else size).idxmin()
    first = {one: OTHER}
    return first if OTHER in counts.index else first | {size.drop(one).idxmin(): OTHER}


def _next_band(counts: pd.DataFrame, minimum: int) -> dict[str, str]:
    """The rarest band that is too small and the smaller of its neighbours become one band."""
    size, order = counts.sum(axis=1), sorted(counts.index, key=_start)
    place = order.index(size[(counts.gt(0) & counts.lt(minimum)).any(axis=1)].idxmin())
    beside = min((order[i] for i in (place - 1, place + 1) if 0 <= i < len(order)), key=size.get)
    pair = sorted((order[place], beside), key=_start)
    return dict.fromkeys(pair, _span(*pair))


def _few(joined: dict[str, str]) -> dict[str, str]:
    """Up to three levels under '(other)' keep their names: Silver + Gold; of figures in a row the first and the last: 1–3."""
    levels = [level for level, name in joined.items() if name == OTHER]
    few = 1 < len(levels) <= NAMED and OTHER not in levels
    if not few:
        return {}
    figures = sorted(map(int, levels)) if all(map(str.isdecimal, levels)) else []
    in_a_row = bool(figures) and figures[-1] - figures[0] == len(figures) - 1
    named = f"{figures[0]}–{figures[-1]}" if in_a_row else " + ".join(levels)
    return dict.fromkeys(levels, named)


def _is_band(level: str) -> bool:
    return _is_figure(level) and any(mark in level for mark in "<–+")


def _is_figure(level: str) -> bool:
    """A band, or one number that is a band of its own."""
    return bool(level) and level.strip("<+0123456789.,–") == ""


def _start(level: str) -> float:
    return float("-inf") if level.startswith("<") else float(level.removesuffix("+").split("–")[0].replace(",", ""))


def _span(low: str, high: str) -> str:
    """The band from the beginning of one to the end of the next."""
    if low.startswith("<"):
        return "<" + high.split("–")[-1]
    return low.split("–")[0] + ("+" if high.endswith("+") else "–" + high.split("–")[-1])
