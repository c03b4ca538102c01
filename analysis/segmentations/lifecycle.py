"""Life cycle: is a customer new, loyal, going quiet, gone, or back again?

A stage asks how long a customer has been away, held against how long customers of this client
usually stay away before they come back.  The first cut is the day by which 80 % of those who come
back have done so, the second 95 %, read off the Kaplan–Meier curve of gaps (`gap_curve`, open gaps
included).  Where the curve levels off below 95 % because many never return, the shares are taken
of its highest reliable value (basis `plateau`); where too few gaps are closed to draw a curve,
cuts of 180 and 365 days are used and said so (basis `fixed`).

A customer with at least three gaps has own cuts: the client's, scaled by the own rhythm
(`cuts.personal_cuts`).

Cuts at one and three times the own *median* gap do not separate: of CDNOW customers with three
purchase days and more, 76, 71 and 51 % returned from before, between and past them; with these
cuts 76, 52 and 38 %.  The method is bad at short histories: the curve then levels off because
nobody has had time to return, and both cuts come too early.
"""

import numpy as np
import pandas as pd

from analysis.errors import ConfigError, MissingTableError
from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cuts import curve_cuts, personal_cuts
from analysis.segmentations.population import (
    PROSPECT,
    REFUND_ONLY,
    buyers,
    check_not_empty,
    check_table,
    segments_by_state,
)

SEGMENTS: tuple[str, ...] = (
    "loyal", "developing", "new", "won_back", "dormant", "churned", REFUND_ONLY, PROSPECT,
)  # fmt: skip
DEFINED_BY: tuple[str, ...] = (
    "recency_days", "tenure_days", "lifetime_order_count", "gap_count", "gap_mean_days", "last_gap_days",
)  # fmt: skip

NEEDS = ("recency_days", "tenure_days", "lifetime_order_count", "gap_count")
OPTIONAL = ("gap_mean_days", "last_gap_days")  # a customer with one order day has no gap


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    loyal_orders: int = 4,
    new_days: float | None = None,
    shares: tuple[float, float] = (0.80, 0.95),
    reliable_gaps: int = 30,
    personal_gaps: int = 3,
) -> pd.DataFrame:
    """The cuts of the stages, as a table of one row (the client; room for categories below it).

    From one row per customer (customer_id, state and `DEFINED_BY`) and one row per gap (gap_days,
    closed) to

        level, key       str    client, (all)
        basis            str    absolute | plateau | fixed
        first_cut_days   float  away longer: dormant
        second_cut_days  float  away longer: churned
        first_share      float  share that sets the first cut, .80 unless given; second_share likewise
        first_returned   float  height of the curve at the first cut; second_returned likewise
        plateau          float  highest reliable value of the curve
        reliable_days    int    day up to which `reliable_gaps` gaps are at risk
        gaps             int    gaps behind the curve
        closed_gaps      int    of these, ended by an order
        personal_gaps    int    own gaps from which a customer has own cuts
        mean_gap_days    float  mean closed gap of customers with so many; missing: nobody has own cuts
        loyal_orders     int    orders from which a customer is loyal
        new_days         float  days from the first order in which a customer is new; first cut unless given

    Raises MissingTableError without gaps, SchemaError if a column or a value is missing or nobody
    has ordered, ConfigError for settings out of range.
    """
    _check_settings(loyal_orders, new_days, shares, reliable_gaps, personal_gaps)
    if gaps is None:
        raise MissingTableError("The segmentation '{method}' needs the table '{table}'.", method="lifecycle", table="gaps")
    people = buyers(features, needs=NEEDS, optional=OPTIONAL)
    check_not_empty(people, "lifecycle")
    cuts = curve_cuts(gap_curve(gaps), shares=shares, reliable_gaps=reliable_gaps)
    fixed = cuts["basis"] == "fixed"
    own = people[people["gap_count"] >= personal_gaps].dropna(subset="gap_mean_days")
    days_in_gaps = (own["gap_mean_days"] * own["gap_count"]).sort_values().sum()  # sorted: exact in any row order
    return pd.DataFrame(
        [
            {
                "level": "client",
                "key": "(all)",
                **cuts,
                "first_share": shares[0],
                "second_share": shares[1],
                "gaps": len(gaps),
                "closed_gaps": int(gaps["closed"].sum()),
                "personal_gaps": personal_gaps,
                "mean_gap_days": np.nan if fixed or own.empty else float(days_in_gaps / own["gap_count"].sum()),
                "loyal_orders": loyal_orders,
                "new_days": float(cuts["first_cut_days"] if new_days is None else new_days),
            }
        ]
    )


def assign(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per customer of `features`, in its order: customer_id, segment.

    The first that holds:

        churned     away longer than the second cut
        dormant     away longer than the first cut
        won_back    the last order ended a gap longer than the second cut as it stood before it
        loyal       at least `loyal_orders` orders ever
        developing  two orders or more
        new         first order at most `new_days` ago
        developing  otherwise: one order, too long ago to be new, not yet past the first cut

    Raises SchemaError if a column or a value is missing.
    """
    rule = _client(definition)
    people = buyers(features, needs=NEEDS, optional=OPTIONAL)
    cuts = personal_cuts(people, rule)
    orders = people["lifetime_order_count"]
    stages = np.select(
        [
            people["recency_days"] > cuts["second_cut_days"],
            people["recency_days"] > cuts["first_cut_days"],
            people["last_gap_days"] > cuts["return_cut_days"],
            orders >= rule["loyal_orders"],
            orders >= 2,
            people["tenure_days"] <= rule["new_days"],
        ],
        ["churned", "dormant", "won_back", "loyal", "developing", "new"],
        default="developing",
    )
    return segments_by_state(features, stages, no_order=PROSPECT)


def stage_cuts(features: pd.DataFrame, definition: pd.DataFrame) -> pd.DataFrame:
    """One row per buyer with the cuts that apply; columns as in `cuts.personal_cuts`."""
    return personal_cuts(buyers(features, needs=NEEDS, optional=OPTIONAL), _client(definition))


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment with the client's cuts: orders, days away, days since the first order.

    A value is above `…_low` days and up to `…_high` days; orders from `orders_low` to
    `orders_high`; missing = open or not applicable.  `last_gap_low` is the gap that the last order
    of a won-back customer ended.  Customers with own cuts have these scaled: see `stage_cuts`.
    """
    rule = _client(definition)
    first, second, loyal = rule["first_cut_days"], rule["second_cut_days"], float(rule["loyal_orders"])
    before = {"recency_high": first}
    rules = {
        "loyal": before | {"orders_low": loyal},
        "developing": before | {"orders_low": 2.0 if rule["new_days"] >= first else 1.0, "orders_high": loyal - 1},
        "new": before | {"orders_low": 1.0, "orders_high": 1.0, "tenure_high": rule["new_days"]},
        "won_back": before | {"orders_low": 2.0, "last_gap_low": second},
        "dormant": {"recency_low": first, "recency_high": second},
        "churned": {"recency_low": second},
    }
    columns = ["orders_low", "orders_high", "recency_low", "recency_high", "tenure_high", "last_gap_low"]
    table = pd.DataFrame.from_dict(rules, orient="index").reindex(index=SEGMENTS, columns=columns)
    return table.astype("float64").rename_axis("segment").reset_index().astype({"segment": "str"})


def _client(definition: pd.DataFrame) -> pd.Series:
    """The client's row of the definition."""
    needed = (
        "level",
        "first_cut_days",
        "second_cut_days",
        "personal_gaps",
        "mean_gap_days",
        "loyal_orders",
        "new_days",
    )
    check_table(definition, "lifecycle definition", needed)
    return definition[definition["level"] == "client"].iloc[0]


def _check_settings(
    loyal_orders: int, new_days: float | None, shares: tuple[float, float], reliable_gaps: int, personal_gaps: int
) -> None:
    wrong = {
        "loyal_orders": (loyal_orders, loyal_orders < 2, "2 or more"),
        "new_days": (new_days, new_days is not None and not new_days > 0, "a number of days above 0"),
        "shares": (shares, not 0 < shares[0] < shares[1] < 1, "two rising shares between 0 and 1"),
        "reliable_gaps": (reliable_gaps, reliable_gaps < 1, "1 or more"),
        "personal_gaps": (personal_gaps, personal_gaps < 2, "2 or more"),
    }
    for setting, (given, out_of_range, allowed) in wrong.items():
        if out_of_range:
            raise ConfigError("'{setting}' is {given}. Choose {allowed}.", setting=setting, given=given, allowed=allowed)
