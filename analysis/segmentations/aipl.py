"""AIPL: how far has each customer come, from awareness over interest and purchase to loyalty?

The highest stage that holds wins:

    aipl_loyal     L  ordered again within `loyal_days` (the last order at least the `loyal_orders`-th), or, having
                      ordered, gave a positive review or shared something within `loyal_days`
    aipl_purchase  P  the last order within `purchase_days`
    aipl_interest  I  an active contact (`interest_kinds`: view, click, search, save, cart …) within `interest_days`,
                      and at least `interest_events` of them in the window
    aipl_aware     A  any event within `awareness_days`
    aipl_none         none of these: unknown to the tracking, or too long ago

Only contacts that carry a customer's number are seen: who merely saw an advertisement is not among A,
so A and I are the floor of what there is, and no share of a market.  A stage is a state, not a
path: P and L may never have been tracked as I.  How many moved up since the start of the period is
`stage_moves`.

Stages and their order: Alibaba's consumer assets (AIPL); windows and thresholds are the kit's own.
"""

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from analysis.errors import SchemaError, unknown_choice
from analysis.schema.canonical import EVENT_KINDS
from analysis.segmentations.engagement_settings import check_ranges
from analysis.segmentations.population import check_key, check_table

SEGMENTS: tuple[str, ...] = ("aipl_loyal", "aipl_purchase", "aipl_interest", "aipl_aware", "aipl_none")
DIVIDES = "customers"
SEEN, REVIEWED, ORDERS, ORDERED = "events.last_event_age", "events.last_positive_review_age", "lifetime_order_count", "recency_days"
INTEREST = ("view", "click", "search", "save", "cart", "trial", "use", "follow", "share")
ADVOCACY = ("share",)
DEFINED_BY: tuple[str, ...] = (
    SEEN, REVIEWED, *(f"events.last_{kind}_age" for kind in INTEREST), *(f"events.{kind}_count" for kind in INTEREST), ORDERS, ORDERED,
)  # fmt: skip
COLUMNS = ("segment", "aipl_within_days", "aipl_at_least", "aipl_kinds", "by_orders")


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why the record holds no contacts; empty where it does."""
    del settings
    return "" if SEEN in features and features[SEEN].notna().any() else "no_events"


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns behind a definition: those of its kinds of event, and of orders where it looks at them."""
    rules = _rules(definition)
    interest, advocacy = (rules.loc[key, "aipl_kinds"].split() for key in ("aipl_interest", "aipl_loyal"))
    kinds = list(dict.fromkeys((*interest, *advocacy)))
    ages, counts = (f"events.last_{kind}_age" for kind in kinds), (f"events.{kind}_count" for kind in interest)
    return (SEEN, REVIEWED, *ages, *counts, *((ORDERS, ORDERED) if rules["by_orders"].iloc[0] else ()))


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    awareness_days: float = 365.0,
    interest_days: float = 90.0,
    interest_events: int = 1,
    interest_kinds: tuple[str, ...] = INTEREST,
    purchase_days: float = 730.0,
    loyal_days: float = 365.0,
    loyal_orders: int = 2,
    advocacy_kinds: tuple[str, ...] = ADVOCACY,
) -> pd.DataFrame:
    """The rule of each stage, highest first.

        segment           str    key
        aipl_within_days  float  the contact, order or review lies at most so many days back; missing for (none)
        aipl_at_least     int    orders (L, P) or events in the window (I, A)
        aipl_kinds        str    kinds of event that count, apart by blanks; empty: any (A), none (P)
        by_orders         int    1: the record holds orders; 0: only A and I can be told

    `gaps` is not used.

    Raises ConfigError for settings out of range; SchemaError if a column is missing or nobody has an event.
    """
    del gaps
    _check_kinds((*interest_kinds, *advocacy_kinds))
    windows = {
        "awareness_days": awareness_days,
        "interest_days": interest_days,
        "purchase_days": purchase_days,
        "loyal_days": loyal_days,
    }
    check_ranges(
        {name: (days, not days > 0, "a number of days above 0") for name, days in windows.items()}
        | {
            "interest_events": (interest_events, interest_events < 1, "1 or more"),
            "interest_kinds": (listed_kinds(interest_kinds), not interest_kinds, "at least one kind of event"),
            "loyal_orders": (loyal_orders, loyal_orders < 2, "2 or more"),
        }
    )
    check_table(features, "features", ("customer_id", SEEN))
    check_key(features, "features")
    if not features[SEEN].notna().any():
        raise SchemaError("Nobody in table 'features' has an event, so '{method}' has nothing to divide by.", method="aipl")
    rows = [
        ("aipl_loyal", loyal_days, loyal_orders, listed_kinds(advocacy_kinds)),
        ("aipl_purchase", purchase_days, 1, ""),
        ("aipl_interest", interest_days, interest_events, listed_kinds(interest_kinds)),
        ("aipl_aware", awareness_days, 1, ""),
        ("aipl_none", np.nan, 0, ""),
    ]
    by_orders = int({ORDERS, ORDERED} <= set(features.columns))
    table = pd.DataFrame([(*row, by_orders) for row in rows], columns=list(COLUMNS))
    return table.astype({"segment": "str", "aipl_within_days": "float64", "aipl_kinds": "str"})


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  Everybody takes part.

    Raises SchemaError if a column is missing or a customer stands twice.
    """
    check_table(features, "features", ("customer_id", *defined_by(definition)))
    check_key(features, "features")
    rules = _rules(definition)
    days, least, kinds = rules["aipl_within_days"], rules["aipl_at_least"], rules["aipl_kinds"].str.split()
    nobody = np.zeros(len(features), dtype=bool)
    bought = loyal = nobody
    if rules["by_orders"].iloc[0]:
        orders, away = (_numbers(features, column) for column in (ORDERS, ORDERED))
        again = (orders >= least["aipl_loyal"]) & (away <= days["aipl_loyal"])
        told = _within(features, [REVIEWED, *(f"events.last_{kind}_age" for kind in kinds["aipl_loyal"])], days["aipl_loyal"])
        bought = (orders >= least["aipl_purchase"]) & (away <= days["aipl_purchase"])
        loyal = again | ((orders >= 1) & told)
    counts = sum(np.nan_to_num(_numbers(features, f"events.{kind}_count")) for kind in kinds["aipl_interest"])
    lately = _within(features, [f"events.last_{kind}_age" for kind in kinds["aipl_interest"]], days["aipl_interest"])
    interested = lately & (counts >= least["aipl_interest"])
    aware = _within(features, [SEEN], days["aipl_aware"])
    segment = np.select([loyal, bought, interested, aware], SEGMENTS[:4], default=SEGMENTS[4])
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": pd.Series(segment, dtype="str")})


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per stage, highest first: segment, within_days, at_least, kinds; see `fit`."""
    rules = _rules(definition).drop(columns="by_orders").reset_index()
    return rules.rename(columns=lambda name: name.removeprefix("aipl_"))


def stage_moves(at_start: pd.DataFrame, today: pd.DataFrame) -> pd.DataFrame:
    """How many of each stage at the start of the period stand higher, or lower, at its end: the table `aipl_moves`.

    From the segments at both dates under one definition (customer_id, segment) to one row per stage, lowest first.
    Customers who were not yet known at the start are left out.  Intervals are Wilson's, as in `segment_returns`.

    Raises SchemaError if a column is missing.
    """
    for table, name in ((at_start, "segments-start"), (today, "segments")):
        check_table(table, name, ("customer_id", "segment"))
    rank = {key: place for place, key in enumerate(reversed(SEGMENTS))}
    both = at_start[["customer_id", "segment"]].merge(today[["customer_id", "segment"]], on="customer_id", suffixes=("", "_today"))
    before, after = both["segment"].map(rank), both["segment_today"].map(rank)
    moved = pd.DataFrame({"segment": both["segment"], "up": after > before, "down": after < before})
    rows = []
    for key in rank:
        own = moved[moved["segment"] == key]
        n, up = len(own), int(own["up"].sum())
        low = high = share = np.nan
        if n and key != SEGMENTS[0]:
            share = up / n
            low, high = binomtest(up, n).proportion_ci(method="wilson")
        rows.append((key, n, up, share, low, high, int(own["down"].sum())))
    table = pd.DataFrame(rows, columns=["segment", "n", "moved_up", "share", "low", "high", "fell"])
    return table.astype({"segment": "str"})


def listed_kinds(kinds: tuple[str, ...]) -> str:
    """Kinds of event as a definition keeps them."""
    return " ".join(kinds)


def _within(features: pd.DataFrame, columns: list[str], days: float) -> np.ndarray:
    """Whether one of the ages is at most so many days; False where none is known."""
    return np.any([_numbers(features, column) <= days for column in columns], axis=0)


def _numbers(features: pd.DataFrame, column: str) -> np.ndarray:
    return features[column].to_numpy(dtype="float64", na_value=np.nan)


def _rules(definition: pd.DataFrame) -> pd.DataFrame:
    check_table(definition, "aipl definition", COLUMNS)
    return definition.set_index("segment")


def _check_kinds(kinds: tuple[str, ...]) -> None:
    for kind in kinds:
        if kind not in EVENT_KINDS:
            raise unknown_choice("kind of event", kind, EVENT_KINDS)
