"""Life cycle: is a customer new, loyal, going quiet, gone, or back again?

A stage asks how long a customer has been away, held against how long customers of this client
usually stay away before they come back.  The first cut is the day by which 80 % of those who come
back have done so, the second 95 %, read off the Kaplan–Meier curve of gaps (`gap_curve`, open gaps
included).  Where the curve levels off below 95 % because many never return, the shares are taken
of its highest reliable value (basis `plateau`); where too few gaps are closed to draw a curve,
cuts of 180 and 365 days are used and said so (basis `fixed`).  A client may set both cuts in days
instead (basis `given`); then they hold for everybody.

Each customer is held against the nearest ruler there is: own cuts with at least three gaps, scaled
by the own rhythm (`cuts.personal_cuts`); else those of the favourite category, where enough gaps
began in the window to draw its curve (`category_cuts`); else the client's.  A customer without
an order in the window has no favourite category.

Cuts at one and three times the own *median* gap do not separate: of CDNOW customers with three
purchase days and more, 76, 71 and 51 % returned from before, between and past them; with these
cuts 76, 52 and 38 %.  The method is bad at short histories: the curve then levels off because
nobody has had time to return, and both cuts come too early.
"""

import numpy as np
import pandas as pd

from analysis.errors import MissingTableError
from analysis.segmentations.category_cuts import category_cuts
from analysis.segmentations.curve import gap_curve
from analysis.segmentations.cut_settings import check_cut_settings, check_stage_settings
from analysis.segmentations.cuts import (
    ALL,
    CATEGORY,
    CLIENT,
    curve_cuts,
    given_cuts,
    mean_gap,
    personal_cuts,
    rules_of,
)
from analysis.segmentations.population import (
    BUYER,
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
    "top_category",
)  # fmt: skip

NEEDS = ("recency_days", "tenure_days", "lifetime_order_count", "gap_count")
OPTIONAL = ("gap_mean_days", "last_gap_days")  # a customer with one order day has no gap


def defined_by(definition: pd.DataFrame) -> tuple[str, ...]:
    """The columns that make the stages: the favourite category only where it has limits of its own."""
    by_category = definition["level"].eq(CATEGORY).any()
    return DEFINED_BY if by_category else tuple(column for column in DEFINED_BY if column != "top_category")


def lacking(features: pd.DataFrame, **settings: object) -> str:
    """Why the stages cannot be told of this record; empty where they can."""
    del settings
    if "recency_days" not in features or not features["state"].eq(BUYER).any():
        return "no_orders"
    return "" if {*NEEDS, *OPTIONAL} <= set(features.columns) else "no_order_days"


def fit(
    features: pd.DataFrame,
    *,
    gaps: pd.DataFrame | None = None,
    loyal_orders: int = 4,
    new_days: float | None = None,
    shares: tuple[float, float] = (0.80, 0.95),
    first_cut_days: float | None = None,
    second_cut_days: float | None = None,
    reliable_gaps: int = 30,
    personal_gaps: int = 3,
    category_gaps: int = 100,
) -> pd.DataFrame:
    """The cuts of the stages: one row for the client, and below it one for each category with cuts of its own.

    From one row per customer (customer_id, state and `DEFINED_BY`; top_category may be missing) and one row per gap
    (gap_days, closed; for categories also customer_id, gap_number) to

        level, key       str    client, (all); category, its name
        basis            str    absolute | plateau | fixed | given
        first_cut_days   float  away longer: dormant
        second_cut_days  float  away longer: churned
        first_share      float  share that sets the first cut, .80 unless given; second_share likewise; missing
                                where the client set the days
        first_returned   float  height of the curve at the first cut; second_returned likewise
        plateau          float  highest reliable value of the curve
        reliable_days    int    day up to which `reliable_gaps` gaps are at risk
        gaps             int    gaps behind the curve
        closed_gaps      int    of these, ended by an order
        personal_gaps    int    own gaps from which a customer has own cuts
        mean_gap_days    float  mean closed gap of customers with so many; missing: nobody has own cuts
        loyal_orders     int    orders from which a customer is loyal
        new_days         float  days from the first order in which a customer is new; first cut unless given

    `category_gaps` closed gaps give a category its own cuts, 0 none at all.  `first_cut_days` and `second_cut_days`
    set the cuts of everybody; then `gaps` may be missing.

    Raises MissingTableError without gaps, SchemaError if a column or a value is missing or nobody
    has ordered, ConfigError for settings out of range.
    """
    check_stage_settings(loyal_orders, new_days, shares, reliable_gaps, personal_gaps)
    check_cut_settings(first_cut_days, second_cut_days, category_gaps)
    given = first_cut_days is not None
    if gaps is None and not given:
        raise MissingTableError("The segmentation '{method}' needs the table '{table}'.", method="lifecycle", table="gaps")
    people = _people(features)
    check_not_empty(people, "lifecycle")
    gaps = pd.DataFrame({"gap_days": [], "closed": []}, dtype="float64") if gaps is None else gaps
    curve = gap_curve(gaps)
    if given:
        cuts = given_cuts(curve, days=(first_cut_days, second_cut_days), reliable_gaps=reliable_gaps)
        shares = (np.nan, np.nan)
    else:
        cuts = curve_cuts(curve, shares=shares, reliable_gaps=reliable_gaps)
    rows = [{"key": ALL, **cuts, "gaps": len(gaps), "closed_gaps": int(gaps["closed"].sum())}]
    own = cuts["basis"] in ("absolute", "plateau")  # otherwise there is one ruler for all
    if own and category_gaps and people["top_category"].notna().any():
        rows += category_cuts(gaps, people, shares=shares, reliable_gaps=reliable_gaps, category_gaps=category_gaps)
    return pd.DataFrame(
        {
            "level": CLIENT if row["key"] == ALL else CATEGORY,
            **row,
            "first_share": shares[0],
            "second_share": shares[1],
            "personal_gaps": personal_gaps,
            "mean_gap_days": mean_gap(_of_key(people, row["key"]), personal_gaps=personal_gaps) if own else np.nan,
            "loyal_orders": loyal_orders,
            "new_days": float(row["first_cut_days"] if new_days is None else new_days),
        }
        for row in rows
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
    people, rule = _held_against(features, definition)
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
    return personal_cuts(*_held_against(features, definition))


def category_limits(definition: pd.DataFrame) -> pd.DataFrame:
    """The categories with cuts of their own, shortest first: key, first_cut_days, second_cut_days, gaps, closed_gaps."""
    _client(definition)
    columns = ["key", "first_cut_days", "second_cut_days", "gaps", "closed_gaps"]
    own = definition.loc[definition["level"] == CATEGORY].reindex(columns=columns)
    return own.sort_values(["first_cut_days", "key"], ignore_index=True)


def describe(definition: pd.DataFrame) -> pd.DataFrame:
    """One row per segment with the client's cuts: orders, days away, days since the first order.

    A value is above `…_low` days and up to `…_high` days; orders from `orders_low` to
    `orders_high`; missing = open or not applicable.  `last_gap_low` is the gap that the last order
    of a won-back customer ended.  Customers with own cuts, or those of a category, have other days:
    see `stage_cuts` and `category_limits`.
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


def _people(features: pd.DataFrame) -> pd.DataFrame:
    """The buyers, checked, with their favourite category; missing throughout where none is held."""
    people = buyers(features, needs=NEEDS, optional=OPTIONAL)
    if "top_category" not in features:
        return people.assign(top_category=pd.Series(None, people.index, dtype="str"))
    return people.assign(top_category=features.loc[features["state"].eq(BUYER).to_numpy(), "top_category"].astype("str").array)


def _of_key(people: pd.DataFrame, key: str) -> pd.DataFrame:
    """The buyers that a row of the definition is fitted on."""
    return people if key == ALL else people[people["top_category"] == key]


def _held_against(features: pd.DataFrame, definition: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The buyers, and the row of the definition under each."""
    _client(definition)
    if definition["level"].eq(CATEGORY).any():
        check_table(features, "features", ("top_category",))
    people = _people(features)
    return people, rules_of(people, definition)


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
    return definition[definition["level"] == CLIENT].iloc[0]
