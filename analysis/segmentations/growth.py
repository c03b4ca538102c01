"""Room to grow: who orders less often, or from fewer categories, than comparable customers do?

Comparable are buyers who have been customers about as long and like the same category best.  Their upper quartile is
the mark, for the number of orders and for the number of categories in the window.  A customer has room where the own
number is at most half of it.

By construction somebody always lies below a quartile of the own group, so the size of these segments is no finding and
no forecast: whoever stands out to one side is, on average, less far out later (regression to the mean).  What the lens
is for is to say which lever is left with whom: more orders, more categories, or both.  Who has not ordered in the
window has no rhythm to add to and stands apart.  Rule and limits: the kit's own.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError
from analysis.segmentations.population import BUYER, NO_ORDER, REFUND_ONLY, buyers, check_not_empty, check_table, segments_by_state

SEGMENTS: tuple[str, ...] = (
    "growth_both", "growth_orders", "growth_categories", "growth_none", "growth_quiet", REFUND_ONLY, NO_ORDER,
)  # fmt: skip
DEFINED_BY: tuple[str, ...] = ("order_count", "category_count", "tenure_days", "top_category")
NEEDS = ("order_count", "category_count", "tenure_days")
ALL = "(all)"
COLUMNS = ("tenure", "tenure_high", "category", "room", "orders_mark", "categories_mark", "buyers")


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """no_orders without an order, no_categories where no category is held."""
    del settings
    if not {*DEFINED_BY, "state"} <= set(features.columns) or not features["state"].eq(BUYER).any():
        return "no_orders"
    return "" if features["top_category"].notna().any() else "no_categories"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    room: float = 0.5,
    tenure_days: tuple[float, ...] = (180.0, 365.0, 730.0),
    reliable_buyers: int = 50,
) -> pd.DataFrame:
    """The marks of comparable customers, one row per group that has enough of them.

        tenure           int    band of days since the first order, from 1
        tenure_high      float  its last day; missing for the last band
        category         str    category bought most often; (all): every customer of the band
        room             float  a number of at most this share of the mark leaves room
        orders_mark      float  upper quartile of orders in the window, of buyers with an order there
        categories_mark  float  upper quartile of categories in the window, likewise
        buyers           int    buyers behind it

    A category with fewer than `reliable_buyers` buyers in a band is held against all of the band.  Quartiles are values
    that somebody has (inverted_cdf).  `gaps` is not used.

    Raises SchemaError if a column or a value is missing or nobody has ordered, ConfigError for settings out of range.
    """
    del gaps
    _check_settings(room, tenure_days, reliable_buyers)
    people = _people(features)
    check_not_empty(people, "growth")
    active = people[people["order_count"] > 0]
    band = np.searchsorted(tenure_days, active["tenure_days"]) + 1
    rows = []
    for number, high in enumerate([*tenure_days, np.nan], 1):
        own = active[band == number]
        rows.append((number, high, ALL, room, *_marks(own), len(own)))
        for category, few in own.groupby("top_category"):
            if len(few) >= reliable_buyers:
                rows.append((number, high, category, room, *_marks(few), len(few)))
    made = pd.DataFrame(rows, columns=list(COLUMNS))
    floats = dict.fromkeys(("tenure_high", "room", "orders_mark", "categories_mark"), "float64")
    return made.astype({"tenure": "int64", "category": "str", "buyers": "int64"} | floats)


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column or a value is missing.
    """
    found = growth_headroom(features, definition)
    orders, categories = found["room_in_orders"], found["room_in_categories"]
    segment = np.select(
        [found["order_count"] == 0, orders & categories, orders, categories],
        ["growth_quiet", "growth_both", "growth_orders", "growth_categories"],
        default="growth_none",
    )
    return segments_by_state(features, segment)


def growth_headroom(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer, in the order of `features`: own numbers and the marks of comparable customers.

    customer_id                        str
    order_count, category_count        float  in the window
    orders_mark, categories_mark       float  of comparable customers; missing where the band was empty when fitted
    room_in_orders, room_in_categories bool   at most `room` of the mark
    """
    check_table(definition, "growth definition", COLUMNS)
    people = _people(features)
    highs = definition.drop_duplicates("tenure")["tenure_high"].dropna().to_numpy()
    band = pd.Series(np.searchsorted(highs, people["tenure_days"]) + 1, index=people.index)
    by_key = definition.set_index(["tenure", "category"])
    everybody = pd.MultiIndex.from_arrays([band, np.full(len(people), ALL, dtype=object)])
    own = pd.MultiIndex.from_arrays([band, people["top_category"].fillna(ALL).astype(object)])
    found = people[["customer_id", "order_count", "category_count"]].copy()
    for mark, count in (("orders_mark", "order_count"), ("categories_mark", "category_count")):
        nearest = by_key[mark].reindex(own).to_numpy()
        found[mark] = np.where(np.isnan(nearest), by_key[mark].reindex(everybody).to_numpy(), nearest)
        found[f"room_in_{mark.removesuffix('_mark')}"] = found[count] <= definition["room"].iloc[0] * found[mark]
    return found


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: the highest numbers with which a customer has room, from the strictest group to the widest.

    orders_low, orders_high, categories_low, categories_high: range over the groups of comparable customers of `room` times
    the mark; missing where the number says nothing.
    """
    check_table(definition, "growth definition", COLUMNS)
    limits = definition[["orders_mark", "categories_mark"]].mul(definition["room"], axis="index").agg(["min", "max"])
    orders = {"orders_low": limits.loc["min", "orders_mark"], "orders_high": limits.loc["max", "orders_mark"]}
    categories = {"categories_low": limits.loc["min", "categories_mark"], "categories_high": limits.loc["max", "categories_mark"]}
    rules = {"growth_both": orders | categories, "growth_orders": orders, "growth_categories": categories}
    columns = [*orders, *categories]
    table = pd.DataFrame.from_dict(rules, orient="index").reindex(index=list(SEGMENTS), columns=columns)
    return table.astype("float64").rename_axis("segment").reset_index().astype({"segment": "str"})


def _people(features: pd.DataFrame) -> pd.DataFrame:
    """The buyers with their numbers, and the category bought most often beside them."""
    people = buyers(features, needs=NEEDS)
    check_table(features, "features", ("top_category",))
    favourite = features.loc[features["state"].eq(BUYER).to_numpy(), "top_category"].reset_index(drop=True)
    return people.assign(top_category=favourite.astype("str"))


def _marks(own: pd.DataFrame) -> tuple[float, float]:
    """Upper quartiles of orders and categories; missing without anybody."""
    if own.empty:
        return np.nan, np.nan
    return tuple(float(np.quantile(own[count], 0.75, method="inverted_cdf")) for count in ("order_count", "category_count"))


def _check_settings(room: float, tenure_days: tuple[float, ...], reliable_buyers: int) -> None:
    wrong = {
        "room": (room, not 0 < room < 1, "a share between 0 and 1"),
        "tenure_days": (
            tenure_days,
            any(b <= a for a, b in zip((0, *tenure_days), tenure_days, strict=False)),
            "rising days above 0",
        ),
        "reliable_buyers": (reliable_buyers, reliable_buyers < 1, "1 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
