"""Membership levels, as the client gives them.

The levels are the client's own words, the highest first: in the order given, or by the median revenue of
their buyers, which is a reading of the data and said to be one.  A level is mostly granted for spending, so
that it goes with revenue follows from its rule and is no finding; where level and behaviour part ways is
one (`mismatch`).
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.segmentations.attributes import PREFIX, attribute, check_people, check_somebody, first_held, of_kind, segments_of_all
from analysis.segmentations.levels import MISSING, OTHER, as_levels, level_counts, level_table, words
from analysis.segmentations.population import BUYER, check_table
from analysis.segmentations.ranked import check_order

SEGMENTS: tuple[str, ...] = ()
DIVIDES = "customers"

USUAL = ("level", "membership_level", "member_level", "membership_type", "membership", "loyalty_level", "tier", "会员等级")
ANSWERS = frozenset(
    ("yes", "no", "true", "false", "是", "否", "有", "无")
)  # a column with one of these says whether, not which level
MOST = 12  # levels; a column with more different words is a number or a date, not a level
COLUMNS = ("membership", "column", "order_from", "segment", "rank", "median_revenue", "customers")

Kinds = Mapping[str, str] | None


def lacking(features: pd.DataFrame, *, kinds: Kinds = None, column: str = "", order: Sequence[str] | None = None) -> str:
    """Why there are no levels to show: a reason's key, empty where there are."""
    del order
    held = _level_column(features, kinds, column)
    return "" if held in features and _fit_for_levels(features[held]) else "no_membership_level"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    kinds: Kinds = None,
    column: str = "",
    order: Sequence[str] | None = None,
) -> pd.DataFrame:
    """The levels and their order.

    From one row per customer (customer_id, the level, and revenue and state where held) to one row per level,
    highest first, then '(other)' and '(missing)':

        membership      str    name of the attribute
        column          str    column of the record
        order_from      str    given | median_revenue | size
        segment         str    level, the client's own word
        rank            int    1 is the highest; 0 for '(other)' and '(missing)'
        median_revenue  float  median revenue in the window of the level's buyers, in the client's currency
        customers       int    customers when fitted

    `column` names the attribute; without it the usual names are tried (level, membership_level …), then what
    `kinds` declares as membership and holds twelve words at most.  `order` lists the levels, highest first;
    levels it does not name follow by size.  `gaps` is not used.

    Raises ConfigError where `order` names a level twice; SchemaError if there is no such column or nobody.
    """
    del gaps
    given = check_order(order)
    held = _level_column(features, kinds, column)
    check_people(features, held)
    check_somebody(features, "membership")
    found = words(features[held])
    counts = level_counts(found)
    levels = [*given, *(word for word in counts.index[: max(MOST, len(given))] if word not in given)]
    spent = _median_revenue(features, found)
    if given:
        order_from = "given"
    elif spent.reindex(levels).notna().any():
        order_from, levels = "median_revenue", sorted(levels, key=lambda word: (-spent.get(word, -np.inf), -counts[word], word))
    else:
        order_from = "size"
    ranks = {word: number for number, word in enumerate(levels, start=1)}
    sizes = level_table(found, kept=len(counts)).set_index("segment")["customers"]
    rest = int(counts.drop(levels, errors="ignore").sum())
    table = pd.DataFrame({"segment": pd.Series([*levels, OTHER, MISSING], dtype="str")})
    return table.assign(
        membership=held.removeprefix(PREFIX),
        column=held,
        order_from=order_from,
        rank=[ranks.get(key, 0) for key in table["segment"]],
        median_revenue=spent.reindex(table["segment"]).to_numpy(dtype=float),
        customers=np.array([*(int(counts.get(word, 0)) for word in levels), rest, int(sizes[MISSING])], dtype="int64"),
    )[list(COLUMNS)]


def ranked(definition: pd.DataFrame | None) -> bool:
    """Whether the levels are ranks that a client grants: they go by one of the usual names, or their order was given.

    A kind of contract or of payment divides customers as well, but nobody rises in it.
    """
    if definition is None:
        return False
    rule = definition.iloc[0]
    return rule["membership"] in USUAL or rule["order_from"] == "given"


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  Raises SchemaError if the column is missing."""
    check_table(definition, "membership definition", COLUMNS)
    column = definition["column"].iloc[0]
    check_people(features, column)
    return segments_of_all(features, as_levels(words(features[column]), definition["segment"]))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per level: segment, rank (1 highest, missing for none), median_revenue (of its buyers, in the client's currency)."""
    shown = definition[["segment", "rank", "median_revenue"]].reset_index(drop=True)
    return shown.assign(rank=shown["rank"].where(shown["rank"] > 0))


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The column of the record that holds the level."""
    return (str(definition["column"].iloc[0]),)


def _level_column(features: pd.DataFrame, kinds: Kinds, column: str) -> str:
    if column:
        return attribute(column)
    usual = first_held(features, map(attribute, USUAL))
    if usual is not None:
        return usual
    declared = [attribute(name) for name in of_kind(features, kinds, "membership")]
    return next((name for name in declared if _fit_for_levels(features[name])), attribute("level"))


def _fit_for_levels(values: pd.Series) -> bool:
    if pd.api.types.is_datetime64_any_dtype(values):
        return False
    found = level_counts(words(values)).index
    return 2 <= len(found) <= MOST and not {str(word).lower() for word in found} & ANSWERS


def _median_revenue(features: pd.DataFrame, found: np.ndarray) -> pd.Series:
    """Median revenue of the buyers with each word; empty where no revenue is held."""
    if "revenue" not in features or "state" not in features:
        return pd.Series(dtype="float64")
    buys = features["state"].eq(BUYER).to_numpy(dtype=bool)
    revenue = features["revenue"].to_numpy(dtype=float, na_value=np.nan)
    return pd.Series(revenue[buys]).groupby(found[buys]).median().dropna()
