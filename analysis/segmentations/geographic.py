"""Geographic groups: where do the customers live, or where do they buy?

One lens per place held: city, region, store, or another that is declared as geographic; and the tier of
the city, where a list of tiers knows most of them.  A place in the client's customer file comes before
the place of the last order.  The eight places with most customers keep their name, the rest is '(other)';
who has no place is a group of its own.

A store computed from orders is the one of most orders in the window.  Where the client also sells through channels
without stores, who has none has not ordered in a store in the window, and is called so: `(no store)` in place of
`(missing)`.  That is told from the channels: one of them names a store for nearly everybody who mostly uses it, others
for less than half.  Whoever mostly uses the former and has no store is not known.

A difference between places mixes prices, rivals, stores and the time since the first store opened.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.errors import unknown_choice
from analysis.segmentations.attributes import attribute, check_people, check_somebody, first_held, of_kind, segments_of_all
from analysis.segmentations.city_tiers import NOT_LISTED, plain_city, plain_tiers
from analysis.segmentations.levels import KEPT, MISSING, as_levels, level_counts, level_table, words
from analysis.segmentations.population import check_table

SEGMENTS: tuple[str, ...] = ()
DIVIDES = "customers"

USUAL = ("city", "region", "province", "state", "country", "district", "store", "home_site", "home_store", "location")
COMPUTED = ("city", "region", "store")  # places that the customer table brings from orders
TIER = "city_tier"
CITY_COLUMNS = (attribute("city"), attribute("location"), "city")
KNOWN_TIERS = 0.5  # share of customers with a city that the list must know
STORE = "store"
NO_STORE = "(no store)"
RECORDED, WITHOUT = 0.95, 0.5  # shares with a store: from the first a channel records stores, below the second it has none
HELD = ("geographic", "column", "segment", "cities", "customers")
COLUMNS = (*HELD, "channels")

BY_CHANNEL = ("top_channel", "order_count")  # what tells an order elsewhere from a store that is not known

Kinds = Mapping[str, str] | None
Tiers = Mapping[str, str] | None


def variants(features: pd.DataFrame, *, kinds: Kinds = None, tiers: Tiers = None, kept: int = KEPT) -> tuple[str, ...]:
    """The places that the record can be divided by: at least two must be named; `city_tier` where the list knows half."""
    del kept
    names = [*of_kind(features, kinds, "geographic", usual=USUAL), *COMPUTED]
    columns = {name: _column(features, name) for name in dict.fromkeys(names)}
    held = [name for name, column in columns.items() if column in features and len(level_counts(words(features[column]))) > 1]
    held.sort(key=lambda name: USUAL.index(name) if name in USUAL else len(USUAL))
    return (*held, TIER) if _tiers_known(features, tiers) else tuple(held)


def lacking(features: pd.DataFrame, *, kinds: Kinds = None, tiers: Tiers = None, kept: int = KEPT) -> str:
    """Why nobody can be divided by place: a reason's key, empty where somebody can."""
    return "" if variants(features, kinds=kinds, tiers=tiers, kept=kept) else "no_places"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: str = "",
    kinds: Kinds = None,
    tiers: Tiers = None,
    kept: int = KEPT,
) -> pd.DataFrame:
    """The places of one kind.

    From one row per customer (customer_id and the place, attribute.<name> or as computed) to one row per
    group, in display order: places by customers, tiers as their list orders them.

        geographic  str  what is divided by: city, region, store, city_tier …
        column      str  column of the record
        segment     str  place or tier, then '(other)' or, for tiers, '(not listed)', and '(missing)'
        cities      str  tiers: their cities in plain form, parted by ' | '; else empty
        customers   int  customers when fitted
        channels    str  stores from orders: the channels without stores, parted by ' | '; else empty

    `tiers` is the client's own list, tier by city; without it the ranking for China holds.  `gaps` is not
    used; `kinds` only tells `variants` what there is.

    Raises ConfigError without `by`; SchemaError if the column is missing or there is nobody.
    """
    del gaps, kinds
    if not by:
        raise unknown_choice("geographic attribute", by, (*USUAL, TIER))
    column = _column(features, "city" if by == TIER else by)
    check_people(features, column)
    check_somebody(features, "geographic")
    if by == TIER:
        table = _tier_table(plain_tiers(tiers))
        sizes = pd.Series(_tiers(features[column], table), dtype="str").value_counts()
        table = table.assign(customers=sizes.reindex(table["segment"]).fillna(0).to_numpy(dtype="int64"))
        return table.assign(geographic=by, column=column, channels="")[list(COLUMNS)]
    table = level_table(words(features[column]), kept=kept).assign(cities="")
    channels = _without_stores(features) if column == STORE else ()
    if channels:
        outside = int(_not_in_a_store(features, channels).sum())
        table.loc[table["segment"] == MISSING, "customers"] -= outside
        table.loc[len(table)] = table.iloc[-1]
        table.loc[len(table) - 2, ["segment", "customers"]] = NO_STORE, outside
    return table.astype({"cities": "str"}).assign(geographic=by, column=column, channels=" | ".join(channels))[list(COLUMNS)]


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  Raises SchemaError if a column is missing."""
    check_table(definition, "geographic definition", HELD)  # one saved by an earlier version knows no channels
    rule = definition.iloc[0]
    check_people(features, rule["column"])
    values = features[rule["column"]]
    if rule["geographic"] == TIER:
        return segments_of_all(features, _tiers(values, definition))
    found, channels = as_levels(words(values), definition["segment"]), _channels(definition)
    return segments_of_all(features, np.where(_not_in_a_store(features, channels), NO_STORE, found) if channels else found)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per group: segment, cities (int: cities of the tier in the list, 0 for places)."""
    return pd.DataFrame(
        {
            "segment": definition["segment"].array,
            "cities": [len(cities.split(" | ")) if cities else 0 for cities in definition["cities"]],
        }
    )


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns of the record that make the groups."""
    return (str(definition["column"].iloc[0]), *(BY_CHANNEL if _channels(definition) else ()))


def _channels(definition: pd.DataFrame) -> tuple[str, ...]:
    """The channels without stores that the definition holds."""
    held = definition["channels"].iloc[0] if "channels" in definition else ""
    return tuple(held.split(" | ")) if held else ()


def _without_stores(features: pd.DataFrame) -> tuple[str, ...]:
    """The channels that have no store, where another one records the store of nearly every customer."""
    if not set(BY_CHANNEL) <= set(features.columns):
        return ()
    shares = features[STORE].notna().groupby(features["top_channel"]).mean()
    return tuple(shares.index[shares < WITHOUT]) if (shares >= RECORDED).any() else ()


def _not_in_a_store(features: pd.DataFrame, channels: tuple[str, ...]) -> np.ndarray:
    """Who has no order of the window in a store: none at all, or all where there are no stores."""
    check_table(features, "features", BY_CHANNEL)
    elsewhere = features["top_channel"].isin(channels) | features["order_count"].fillna(0).eq(0)
    return (features[STORE].isna() & elsewhere).to_numpy(dtype=bool)


def _column(features: pd.DataFrame, by: str) -> str:
    """The client's own place before the one computed from orders."""
    wanted = CITY_COLUMNS if by == "city" else (attribute(by), by)
    return first_held(features, wanted) or attribute(by)


def _tier_table(tiers: Mapping[str, str]) -> pd.DataFrame:
    """One row per tier in the order of the list: segment, cities; then those not listed and those without a city."""
    cities: dict[str, list[str]] = {}
    for city, tier in tiers.items():
        cities.setdefault(tier, []).append(city)
    joined = [" | ".join(held) for held in cities.values()]
    return pd.DataFrame({"segment": [*cities, NOT_LISTED, MISSING], "cities": [*joined, "", ""]}).astype("str")


def _tiers(values: pd.Series, table: pd.DataFrame) -> list[str]:
    tier_of = {
        city: tier for tier, cities in zip(table["segment"], table["cities"], strict=True) for city in cities.split(" | ") if city
    }
    found = words(values)
    by_word = {word: tier_of.get(plain_city(word), NOT_LISTED) for word in set(found) - {None}}
    return [MISSING if word is None else by_word[word] for word in found]


def _tiers_known(features: pd.DataFrame, tiers: Tiers) -> bool:
    column = first_held(features, CITY_COLUMNS)
    if column is None:
        return False
    counts = level_counts(words(features[column]))
    listed = plain_tiers(tiers)
    known = sum(int(size) for word, size in counts.items() if plain_city(word) in listed)
    return bool(len(counts)) and known >= KNOWN_TIERS * counts.sum()
