"""Engagement: who is active on website and app, who is cooling off, who looks without buying?

Three lenses on the events that carry a customer's number, prospects included:

    engagement.state      how lately; the first that holds:
        online_unseen     no event held
        online_browsing   browsed on at least `browsing_days` of the last 30 days, no order for more than `buying_days`
                          days, or never
        online_active     seen within `active_days`
        online_cooling    seen within `quiet_days`
        online_away       longer ago
    engagement.frequency  how often: light, medium and heavy use by the days with an event of the last 90; cut on
                          values at 50 and 80 % of those with such a day.  Where equal values swallow a band, fixed
                          limits apply: 1, 2 to 4, 5 days and more
    engagement.category   what is looked at: the category on most browsing events in the window

`seen` says what counts as being there: any event (a customer's number on it says enough), or logins alone.
The limits of 30 and 90 days are conventions.  Who browses without buying is no lost sale: the share of
them who order afterwards is printed beside those who neither browse nor buy.  The method sees only
what is tracked, and is bad where customers look without logging in.
"""

import numpy as np
import pandas as pd

from analysis.errors import SchemaError, unknown_choice
from analysis.segmentations.engagement_rules import MISSING, OTHER, STAGES, USAGE, category_rows, stage_rows, usage_rows
from analysis.segmentations.engagement_settings import check_settings
from analysis.segmentations.population import check_key, check_table

BY = ("state", "frequency", "category")
SEGMENTS: tuple[str, ...] = (*STAGES[:-1], *USAGE)
DIVIDES = "customers"

LAST, LOGIN, USED, BROWSED, CATEGORY = (
    f"events.{name}" for name in ("last_event_age", "last_login_age", "active_days_90", "browsing_days_30", "browsed_category")
)
ORDERED = "recency_days"
DEFINED_BY: tuple[str, ...] = (LAST, BROWSED, ORDERED)  # of the first lens

COLUMNS = (
    "engagement_by", "segment", "seen", "basis", "seen_age_high", "browsing_days_low", "order_age_low",
    "active_days_low", "active_days_high", "customers",
)  # fmt: skip


def variants(features: pd.DataFrame, **settings: object) -> tuple[str, ...]:
    """The lenses that can be made: state and frequency, and category where one was browsed."""
    del settings
    return BY if CATEGORY in features and features[CATEGORY].notna().any() else BY[:2]


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why the record says nothing about engagement; empty where it does."""
    del settings
    return "" if LAST in features and features[LAST].notna().any() else "no_events"


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns behind a definition."""
    first = _checked(definition).iloc[0]
    if first["engagement_by"] == "category":
        return (CATEGORY,)
    if first["engagement_by"] == "frequency":
        return (USED, LAST)
    by_orders = definition["order_age_low"].notna().any()
    return (LAST, *((LOGIN,) if first["seen"] == "login" else ()), BROWSED, *((ORDERED,) if by_orders else ()))


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    by: str = "state",
    seen: str = "event",
    active_days: float = 30.0,
    quiet_days: float = 90.0,
    browsing_days: int = 1,
    buying_days: float = 90.0,
    usage_shares: tuple[float, float] = (0.50, 0.80),
    usage_limits: tuple[float, float] | None = None,
    categories: int = 8,
    minimum_customers: int = 30,
) -> pd.DataFrame:
    """The limits of a lens, one row per segment in display order.

    From one row per customer (customer_id, events.last_event_age and what the lens reads: see `defined_by`) to

        engagement_by      str    state | frequency | category
        segment            str    key, or the client's word for a category
        seen               str    event | login: what counts as being there
        basis              str    given | quantile | fixed
        seen_age_high      float  at most so many days since the customer was last seen; missing = open or not asked
        browsing_days_low  float  days of browsing among the last 30, and more
        order_age_low      float  more than so many days since the last order, or no order; missing too where the
                                  record holds no orders: then nobody can be told to browse without buying
        active_days_low    float  days with an event among the last 90: from, and to
        active_days_high   float
        customers          int    customers in the segment when fitted

    `usage_limits` are the most active days of light and of medium use, instead of the shares.  Of categories, the
    `categories` with most customers stand for themselves, where they have at least `minimum_customers`.

    Raises ConfigError for settings out of range; SchemaError if a column is missing or nobody was seen.
    """
    del gaps
    if by not in BY:
        raise unknown_choice("engagement lens", by, BY)
    check_settings(
        seen=seen, days=(active_days, quiet_days), browsing_days=browsing_days, buying_days=buying_days,
        usage_shares=usage_shares, usage_limits=usage_limits, categories=categories, minimum_customers=minimum_customers,
    )  # fmt: skip
    check_table(features, "features", ("customer_id", LAST))
    check_key(features, "features")
    if not features[LAST].notna().any():
        raise SchemaError("Nobody in table 'features' has an event, so '{method}' has nothing to divide by.", method="engagement")
    if by == "state":
        rows = stage_rows(ORDERED in features, active_days, quiet_days, browsing_days, buying_days)
    elif by == "frequency":
        rows = usage_rows(_numbers(features, USED), usage_shares, usage_limits)
    else:
        rows = category_rows(_words(features), categories, minimum_customers)
    table = pd.DataFrame(rows).assign(engagement_by=by, seen=seen, customers=0).reindex(columns=list(COLUMNS))
    table = table.astype(dict.fromkeys(COLUMNS[:4], "str") | dict.fromkeys(COLUMNS[4:9], "float64"))
    held = pd.Series(_segments(features, table)).value_counts()
    return table.assign(customers=table["segment"].map(held).fillna(0).astype("int64"))


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.  Everybody takes part.

    Raises SchemaError if a column is missing or a customer stands twice.
    """
    check_table(features, "features", ("customer_id", *defined_by(definition)))
    check_key(features, "features")
    segment = pd.Series(_segments(features, definition), dtype="str")
    return pd.DataFrame({"customer_id": features["customer_id"].array, "segment": segment})


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment with its limits; columns as in `fit`, `seen_age_low` (more than so many days) added."""
    rules = _checked(definition).drop(columns=["engagement_by", "customers"]).set_index("segment")
    low = pd.Series(np.nan, rules.index)
    if "online_cooling" in rules.index:
        low["online_cooling"], low["online_away"] = rules.loc[["online_active", "online_cooling"], "seen_age_high"]
    rules.insert(2, "seen_age_low", low)
    return rules.reset_index()


def _segments(features: pd.DataFrame, definition: pd.DataFrame) -> np.ndarray:
    """The segment of each row of `features`."""
    rules = definition.set_index("segment")
    by = str(definition["engagement_by"].iloc[0])
    if by == "category":
        word = _words(features)
        return np.where(word.isna(), MISSING, np.where(word.isin(rules.index), word, OTHER))
    unseen = np.isnan(_numbers(features, LAST))
    if by == "frequency":
        days = _numbers(features, USED)
        bands = [days >= rules.loc[key, "active_days_low"] for key in USAGE[:3]]
        return np.select([unseen, *bands], [USAGE[4], *USAGE[:3]], default=USAGE[3])
    age = _numbers(features, LOGIN if rules["seen"].iloc[0] == "login" else LAST)
    browsing = rules.loc["online_browsing"]
    looking = np.zeros(len(features), dtype=bool)
    if not np.isnan(browsing["order_age_low"]):
        bought = _numbers(features, ORDERED) <= browsing["order_age_low"]  # False without an order
        looking = (_numbers(features, BROWSED) >= browsing["browsing_days_low"]) & ~bought
    lately = [age <= rules.loc[key, "seen_age_high"] for key in ("online_active", "online_cooling")]
    return np.select([unseen, looking, *lately], [STAGES[4], STAGES[1], STAGES[0], STAGES[2]], default=STAGES[3])


def _numbers(features: pd.DataFrame, column: str) -> np.ndarray:
    """A column of the record as numbers, missing as NaN."""
    check_table(features, "features", (column,))
    return features[column].to_numpy(dtype="float64", na_value=np.nan)


def _words(features: pd.DataFrame) -> pd.Series:
    """The browsed category of each row, with a fresh index."""
    check_table(features, "features", (CATEGORY,))
    return features[CATEGORY].astype("str").reset_index(drop=True)


def _checked(definition: pd.DataFrame) -> pd.DataFrame:
    check_table(definition, "engagement definition", COLUMNS)
    return definition
