"""Traits made fit to compare segments of different size and different numbers of orders.

Two things spoil a comparison of segments before it begins.  Rare levels leave cells too small to
show, and hiding them takes whole rows along.  And habits read per customer follow the number of
orders: whoever ordered once has one favourite channel and a weekend share of 0 or 1, whoever ordered
ten times nearly always has the channel and the weekend that everybody has.  So rare levels are put
together here, and habits are left to `order_habits`, which counts orders.
"""

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.profiles.differentiators import DERIVED_FROM
from analysis.profiles.membership import members
from analysis.profiles.traits import MISSING, OTHER, SMALL
from analysis.schema.level_order import known_order

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


def broad_levels(
    traits: pd.DataFrame,
    segments: pd.DataFrame,
    *,
    method: str,
    minimum: int = 10,
    orders: Mapping[str, Sequence[str]] | None = None,
) -> pd.DataFrame:
    """The categorical traits with their rare levels put together.

    From one row per customer (customer_id, one text column per trait) to the same with fewer levels:
    a level that fewer than `minimum` (but not 0) customers of some segment have is joined to
    '(other)', until no such level is left or two levels are.  Levels with an order, that of `orders` (trait -> its
    levels, lowest first) or one that their words tell (18–24, <100, never), are joined with the smaller
    neighbour instead, so that opposite ends never meet.  Unknown values stay '(missing)'.

    Raises ConfigError where `segments` holds no such method.
    """
    segment = members(segments, method)
    inside = traits["customer_id"].map(segment)
    given = orders or {}
    columns = {name: _broad(traits[name], inside, minimum, given.get(name, ())) for name in traits.columns.drop("customer_id")}
    return traits.assign(**columns)


def _broad(values: pd.Series, segment: pd.Series, minimum: int, given: Sequence[str]) -> pd.Series:
    counts = pd.crosstab(values, segment).drop(index=MISSING, errors="ignore")
    order = given or known_order(counts.index.drop(OTHER, errors="ignore"))
    chain = [(level,) for level in order if level in counts.index]
    joined = {level: level for level in counts.index}
    while len(counts) > 2 and len(small := counts[(counts.gt(0) & counts.lt(minimum)).any(axis=1)]):
        chain, names = _next_neighbours(counts, small, chain) if chain else ([], next_level(counts, minimum))
        if not names:
            break
        joined = {level: names.get(name, name) for level, name in joined.items()}
        counts = counts.rename(index=names).groupby(level=0).sum()
    return values.replace(joined)


Chain = list[tuple[str, ...]]  # ordered levels, those that are joined together


def _next_neighbours(counts: pd.DataFrame, small: pd.DataFrame, chain: Chain) -> tuple[Chain, dict[str, str]]:
    """The rarest level that is too small and the smaller of its neighbours become one; the chain afterwards, and the new names.

    A level outside the order joins '(other)'.  Nothing where only '(other)' itself is too small.
    """
    size = counts.sum(axis=1)
    rare = small.index.drop(OTHER, errors="ignore")
    if rare.empty:
        return chain, {}
    one, named = size[rare].idxmin(), [span(levels) for levels in chain]
    if one not in named or len(chain) == 1:
        return [levels for levels, name in zip(chain, named, strict=True) if name != one], {one: OTHER}
    place = named.index(one)
    beside = min((at for at in (place - 1, place + 1) if 0 <= at < len(chain)), key=lambda at: size[named[at]])
    first, last = sorted((place, beside))
    both = chain[first] + chain[last]
    return [*chain[:first], both, *chain[last + 1 :]], {named[first]: span(both), named[last]: span(both)}


def next_level(counts: pd.DataFrame, minimum: int) -> dict[str, str]:
    """The rarest level that is too small joins '(other)'; so does the next rarest where that is empty or too small itself."""
    size = counts.sum(axis=1).drop(OTHER, errors="ignore")
    rare = size[(counts.gt(0) & counts.lt(minimum)).any(axis=1).reindex(size.index)]
    one = (rare if len(rare) else size).idxmin()
    first = {one: OTHER}
    return first if OTHER in counts.index else first | {size.drop(one).idxmin(): OTHER}


def span(levels: Sequence[str]) -> str:
    """The name of levels in a row: 18–34 for 18–24 and 25–34, 1–3, Silver + Gold; of many words the first and the last."""
    if len(levels) == 1:
        return levels[0]
    if all(map(_is_figure, levels)):
        return _span(levels[0], levels[-1])
    return " + ".join(levels) if len(levels) <= NAMED else f"{levels[0]} – {levels[-1]}"


def _is_figure(level: str) -> bool:
    """A band, or one number that is a band of its own."""
    return bool(level) and level.strip("<+0123456789.,–") == ""


def _span(low: str, high: str) -> str:
    """The band from the beginning of one to the end of the next.

    Of small whole numbers the last one inside is written (see `traits`), so <1 and 1 are ≤1, and <3 and 3–6 are ≤6.
    """
    if low.startswith("<"):
        end = high.split("–")[-1]
        return ("≤" if end.isdecimal() and int(end) < SMALL else "<") + end
    return low.split("–")[0] + ("+" if high.endswith("+") else "–" + high.split("–")[-1])
