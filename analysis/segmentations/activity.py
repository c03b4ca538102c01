"""Activity: who is active, who is slipping away, by rules in days that many systems share.

Three schemes:

    amperity    repeat buyers by the probability that they will buy again: active above 60 %, cooling down 50 to
                60, at risk 35 to 50, highly at risk 20 to 35, lost below 20.  One-time buyers, and repeat buyers for
                whom no probability could be estimated, by days since the order: 60, 120, 180, 240.
                Here the probability is P(alive) of the lifetime model.
    fixed_days  new: the first order is at most `active_days` ago.  Returning: back within `active_days` after a gap
                of more than `active_days`.  Continuing: every other order within `active_days`.  Sleeping: the last
                order is longer ago, up to `lost_days`.  Lost: longer still.
    nlr         what was spent in the two halves of the window: new in the later half only, repeating in both, lapsed
                in the earlier only.  Whoever spent nothing in either, after refunds, stands apart.

The days of `fixed_days` are a convention, 90 and 365 unless given; a client with a rhythm of its own is
better served by the life cycle.  With `nlr`, "new" means new in the window, not in the customer's life.

Rules: Amperity's documentation of predicted lifecycle status; ORS (new, lapsed, repeat); the weekly
activity scheme common in Chinese software.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, unknown_choice
from analysis.segmentations.population import (
    BUYER,
    NO_ORDER,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

PROBABILITY = "lifetime.probability_alive"
SCHEMES = {
    "amperity": ("activity_active", "activity_cooling", "activity_at_risk", "activity_high_risk", "activity_lost"),
    "fixed_days": ("activity_continuing", "activity_new", "activity_returning", "activity_sleeping", "activity_lost"),
    "nlr": ("nlr_repeating", "nlr_new", "nlr_lapsed", "nlr_neither"),
}
SEGMENTS: tuple[str, ...] = (
    "activity_active", "activity_continuing", "activity_new", "activity_returning", "activity_cooling", "activity_sleeping",
    "activity_at_risk", "activity_high_risk", "activity_lost",
    "nlr_repeating", "nlr_new", "nlr_lapsed", "nlr_neither", REFUND_ONLY, NO_ORDER,
)  # fmt: skip
NEEDS = {
    "amperity": ("recency_days", "lifetime_order_count"),
    "fixed_days": ("recency_days", "tenure_days"),
    "nlr": ("revenue",),
}
OPTIONAL = {"amperity": (PROBABILITY,), "fixed_days": ("last_gap_days",), "nlr": ("trend",)}
DEFINED_BY: tuple[str, ...] = ("recency_days", "tenure_days", "last_gap_days")  # of the default scheme

PROBABILITIES = (0.60, 0.50, 0.35, 0.20)  # least probability of all but the last
DAYS = (60.0, 120.0, 180.0, 240.0)  # longest silence of all but the last
COLUMNS = ("activity_scheme", "segment", "probability_low", "recency_high", "returning_after")


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns behind a definition's scheme."""
    scheme = _scheme(definition)
    return (*NEEDS[scheme], *OPTIONAL[scheme])


def lacking(features: pd.DataFrame, *, scheme: str = "fixed_days", **settings: object) -> str:
    """Why this record cannot be divided by the scheme; empty where it can.  Raises ConfigError if there is no such scheme."""
    del settings
    _check_scheme(scheme)
    if "recency_days" not in features or not features["state"].eq(BUYER).any():
        return "no_orders"
    if scheme == "amperity" and PROBABILITY not in features:
        return "no_lifetime"
    return "" if {*NEEDS[scheme], *OPTIONAL[scheme]} <= set(features.columns) else "no_order_days"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    scheme: str = "fixed_days",
    active_days: float = 90.0,
    lost_days: float = 365.0,
) -> pd.DataFrame:
    """The limits of a scheme, one row per segment.

        activity_scheme  str    amperity | fixed_days | nlr
        segment          str    key
        probability_low  float  repeat buyers: this probability and more, the first above it; missing = open or not used
        recency_high     float  at most so many days since the last order; missing = open or not used
        returning_after  float  the last gap was longer than this, in days; missing = not asked

    `active_days` and `lost_days` are those of `fixed_days`.  `gaps` is not used.

    Raises ConfigError for an unknown scheme or days that do not rise; SchemaError if a column or a value is missing
    or nobody has ordered.
    """
    del gaps
    _check_scheme(scheme)
    if not 0 < active_days < lost_days:
        raise ConfigError(
            "'active_days' is {active} and 'lost_days' {lost}. Choose two rising numbers of days above 0.",
            active=active_days,
            lost=lost_days,
        )
    check_not_empty(buyers(features, needs=NEEDS[scheme], optional=OPTIONAL[scheme]), "activity")
    nan, keys = np.nan, SCHEMES[scheme]
    limits = {
        "amperity": ([*PROBABILITIES, nan], [*DAYS, nan], [nan] * 5),
        "fixed_days": ([nan] * 5, [*[active_days] * 3, lost_days, nan], [nan, nan, active_days, nan, nan]),
        "nlr": ([nan] * 4, [nan] * 4, [nan] * 4),
    }[scheme]
    rows = zip([scheme] * len(keys), keys, *limits, strict=True)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(dict.fromkeys(COLUMNS[2:], "float64"))


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    Raises SchemaError if a column or a value is missing.
    """
    scheme = _scheme(definition)
    people = buyers(features, needs=NEEDS[scheme], optional=OPTIONAL[scheme])
    divide = {"amperity": _by_probability, "fixed_days": _by_days, "nlr": _by_halves}[scheme]
    return segments_by_state(features, divide(people, definition.set_index("segment")))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment: probability_low, recency_low, recency_high, returning_after; see `fit`.  Missing = open or not asked."""
    _scheme(definition)
    rules = definition.set_index("segment")[["probability_low", "recency_high", "returning_after"]]
    highs = rules["recency_high"].dropna()
    rules.insert(1, "recency_low", [highs[~(highs >= own)].max() for own in rules["recency_high"]])
    order = [key for key in SEGMENTS if key in rules.index or key in (REFUND_ONLY, NO_ORDER)]
    return rules.reindex(order).rename_axis("segment").reset_index().astype({"segment": "str"})


def _by_probability(people: pd.DataFrame, limits: pd.DataFrame) -> np.ndarray:
    """Repeat buyers by probability, the others by days."""
    keys = list(limits.index)
    known = (people["lifetime_order_count"] >= 2) & people[PROBABILITY].notna()
    first, *others = limits["probability_low"].dropna()
    likely = [known & (people[PROBABILITY] > first), *(known & (people[PROBABILITY] >= low) for low in others)]
    lately = [~known & (people["recency_days"] <= high) for high in limits["recency_high"].dropna()]
    reached = [one | other for one, other in zip(likely, lately, strict=True)]
    return np.select(reached, keys[:-1], default=keys[-1])


def _by_days(people: pd.DataFrame, limits: pd.DataFrame) -> np.ndarray:
    """New before returning before continuing, among those who are active; then sleeping, lost."""
    active, lost = limits.loc["activity_new", "recency_high"], limits.loc["activity_sleeping", "recency_high"]
    away = people["recency_days"]
    return np.select(
        [
            away > lost,
            away > active,
            people["tenure_days"] <= active,
            people["last_gap_days"] > limits.loc["activity_returning", "returning_after"],
        ],
        ["activity_lost", "activity_sleeping", "activity_new", "activity_returning"],
        default="activity_continuing",
    )


def _by_halves(people: pd.DataFrame, limits: pd.DataFrame) -> np.ndarray:
    """From `trend`, (later half - earlier half) / both: 1 is later only, -1 earlier only, what lies between is both."""
    del limits
    spent = (people["revenue"] > 0) & people["trend"].notna()
    return np.select(
        [~spent, people["trend"] >= 1, people["trend"] <= -1],
        ["nlr_neither", "nlr_new", "nlr_lapsed"],
        default="nlr_repeating",
    )


def _scheme(definition: pd.DataFrame) -> str:
    check_table(definition, "activity definition", COLUMNS)
    return str(definition["activity_scheme"].iloc[0])


def _check_scheme(scheme: str) -> None:
    if scheme not in SCHEMES:
        raise unknown_choice("activity scheme", scheme, SCHEMES)
